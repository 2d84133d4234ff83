import { z } from 'zod'
import * as api from '#engine/api.ts'
import { router, viewer } from '../trpc.ts'

const flowId = z.string().min(1).max(100)
const version = z.number().int().positive()
const ref = z.union([version, z.literal('draft')])

export const versionsRouter = router({
  /** The draft and every version, with the runs of each. */
  history: viewer
    .input(z.object({ flowId }))
    .query(({ ctx, input }) => api.flowHistory(ctx.engine, input.flowId)),

  /** The flow as a version froze it. */
  document: viewer
    .input(z.object({ flowId, version }))
    .query(({ ctx, input }) => api.loadVersion(ctx.engine, input.flowId, input.version)),

  /** What one version would make of the last real records, compared with another. */
  effect: viewer
    .input(
      z.object({
        flowId,
        before: ref,
        after: ref,
        limit: z.number().int().min(1).max(500).default(200),
      }),
    )
    .query(({ ctx, input }) => api.versionEffect(ctx.engine, input)),

  /** The newer version of the flow's template; null when there is none. */
  update: viewer
    .input(z.object({ flowId }))
    .query(({ ctx, input }) => api.templateUpdate(ctx.engine, input.flowId)),
})
