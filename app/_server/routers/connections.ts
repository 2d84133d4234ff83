import { TRPCError } from '@trpc/server'
import { z } from 'zod'
import * as api from '#engine/api.ts'
import type { SettingField } from '#engine/graph/schema.ts'
import { CONNECTION_TYPES } from '../../_connections/connection-types.ts'
import { entryFaults } from '../../_connections/entry-faults.ts'
import { server } from '../engine.ts'
import { permissionsFor } from '../permissions-for.ts'
import { admin, builder, router, viewer } from '../trpc.ts'

const name = z.string().trim().min(1).max(100)
const id = z.string().min(1).max(100)
const system = z.enum(['stripe', 'netsuite'])
const values = z.record(z.string(), z.json())

const entry = z.object({
  /** Left out for a new connection. */
  id: id.optional(),
  system,
  config: values,
  /** Only what changes; needed for a new connection. */
  secret: values.optional(),
})

/** Which connection a picker asks: by its id, or as the one of a flow's integration. */
const ofConnection = z.union([
  z.object({ connectionId: id }),
  z.object({ integrationId: id, system }),
])

export const connectionsRouter = router({
  list: viewer.query(({ ctx }) => api.listConnections(ctx.engine)),

  save: admin
    .input(entry.extend({ name, concurrencyLimit: z.number().int().min(1).max(200) }))
    .mutation(({ ctx, input }) => {
      refuseFaults(input)
      return api.saveConnection(ctx.engine, { ...input, userId: ctx.person.id })
    }),

  /** Refused with a sentence while an integration uses it. */
  remove: admin.input(z.object({ connectionId: id })).mutation(async ({ ctx, input }) => {
    const userId = ctx.person.id
    const answer = await api.deleteConnection(ctx.engine, { ...input, userId })
    if (!answer.ok) throw new TRPCError({ code: 'BAD_REQUEST', message: answer.reason })
  }),

  test: admin
    .input(z.object({ connectionId: id }))
    .mutation(({ ctx, input }) => api.testConnection(ctx.engine, input.connectionId)),

  /** Tries out what is about to be saved. */
  testEntry: admin.input(entry).mutation(({ ctx, input }) => {
    refuseFaults(input)
    return api.testConnectionEntry(ctx.engine, input)
  }),

  /** What the flows that use it ask of a connection. */
  permissions: viewer
    .input(z.object({ system, connectionId: id.optional() }))
    .query(({ ctx, input }) => permissionsFor(ctx.engine, input)),

  use: viewer
    .input(
      z.object({
        connectionId: id,
        hours: z
          .number()
          .int()
          .min(1)
          .max(7 * 24),
      }),
    )
    .query(({ ctx, input: { connectionId, hours } }) =>
      api.connectionUse(ctx.engine, connectionId, { hours }),
    ),

  exchanges: viewer
    .input(
      z.object({
        connectionId: id,
        failedOnly: z.boolean().default(false),
        limit: z.number().int().min(1).max(500).default(100),
        cursor: z.number().int().nullish(),
      }),
    )
    .query(({ ctx, input: { cursor, ...query } }) =>
      api.listExchanges(ctx.engine, { ...query, before: cursor ?? undefined }),
    ),

  choices: viewer
    .input(
      z.object({
        of: ofConnection,
        list: z.string().min(1).max(100),
        search: z.string().max(200).default(''),
        limit: z.number().int().min(1).max(200).default(50),
      }),
    )
    .query(({ ctx, input: { of, ...query } }) => api.listChoices(ctx.engine, { ...of, ...query })),

  fields: viewer
    .input(z.object({ of: ofConnection, recordType: z.string().min(1).max(100) }))
    .query(({ ctx, input: { of, recordType } }) =>
      api.recordFields(ctx.engine, { ...of, recordType }),
    ),

  refreshLists: builder
    .input(z.object({ connectionId: id }))
    .mutation(({ ctx, input }) => api.refreshLists(ctx.engine, input.connectionId)),

  /** How well each connection is told at once of what happens in the other system. */
  webhooks: viewer.query(({ ctx }) => api.webhookStates(ctx.engine)),

  /** Where the other system calls: the address of the connection's door. */
  webhookUrl: viewer.input(z.object({ connectionId: id, system })).query(async ({ input }) => {
    const { env } = await server()
    return new URL(`/api/webhooks/${input.system}/${input.connectionId}`, env.url).href
  }),

  registerWebhook: admin.input(z.object({ connectionId: id })).mutation(async ({ ctx, input }) => {
    const publicUrl = (await server()).env.url
    return api.registerWebhook(ctx.engine, { ...input, publicUrl, userId: ctx.person.id })
  }),

  rollWebhookSecret: admin
    .input(z.object({ connectionId: id }))
    .mutation(({ ctx, input }) =>
      api.rollWebhookSecret(ctx.engine, { ...input, userId: ctx.person.id }),
    ),

  removeWebhook: admin
    .input(z.object({ connectionId: id }))
    .mutation(({ ctx, input }) =>
      api.removeWebhook(ctx.engine, { ...input, userId: ctx.person.id }),
    ),

  integrations: viewer.query(({ ctx }) => api.listIntegrations(ctx.engine)),

  addIntegration: admin
    .input(z.object({ name, stripeConnectionId: id, netsuiteConnectionId: id }))
    .mutation(async ({ ctx, input }) => {
      const integrationId = `integration_${crypto.randomUUID().slice(0, 8)}`
      const userId = ctx.person.id
      await api.saveIntegration(ctx.engine, { ...input, id: integrationId, settings: {}, userId })
      return { integrationId }
    }),

  saveIntegration: admin
    .input(
      z.object({
        id,
        name,
        stripeConnectionId: id.nullable(),
        netsuiteConnectionId: id.nullable(),
        settings: values,
      }),
    )
    .mutation(async ({ ctx, input }) => {
      const known = await api.listIntegrations(ctx.engine)
      if (!known.some((one) => one.id === input.id)) {
        throw new TRPCError({ code: 'NOT_FOUND', message: 'There is no such integration.' })
      }
      await api.saveIntegration(ctx.engine, { ...input, userId: ctx.person.id })
    }),

  /** The settings that flows of an integration share, and others that it holds a value of; each once. */
  integrationFields: viewer.input(z.object({ integrationId: id })).query(async ({ ctx, input }) => {
    const flows = await api.listFlows(ctx.engine)
    const mine = flows.filter((flow) => flow.integrationId === input.integrationId)
    const held = (await api.listIntegrations(ctx.engine)).find(
      (one) => one.id === input.integrationId,
    )?.settings
    const fields = new Map<string, SettingField>()
    for (const flow of mine) {
      const { document } = await api.loadFlow(ctx.engine, flow.id)
      for (const field of document.settings.fields) {
        if (!field.shared && held?.[field.key] === undefined) continue
        if (!fields.has(field.key)) fields.set(field.key, field)
      }
    }
    return [...fields.values()]
  }),
})

/** A blank secret of a stored connection means that the stored one stays. */
function refuseFaults({ id: known, system: of, config, secret }: z.infer<typeof entry>): void {
  const { fields, secretFields } = CONNECTION_TYPES[of]
  const asked = known === undefined ? { ...fields, ...secretFields } : fields
  const [fault] = entryFaults(asked, { ...config, ...secret })
  if (fault) throw new TRPCError({ code: 'BAD_REQUEST', message: fault.message })
  if (known === undefined && !secret) {
    throw new TRPCError({ code: 'BAD_REQUEST', message: 'A new connection needs its secret.' })
  }
}
