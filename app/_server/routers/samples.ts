import { z } from 'zod'
import * as api from '#engine/api.ts'
import { builder, router, viewer } from '../trpc.ts'

const id = z.string().min(1).max(100)
const limit = z.number().int().min(1).max(50)

export const samplesRouter = router({
  /** What arrived at a node in a run. */
  arrived: viewer
    .input(z.object({ runId: z.number().int(), nodeId: id, limit }))
    .query(({ ctx, input }) => api.arrivedRecords(ctx.engine, input)),

  /** Reads real records for a node of the draft; nothing is written. */
  fetch: builder
    .input(
      z.object({
        flowId: id,
        nodeId: id,
        limit,
        ids: z.array(z.string().min(1).max(200)).min(1).max(50).optional(),
        since: z.coerce.date().optional(),
      }),
    )
    .mutation(({ ctx, input, signal }) =>
      api.fetchSamples(ctx.engine, { ...input, userId: ctx.person.id, signal }),
    ),
})
