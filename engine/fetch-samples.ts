import { asc, eq } from 'drizzle-orm'
import { runPages } from '#db/schema/index.ts'
import { findKind } from '#nodes/catalog.ts'
import { arrivedRecords, type ArrivedRecord } from './arrived-records.ts'
import type { Engine } from './engine.ts'
import { loadFlow } from './flows.ts'
import type { FlowDocument } from './graph/schema.ts'
import { waitForRun } from './live.ts'
import { KEPT_PAGES, openItems } from './queue/page-items.ts'
import { cancelRun, isOver } from './runs.ts'
import { upstreamOf } from './samples/upstream.ts'
import { startRun, type StartRequest } from './start-run.ts'

export interface FetchRequest {
  flowId: string
  /** Records as they arrive at this node of the draft; at a source, as it reads them. */
  nodeId: string
  /** At most so many. */
  limit: number
  /** Only these records of the source, whatever their date. */
  ids?: readonly string[]
  /** Only what was made or changed since then. */
  since?: Date
  userId?: string | null
  signal?: AbortSignal
}

export type FetchedSamples =
  | {
      ok: true
      records: ArrivedRecord[]
      /** Records that the source gave: those that did not get to the node ended before it. */
      read: number
    }
  /** Why nothing could be fetched, as a sentence. */
  | { ok: false; message: string }

/**
 * Reads real records for a node of the draft by a test that runs to there and writes nothing. Without
 * ids and date, the newest ones.
 */
export async function fetchSamples(engine: Engine, request: FetchRequest): Promise<FetchedSamples> {
  const { document } = await loadFlow(engine, request.flowId)
  const { ids, since } = request
  const source = sourceOf(document, request.nodeId)
  if (!source) return { ok: false, message: 'No source leads to this node. Connect it first.' }
  // Stripe's lists begin with the newest record, NetSuite's with the oldest.
  if (ids || since || findKind(source.kind)?.system !== 'netsuite') {
    return readTo(engine, request, { ids, since: since ?? LONG_AGO, limit: request.limit })
  }
  for (const since of [daysAgo(7), daysAgo(90), LONG_AGO]) {
    const all = await readTo(engine, { ...request, nodeId: source.id }, { since, limit: MOST_READ })
    if (!all.ok || (all.read < request.limit && since !== LONG_AGO)) {
      if (all.ok) continue
      return all
    }
    const newest = all.records.slice(-request.limit).reverse()
    if (source.id === request.nodeId || newest.length === 0) {
      return { ok: true, records: newest, read: newest.length }
    }
    return readTo(engine, request, { ids: newest.map(({ key }) => key), limit: request.limit })
  }
  return { ok: true, records: [], read: 0 }
}

/** Before all records there are: without it a test would read from the flow's cursor on. */
const LONG_AGO = new Date('2000-01-01T00:00:00Z')
/** What a dry run may read at most. */
const MOST_READ = 1_000
const PATIENCE_MS = 60_000

function daysAgo(days: number): Date {
  return new Date(Date.now() - days * 24 * 3600 * 1000)
}

/** The source that a node's records come from; of several the first. */
function sourceOf(document: FlowDocument, nodeId: string) {
  const before = upstreamOf(document, nodeId).add(nodeId)
  return document.nodes.find(
    (node) => before.has(node.id) && findKind(node.kind)?.role === 'source',
  )
}

async function readTo(
  engine: Engine,
  request: FetchRequest,
  what: Pick<StartRequest, 'ids' | 'since' | 'limit'>,
): Promise<FetchedSamples> {
  const { flowId, nodeId, userId } = request
  const draft = { flowId, trigger: 'manual', dryRun: true, draft: true, until: nodeId } as const
  const started = await startRun(engine, { ...draft, ...what, userId })
  if (!started.ok) {
    return { ok: false, message: started.problems.map(({ message }) => message).join(' ') }
  }
  const { runId } = started
  const patience = AbortSignal.timeout(PATIENCE_MS)
  const signal = request.signal ? AbortSignal.any([request.signal, patience]) : patience
  const run = await waitForRun(engine, runId, signal)
  if (!isOver(run)) {
    await cancelRun(engine, { runId, userId })
    return { ok: false, message: run.waitsFor ?? 'It took more than a minute and was stopped.' }
  }
  if (run.failure !== null) return { ok: false, message: run.failure }
  const { document } = await loadFlow(engine, flowId)
  const isSource = sourceOf(document, nodeId)?.id === nodeId
  const records = isSource
    ? await recordsRead(engine, runId)
    : await arrivedRecords(engine, { runId, nodeId, limit: request.limit })
  return { ok: true, records, read: run.counts.read }
}

/** The records of a test as its source gave them. */
async function recordsRead(engine: Engine, runId: number): Promise<ArrivedRecord[]> {
  const pages = await engine.database.db
    .select({ items: runPages.items })
    .from(runPages)
    .where(eq(runPages.runId, runId))
    .orderBy(asc(runPages.page))
    .limit(KEPT_PAGES)
  const items = await Promise.all(pages.flatMap(({ items }) => (items ? [openItems(items)] : [])))
  return items.flat().map(({ key, record, facts }) => ({ key, name: facts.name ?? null, record }))
}
