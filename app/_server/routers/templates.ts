import { z } from 'zod'
import { flowDocumentSchema } from '#engine/graph/schema.ts'
import * as api from '#engine/api.ts'
import { builder, router, viewer } from '../trpc.ts'

const id = z.string().min(1).max(100)
const of = z.object({ templateId: id, integrationId: id, flowId: id.optional() })

export const templatesRouter = router({
  /** Every template with its drawing. */
  list: viewer.query(async ({ ctx }) => {
    const flows = await api.listFlows(ctx.engine)
    return api.listTemplates().map(({ document: _document, older: _older, ...template }) => {
      const { nodes, edges } = api.cloneTemplate(template.id)
      return {
        ...template,
        nodes: nodes.map((node) => ({ id: node.id, kind: node.kind, position: node.position })),
        edges: edges.map(({ from, to }) => ({ from, to })),
        flows: flows
          .filter((flow) => flow.templateId === template.id)
          .map(({ id: flowId, name, enabled, update }) => ({ id: flowId, name, enabled, update })),
      }
    })
  }),

  byId: viewer.input(z.object({ templateId: id })).query(async ({ ctx, input }) => {
    const flows = await api.listFlows(ctx.engine)
    const document = api.cloneTemplate(input.templateId)
    const template = api.listTemplates().find((one) => one.id === input.templateId)
    const parts = api.withCalledTemplates([input.templateId]).slice(0, -1)
    return {
      document,
      cases: template?.cases ?? [],
      group: template?.group ?? 'Shared steps',
      direction: template?.direction ?? null,
      trigger: template?.trigger ?? null,
      flows: flows
        .filter((flow) => flow.templateId === input.templateId)
        .map(({ id: flowId, name, update }) => ({ id: flowId, name, update })),
      parts: parts.map((part) => ({ id: part, name: api.cloneTemplate(part).name })),
    }
  }),

  prerequisites: builder
    .input(of)
    .query(({ ctx, input }) => api.checkPrerequisites(ctx.engine, input)),

  form: builder.input(of).query(({ ctx, input }) => api.installForm(ctx.engine, input)),

  save: builder
    .input(of.extend({ values: z.record(z.string(), z.json()) }))
    .mutation(({ ctx, input }) => api.saveInstall(ctx.engine, { ...input, userId: ctx.person.id })),

  goLive: builder
    .input(
      z.object({
        flowId: id,
        schedule: flowDocumentSchema.shape.schedule,
        enabled: z.boolean(),
      }),
    )
    .mutation(({ ctx, input }) => api.goLive(ctx.engine, { ...input, userId: ctx.person.id })),
})
