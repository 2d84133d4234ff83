import { TRPCError, tracked } from '@trpc/server'
import { z } from 'zod'
import { flowEditSchema } from '#engine/graph/edit.ts'
import * as api from '#engine/api.ts'
import { builder, router, viewer } from '../trpc.ts'

const flowId = z.string().min(1).max(100)
const tab = z.string().min(8).max(100)

export const flowsRouter = router({
  list: viewer.query(({ ctx }) => api.listFlows(ctx.engine)),

  byId: viewer
    .input(z.object({ flowId }))
    .query(({ ctx, input }) => api.loadFlow(ctx.engine, input.flowId)),

  /** Whether the draft, as far as it is saved, differs from the published version. */
  isEdited: viewer
    .input(z.object({ flowId }))
    .query(({ ctx, input }) => api.isEdited(ctx.engine, input.flowId)),

  /** Takes a flow document as parsed JSON; a malformed one is refused with every fault. */
  import: builder
    .input(z.object({ integrationId: z.string().optional(), document: z.unknown() }))
    .mutation(async ({ ctx, input }) => {
      const integrationId = input.integrationId ?? (await onlyIntegration(ctx.engine))
      const userId = ctx.person.id
      return api.importFlow(ctx.engine, { integrationId, document: input.document, userId })
    }),

  saveEdits: builder
    .input(
      z.object({
        flowId,
        baseRevision: z.number().int(),
        edits: z.array(flowEditSchema).min(1).max(1_000),
        saveId: z.string().min(1).max(100).optional(),
      }),
    )
    .mutation(({ ctx, input }) => api.saveEdits(ctx.engine, { ...input, userId: ctx.person.id })),

  /** The draft as it is now, for a designer that has missed too much to be told one by one. */
  draft: viewer.input(z.object({ flowId })).query(async ({ ctx, input }) => {
    const { document, revision } = await api.loadFlow(ctx.engine, input.flowId)
    return { document, revision }
  }),

  /** Published flows that this one can call, by the names that its calls give. */
  called: viewer
    .input(z.object({ flowId, names: z.array(flowId).max(2_000) }))
    .query(({ ctx, input }) => api.calledFlows(ctx.engine, input)),

  /** Who has the flow open and what they save, from a revision on. */
  onDraft: viewer
    .input(z.object({ flowId, since: z.number().int(), lastEventId: z.string().nullish() }))
    .subscription(async function* ({ ctx, input, signal }) {
      const since = Math.max(input.since, Number(input.lastEventId ?? 0))
      const watched = { flowId: input.flowId, since }
      for await (const news of api.watchDraft(ctx.engine, watched, signal)) {
        yield tracked(String(news.revision), news)
      }
    }),

  /** Tells the others that this browser tab has the flow open; again every ten seconds. */
  beHere: viewer
    .input(z.object({ flowId, tab, nodeId: z.string().max(100).nullable() }))
    .mutation(({ ctx, input }) => api.beHere(ctx.engine, { ...input, userId: ctx.person.id })),

  leave: viewer
    .input(z.object({ tab }))
    .mutation(({ ctx, input }) => api.leave(ctx.engine, input.tab, ctx.person.id)),

  publish: builder
    .input(z.object({ flowId, note: z.string().max(2_000) }))
    .mutation(({ ctx, input }) => api.publishFlow(ctx.engine, { ...input, userId: ctx.person.id })),

  /** Another flow like this one's draft, as a draft of its own. */
  clone: builder
    .input(z.object({ flowId }))
    .mutation(({ ctx, input }) => api.cloneFlow(ctx.engine, { ...input, userId: ctx.person.id })),

  setEnabled: builder
    .input(z.object({ flowId, enabled: z.boolean() }))
    .mutation(({ ctx, input }) => api.setEnabled(ctx.engine, { ...input, userId: ctx.person.id })),
})

async function onlyIntegration(engine: api.Engine): Promise<string> {
  const [first, second] = await api.listIntegrations(engine)
  if (first && !second) return first.id
  throw new TRPCError({
    code: 'BAD_REQUEST',
    message: first
      ? 'There are several integrations: say which one the flow is for.'
      : 'There is no integration yet. Add a Stripe and a NetSuite connection first.',
  })
}
