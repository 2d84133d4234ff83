import { and, asc, eq, inArray } from 'drizzle-orm'
import { recordIndex, runCounts, traceBundles, type Outcome } from '#db/schema/index.ts'
import type { Engine } from '../engine.ts'
import { readNodeNames } from '../node-names.ts'
import { findRun, ofRun } from '../records.ts'
import { BUNDLE_SIZE, unpackBundle, type BundledRecord } from '../run/bundle.ts'
import type { StepTarget } from '../run/page.ts'
import { verdictOf, type Would } from '../run/would.ts'

/** One record of a test, and what would be done with it. */
export interface TestedRecord {
  page: number
  position: number
  key: string
  /** What people call it, such as the invoice number. */
  name: string | null
  /** Major units. */
  amount: string | null
  currency: string | null
  outcome: Outcome
  /** What the writes come to; null where there is none: filtered, waiting, or ended before. */
  verdict: Would | null
  /** Where its way ended; null for records that went all the way. */
  nodeId: string | null
  nodeName: string | null
  /** The filter's reason or the error's sentence. */
  reason: string | null
  writes: {
    nodeId: string
    nodeName: string
    would: Would
    target: StepTarget | null
    fields: number
  }[]
  /** The nodes that it came to. */
  nodes: string[]
}

/** What a test has found out so far. */
export interface TestResults {
  /** Records by what would happen; `none` = no change, `through` = went on without any write. */
  counts: Record<Would | 'filtered' | 'waiting' | 'through', number>
  records: TestedRecord[]
  /** Records that went over each edge, by its node and port, such as `map out`. */
  edges: Record<string, number>
}

/** More records are not listed; tests are of a few. */
const MOST = 1_000

/**
 * The results of a dry run, record by record in the order they were read, as far as it is. Throws
 * NotFoundError for a run that does not exist.
 */
export async function testResults(engine: Engine, runId: number): Promise<TestResults> {
  const { db } = engine.database
  const run = await findRun(db, runId)
  const rows = await db
    .select()
    .from(recordIndex)
    .where(ofRun(run))
    .orderBy(asc(recordIndex.page), asc(recordIndex.position))
    .limit(MOST)
  const pages = [...new Set(rows.map((row) => row.page))]
  const bundles = await db
    .select()
    .from(traceBundles)
    .where(and(eq(traceBundles.runId, runId), inArray(traceBundles.page, pages)))
  const traces = new Map<string, BundledRecord>()
  for (const { page, bundle, body } of bundles) {
    const records = await unpackBundle(body)
    records.forEach((one, index) => traces.set(`${page} ${bundle * BUNDLE_SIZE + index}`, one))
  }
  const names = await readNodeNames(db, [runId])
  const records = rows.map((row) => {
    const steps = traces.get(`${row.page} ${row.position}`)?.steps ?? []
    return toTested(row, steps, (id) => names.of(runId, id).name)
  })
  const wentOn = await db
    .select({ nodeId: runCounts.nodeId, count: runCounts.count })
    .from(runCounts)
    .where(and(eq(runCounts.runId, runId), inArray(runCounts.outcome, ['done', 'unchanged'])))
  return { counts: countsOf(records), records, edges: edgesOf([...traces.values()], wentOn) }
}

type Steps = BundledRecord['steps']

function toTested(
  row: typeof recordIndex.$inferSelect,
  steps: Steps,
  nameOf: (nodeId: string) => string,
): TestedRecord {
  const { page, position, key, name, amount, currency, outcome, nodeId, reason } = row
  const writes = steps.flatMap(({ node, would, target, changes }) =>
    would
      ? [
          {
            nodeId: node,
            nodeName: nameOf(node),
            would,
            target: target ?? null,
            fields: changes?.length ?? 0,
          },
        ]
      : [],
  )
  const verdict = outcome === 'failed' ? 'fail' : verdictOf(writes.map((write) => write.would))
  return {
    ...{ page, position, key, name, amount, currency, outcome, nodeId, writes },
    verdict: outcome === 'filtered' || outcome === 'waiting' ? null : verdict,
    nodeName: nodeId === null ? null : nameOf(nodeId),
    reason: nodeId === null ? null : reason,
    nodes: [...new Set(steps.map((step) => step.node))],
  }
}

function countsOf(records: readonly TestedRecord[]): TestResults['counts'] {
  const counts = { create: 0, update: 0, none: 0, fail: 0, filtered: 0, waiting: 0, through: 0 }
  for (const { verdict, outcome } of records) {
    if (verdict) counts[verdict] += 1
    else if (outcome === 'filtered' || outcome === 'waiting') counts[outcome] += 1
    else counts.through += 1
  }
  return counts
}

/** How many records left each node by which port; a port is told from the traces only where there are several. */
function edgesOf(
  traces: readonly BundledRecord[],
  wentOn: readonly { nodeId: string; count: number }[],
): Record<string, number> {
  const seen = new Map<string, Map<string, number>>()
  for (const { steps } of traces) {
    for (const { node, outcome, port = 'out', ports = [port] } of steps) {
      if (outcome !== 'done' && outcome !== 'unchanged') continue
      const own = seen.get(node) ?? new Map<string, number>()
      for (const one of ports) own.set(one, (own.get(one) ?? 0) + 1)
      seen.set(node, own)
    }
  }
  const totals = Map.groupBy(wentOn, ({ nodeId }) => nodeId)
  return Object.fromEntries(
    [...totals].flatMap(([nodeId, counts]) => {
      const ports = [...(seen.get(nodeId) ?? new Map([['out', 0]]))]
      const total = counts.reduce((sum, { count }) => sum + count, 0)
      return ports.map(([port, count]) => [`${nodeId} ${port}`, ports.length > 1 ? count : total])
    }),
  )
}
