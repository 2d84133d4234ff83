import { z } from 'zod'

/** What a run was asked for beside its flow; stored with the run. */
const runOptionsSchema = z.object({
  /** Read what changed since then, instead of since the flow's cursor. */
  since: z.iso.datetime({ offset: true }).optional(),
  /** Only these records. */
  ids: z.array(z.string().min(1).max(255)).max(10_000).optional(),
  /** No more records than these; dry runs only, because others would leave a gap behind. */
  limit: z.number().int().min(1).max(1_000).optional(),
  /** In a test of the draft: records were put in here; the last node to run; the test before. */
  at: z.string().optional(),
  until: z.string().optional(),
  after: z.number().int().optional(),
  /** Of a test: a hash of what beside the flow decides its answers, and records it was given at the start. */
  context: z.string().optional(),
  given: z.number().int().optional(),
  /** Of a test: the newest records, whatever the flow has read before. */
  newest: z.boolean().optional(),
  /** The errors whose records are tried again. */
  errors: z.array(z.number().int()).optional(),
  /** Take the webhook events that are held as well. */
  held: z.boolean().optional(),
  /** Asked for by a person, not by what a record waited for. */
  byHand: z.boolean().optional(),
})

export type RunOptions = z.infer<typeof runOptionsSchema>

export function readOptions(stored: unknown): RunOptions {
  return runOptionsSchema.parse(stored)
}

/**
 * The cursor is moved back by this much, in ms: clocks differ, and events become visible a little
 * after their time. What is read twice is unchanged and costs no writing call.
 */
export const OVERLAP_MS = 300_000
