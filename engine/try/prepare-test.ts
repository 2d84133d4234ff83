import { hash } from 'node:crypto'
import { and, asc, eq, lte } from 'drizzle-orm'
import stringify from 'safe-stable-stringify'
import type { Db } from '#db/client.ts'
import { recordIndex, runPages, runs } from '#db/schema/index.ts'
import { storable } from '#db/text.ts'
import type { JsonObject } from '#nodes/json.ts'
import type { Plan } from '../compile/plan.ts'
import { NotFoundError } from '../engine.ts'
import type { Problem } from '../graph/problem.ts'
import { parseFlowDocument, type FlowDocument } from '../graph/schema.ts'
import { staleNodes } from '../graph/stale-nodes.ts'
import { readOptions, type RunOptions } from '../queue/options.ts'
import { givenItem, KEPT_PAGES, openItems } from '../queue/page-items.ts'
import type { PageItem } from '../run/page.ts'
import { planTest } from './plan-test.ts'

/** What a test of a draft is asked for. */
export interface TestRequest {
  /** Records to put in at a node, as they would arrive there; at a source, as it would have read them. */
  samples?: { node: string; records: readonly { key: string; record: JsonObject }[] }
  /** Run to here: the last node that is run. */
  until?: string
  /**
   * The test before: what is not affected by the changes since is taken over from it, its records too
   * unless others are asked for.
   */
  after?: number
  since?: Date | null
  ids?: readonly string[]
  limit?: number
}

/** A test that is ready to be stored as a run. */
export interface PreparedTest {
  ok: true
  options: RunOptions
  /** Records that are there before anything is read. */
  items: PageItem[]
  /** Whether sources are read. */
  reads: boolean
  /** The clock of the test whose records are used again; null = the source's own, now. */
  clock: Date | null
}

/** The draft that is tested, and where. */
export interface TestedDraft {
  flowId: string
  document: FlowDocument
  /** The integration's settings, and the connections that it joins. */
  settings: JsonObject
  connections: readonly (string | null)[]
}

/**
 * Says what a test of a draft runs: its plan is checked, records are put in, and what an earlier test
 * has found out is used again. Problems come back where that part of the flow cannot run. Throws
 * NotFoundError when the flow has no such earlier test.
 */
export async function prepareTest(
  tx: Db,
  draft: TestedDraft,
  request: TestRequest,
): Promise<PreparedTest | { ok: false; problems: Problem[] }> {
  const { document, settings } = draft
  const context = hash('sha256', stringify([settings, draft.connections]) ?? '')
  const earlier = request.after === undefined ? null : await earlierTest(tx, draft, request.after)
  const again = earlier !== null && !asksForRecords(request)
  const at = request.samples?.node ?? (again ? earlier.options.at : undefined)
  const { until } = request
  const planned = planTest(document, { at, until }, settings)
  if (!planned.ok) return { ok: false, problems: planned.problems }
  const { plan, pinned } = planned
  const sameContext = earlier?.options.context === context
  const kept =
    again && (at !== undefined || (sameContext && stillReadsTheSame(earlier, draft, plan)))
      ? (await keptItems(tx, earlier)).filter((item) => isIn(plan, item.at ?? item.source))
      : null
  const asked = again ? earlier.options : wanted(request)
  const items = [...pinnedItems(document, plan, pinned), ...(kept ?? sampleItems(plan, request))]
  return {
    ok: true,
    items,
    reads: kept === null && plan.sources.length > 0,
    clock: kept && earlier ? earlier.run.until : null,
    options: {
      ...pick(asked),
      ...(at === undefined ? {} : { at }),
      ...(until === undefined ? {} : { until }),
      ...(earlier && sameContext ? { after: earlier.run.id } : {}),
      ...{ context, given: items.length },
    },
  }
}

interface Earlier {
  run: typeof runs.$inferSelect
  document: FlowDocument
  options: RunOptions
}

async function earlierTest(tx: Db, { flowId }: TestedDraft, id: number): Promise<Earlier> {
  const [run] = await tx
    .select()
    .from(runs)
    .where(and(eq(runs.id, id), eq(runs.flowId, flowId), eq(runs.dryRun, true)))
  if (!run?.document) throw new NotFoundError(`This flow has no test ${id}. Test it anew.`)
  return { run, document: parseFlowDocument(run.document), options: readOptions(run.options) }
}

