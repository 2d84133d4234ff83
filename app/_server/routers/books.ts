import { z } from 'zod'
import * as api from '#engine/api.ts'
import { router, viewer } from '../trpc.ts'

export const booksRouter = router({
  /** Reads both systems: takes seconds, so nothing asks for it unbidden. */
  report: viewer
    .input(
      z.object({
        integrationId: z.string().optional(),
        since: z.iso.datetime({ offset: true }).optional(),
      }),
    )
    .query(({ ctx, input }) =>
      api.books(ctx.engine, {
        integrationId: input.integrationId,
        since: input.since === undefined ? undefined : new Date(input.since),
      }),
    ),
})
