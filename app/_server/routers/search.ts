import { z } from 'zod'
import * as api from '#engine/api.ts'
import { builder, router, viewer } from '../trpc.ts'

const query = { by: z.enum(['field', 'text']), find: z.string().max(500) }
const id = z.string().min(1).max(100)

const replacedField = z.object({
  flowId: id,
  node: id.nullable(),
  field: z.string().min(1).max(200),
  before: z.json(),
  after: z.json(),
})

/** Where something is used in all flows, and replacing it there. */
export const searchRouter = router({
  flows: viewer
    .input(z.object(query))
    .query(({ ctx, input }) => api.searchFlows(ctx.engine, input)),

  replace: builder
    .input(z.object({ ...query, to: z.string().max(500), flowIds: z.array(id).max(1_000) }))
    .mutation(({ ctx, input }) =>
      api.replaceInFlows(ctx.engine, { ...input, userId: ctx.person.id }),
    ),

  undoReplace: builder
    .input(z.object({ fields: z.array(replacedField).max(5_000) }))
    .mutation(({ ctx, input }) =>
      api.undoReplace(ctx.engine, { fields: input.fields, userId: ctx.person.id }),
    ),
})