function asksForRecords({ samples, ids, since, limit }: TestRequest): boolean {
  return [samples, ids, since ?? undefined, limit].some((one) => one !== undefined)
}

function wanted({ ids, since, limit }: TestRequest): RunOptions {
  return {
    ...(since ? { since: since.toISOString() } : {}),
    ...(ids ? { ids: [...ids] } : {}),
    ...(limit ? { limit } : {}),
    ...(limit && !since && !ids ? { newest: true } : {}),
  }
}

function pick({ since, ids, limit, newest }: RunOptions): RunOptions {
  return {
    ...(since ? { since } : {}),
    ...(ids ? { ids } : {}),
    ...(limit ? { limit } : {}),
    ...(newest ? { newest } : {}),
  }
}

/** The test before has read all that it was to read, from sources that have not changed. */
function stillReadsTheSame(earlier: Earlier, draft: TestedDraft, plan: Plan): boolean {
  const { run, document: before, options } = earlier
  if (run.state !== 'done' || run.pages > KEPT_PAGES) return false
  const { at, until } = options
  const planned = planTest(before, { at, until }, draft.settings)
  // A source that only fed a pinned node was not read then.
  const read = planned.ok ? planned.plan.sources : []
  const stale = staleNodes(before, draft.document)
  return plan.sources.every((id) => !stale.has(id) && read.includes(id))
}

/** What only feeds a pinned node is not run: records that began there do not begin at all. */
function isIn(plan: Plan, nodeId: string): boolean {
  return plan.steps.some((step) => step.id === nodeId)
}

/** The records of the test before, without those that were kept output: that may be another by now. */
async function keptItems(tx: Db, { run, options, document }: Earlier): Promise<PageItem[]> {
  const pages = await tx
    .select({ items: runPages.items })
    .from(runPages)
    .where(and(eq(runPages.runId, run.id), lte(runPages.page, KEPT_PAGES)))
    .orderBy(asc(runPages.page))
  const filled = pages.filter(({ items }) => items.length > 0)
  const items = (await Promise.all(filled.map((page) => openItems(page.items)))).flat()
  const called = await factsOf(tx, run.id)
  const pins = new Set(document.pins.map((pin) => pin.node))
  return items
    .filter(({ origin, at }) => {
      const wasKept = at !== null && at !== options.at && pins.has(at)
      return origin === null && !wasKept
    })
    .map((item) => ({ ...item, tries: 0, facts: { ...called.get(item.key), ...item.facts } }))
}

/** What the test before has learned of its records on their way, such as by what number they go. */
async function factsOf(tx: Db, runId: number): Promise<Map<string, PageItem['facts']>> {
  const { key, name, amount, currency } = recordIndex
  const rows = await tx
    .select({ key, name, amount, currency })
    .from(recordIndex)
    .where(eq(recordIndex.runId, runId))
  return new Map(
    rows.map((row) => [
      row.key,
      {
        ...(row.name === null ? {} : { name: row.name }),
        ...(row.amount === null ? {} : { amount: row.amount }),
        ...(row.currency === null ? {} : { currency: row.currency }),
      },
    ]),
  )
}

function pinnedItems(document: FlowDocument, plan: Plan, pinned: ReadonlySet<string>): PageItem[] {
  return document.pins
    .filter((pin) => pinned.has(pin.node))
    .flatMap(({ node, records }) =>
      records.map(({ key, record, port }) =>
        givenItem({
          ...{ key: storable(key), record, at: node, source: plan.sources[0] ?? node },
          ...(port === undefined ? {} : { port }),
        }),
      ),
    )
}

function sampleItems(plan: Plan, { samples }: TestRequest): PageItem[] {
  if (!samples) return []
  const { node } = samples
  const step = plan.steps.find((one) => one.id === node)
  const at = step?.kind.role === 'source' ? null : node
  return samples.records.map(({ key, record }) =>
    givenItem({ key: storable(key), record, at, source: node }),
  )
}
