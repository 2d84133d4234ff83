import { z } from 'zod'
import * as api from '#engine/api.ts'
import { operator, router, viewer } from '../trpc.ts'

const ids = z.array(z.number().int().positive()).min(1).max(1_000)
const ERROR_STATES = ['open', 'waiting', 'retrying', 'resolved'] as const

export const errorsRouter = router({
  list: viewer
    .input(
      z.object({
        flowId: z.string().optional(),
        runId: z.number().int().optional(),
        state: z.enum(ERROR_STATES).optional(),
        limit: z.number().int().min(1).max(500).default(200),
        after: z.number().int().optional(),
      }),
    )
    .query(({ ctx, input }) => api.listErrors(ctx.engine, input)),

  retry: operator
    .input(z.object({ ids }))
    .mutation(({ ctx, input }) =>
      api.retryErrors(ctx.engine, { ids: input.ids, userId: ctx.person.id }),
    ),

  resolve: operator
    .input(z.object({ ids, resolution: z.string().trim().min(1).max(2_000) }))
    .mutation(({ ctx, input }) =>
      api.resolveErrors(ctx.engine, { ...input, userId: ctx.person.id }),
    ),
})
