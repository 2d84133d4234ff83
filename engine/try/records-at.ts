import { and, asc, eq, gte, lte } from 'drizzle-orm'
import { recordIndex, traceBundles } from '#db/schema/index.ts'
import { findKind } from '#nodes/catalog.ts'
import type { JsonObject } from '#nodes/json.ts'
import type { Engine } from '../engine.ts'
import { readNodeNames } from '../node-names.ts'
import { daysOf, findRun, ofRun } from '../records.ts'
import { BUNDLE_SIZE, unpackBundle } from '../run/bundle.ts'

/** One record of a run at one node. */
export interface RecordAt {
  key: string
  /** What people call it, such as the invoice number. */
  name: string | null
  /** As it arrived; null at a source. */
  input: JsonObject | null
  /** As it left; null when it did not. */
  output: JsonObject | null
  /** The port it left by. */
  port: string
}

/**
 * The first records of a run at a node, in the order they were read, with what it made of each; at a
 * source, what that has read. Throws NotFoundError for a run that does not exist.
 */
export async function recordsAt(
  engine: Engine,
  request: { runId: number; nodeId: string; limit: number },
): Promise<RecordAt[]> {
  const { db } = engine.database
  const { runId, nodeId, limit } = request
  const run = await findRun(db, runId)
  const { from, to } = daysOf(run)
  const names = await readNodeNames(db, [runId])
  const isSource = findKind(names.of(runId, nodeId).kind)?.role === 'source'
  const called = await db
    .select({ page: recordIndex.page, position: recordIndex.position, name: recordIndex.name })
    .from(recordIndex)
    .where(ofRun(run))
    .orderBy(asc(recordIndex.page), asc(recordIndex.position))
    .limit(MOST_LOOKED_AT)
  const bundles = await db
    .select()
    .from(traceBundles)
    .where(
      and(eq(traceBundles.runId, runId), gte(traceBundles.day, from), lte(traceBundles.day, to)),
    )
    .orderBy(asc(traceBundles.page), asc(traceBundles.bundle))
    .limit(MOST_LOOKED_AT / BUNDLE_SIZE)
  const found: RecordAt[] = []
  for (const { page, bundle, body } of bundles) {
    const records = await unpackBundle(body)
    for (const [index, { key, steps }] of records.entries()) {
      const position = bundle * BUNDLE_SIZE + index
      const name =
        called.find((row) => row.page === page && row.position === position)?.name ?? null
      const [first] = steps
      const step = steps.findLast((one) => one.node === nodeId)
      if (step) found.push({ key, name, ...passed(step) })
      else if (isSource && first) {
        found.push({ key, name, input: null, output: first.input, port: 'out' })
      }
      if (found.length >= limit) return found
    }
  }
  return found
}

/** A node that few records reach is not looked for through a whole run. */
const MOST_LOOKED_AT = 1_000

function passed(step: {
  input: JsonObject
  output: JsonObject
  outcome: string
  port?: string
}): Omit<RecordAt, 'key' | 'name'> {
  const { input, output, outcome, port = 'out' } = step
  const wentOn = outcome === 'done' || outcome === 'unchanged'
  return { input, output: wentOn ? output : null, port }
}
