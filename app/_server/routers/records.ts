import { z } from 'zod'
import { OUTCOMES } from '#db/schema/runs.ts'
import * as api from '#engine/api.ts'
import { router, viewer } from '../trpc.ts'

const runId = z.number().int().positive()
const page = z.number().int().min(0)
const position = z.number().int().min(0)

export const recordsRouter = router({
  ofRun: viewer
    .input(
      z.object({
        runId,
        outcome: z.enum(OUTCOMES).optional(),
        search: z.string().trim().max(200).optional(),
        limit: z.number().int().min(1).max(500).default(100),
        cursor: z.object({ page, position }).nullish(),
      }),
    )
    .query(({ ctx, input: { cursor, search, ...rest } }) =>
      api.listRecords(ctx.engine, {
        ...rest,
        search: search || undefined,
        after: cursor ?? undefined,
      }),
    ),

  search: viewer
    .input(
      z.object({
        query: z.string().trim().min(1).max(200),
        limit: z.number().int().min(1).max(200).default(50),
      }),
    )
    .query(({ ctx, input }) => api.searchRecords(ctx.engine, input)),

  trace: viewer
    .input(z.object({ runId, page, position }))
    .query(({ ctx, input }) => api.traceRecord(ctx.engine, input)),
})
