import { tracked } from '@trpc/server'
import { z } from 'zod'
import { RUN_STATES } from '#db/schema/runs.ts'
import * as api from '#engine/api.ts'
import { runDocument } from '../run-document.ts'
import { operator, router, viewer } from '../trpc.ts'

const runId = z.number().int().positive()
const nodeId = z.string().min(1).max(200)
const sample = z.object({
  key: z.string().min(1).max(500),
  record: z.record(z.string(), z.json()),
})

export const runsRouter = router({
  list: viewer
    .input(
      z.object({
        flowId: z.string().optional(),
        state: z.enum(RUN_STATES).optional(),
        before: runId.optional(),
        limit: z.number().int().min(1).max(500).default(50),
      }),
    )
    .query(({ ctx, input }) => api.listRuns(ctx.engine, input)),

  byId: viewer
    .input(z.object({ runId }))
    .query(({ ctx, input }) => api.runSnapshot(ctx.engine, input.runId)),

  document: viewer
    .input(z.object({ runId }))
    .query(({ ctx, input }) => runDocument(ctx.engine, input.runId)),

  skipped: viewer
    .input(z.object({ runId }))
    .query(({ ctx, input }) => api.skippedBySource(ctx.engine, input.runId)),

  /** The first records of a run at a node, with what it made of each. */
  recordsAt: viewer
    .input(z.object({ runId, nodeId, limit: z.number().int().min(1).max(50) }))
    .query(({ ctx, input }) => api.recordsAt(ctx.engine, input)),

  /** What a dry run has found out so far, record by record. */
  testResults: viewer
    .input(z.object({ runId }))
    .query(({ ctx, input }) => api.testResults(ctx.engine, input.runId)),

  start: operator
    .input(
      z.object({
        flowId: z.string().min(1),
        dryRun: z.boolean().default(false),
        /** ISO 8601 with an offset. */
        since: z.iso.datetime({ offset: true }).optional(),
        ids: z.array(z.string().min(1).max(200)).max(10_000).optional(),
        draft: z.boolean().optional(),
        /** For dry runs: no more records than these. */
        limit: z.number().int().min(1).max(1_000).optional(),
        /** For tests of the draft: records to put in at a node; the last node to run; the test before. */
        samples: z.object({ node: nodeId, records: z.array(sample).min(1).max(1_000) }).optional(),
        until: nodeId.optional(),
        after: runId.optional(),
        /** Takes the webhook events that are held, and reads nothing. */
        held: z.boolean().optional(),
      }),
    )
    .mutation(({ ctx, input }) =>
      api.startRun(ctx.engine, {
        ...input,
        since: input.since === undefined ? undefined : new Date(input.since),
        trigger: input.held ? 'webhook' : 'manual',
        userId: ctx.person.id,
      }),
    ),

  cancel: operator
    .input(z.object({ runId }))
    .mutation(({ ctx, input }) =>
      api.cancelRun(ctx.engine, { runId: input.runId, userId: ctx.person.id }),
    ),

  /** The run as it is now, then at each change; ends with the run. */
  onProgress: viewer
    .input(z.object({ runId, lastEventId: z.string().nullish() }))
    .subscription(async function* ({ ctx, input, signal }) {
      // A snapshot holds everything, so a browser that comes back needs only the newest one.
      const snapshots = api.watchRun(
        ctx.engine,
        input.runId,
        signal ?? new AbortController().signal,
      )
      let count = 0
      for await (const snapshot of snapshots) {
        count += 1
        yield tracked(`${input.runId}-${count}`, snapshot)
      }
    }),
})
