import { and, asc, eq, inArray } from 'drizzle-orm'
import type { Db } from '#db/client.ts'
import {
  flows,
  flowVersions,
  integrations,
  recordErrors,
  recordIndex,
  runs,
} from '#db/schema/index.ts'
import { isJsonObject } from '#nodes/json.ts'
import type { RecordFacts } from '#nodes/runner.ts'
import { audit } from './audit.ts'
import { compile } from './compile/compile.ts'
import type { Plan } from './compile/plan.ts'
import type { Engine } from './engine.ts'
import { parseFlowDocument } from './graph/schema.ts'
import { activate } from './queue/finish.ts'
import type { RunOptions } from './queue/options.ts'
import { storeGiven } from './queue/page-items.ts'
import { PAGE_SIZE } from './queue/worker-context.ts'
import { unpackKept, type KeptRecord } from './run/kept-record.ts'
import type { PageItem } from './run/page.ts'

/** What became of a request to try errors again. */
export interface Retried {
  /** The run of each flow concerned. */
  runIds: number[]
  /** Errors that could not be tried, each with a sentence; they stay as they were. */
  left: { id: number; reason: string }[]
}

/** Who or what asks for a retry. */
interface RetryRequest {
  ids: readonly number[]
  userId?: string | null
  /**
   * Nobody asks: what the records waited for has come, or they are looked at now and then. Only those
   * that still wait are tried. `byHand`: a person had run these records.
   */
  released?: { byHand: boolean }
}

/**
 * Tries the records of open or waiting errors again: one run for each flow, of its published version, in which
 * each record goes on at the node that failed, as it had arrived there. Like any run it waits until
 * the flow's active run is over. Errors that fail again are open again; the others are resolved.
 */
export async function retryErrors(engine: Engine, request: RetryRequest): Promise<Retried> {
  const { db } = engine.database
  const ids = [...new Set(request.ids)]
  if (ids.length === 0) return { runIds: [], left: [] }
  const found = await db
    .select({ id: recordErrors.id, flowId: recordErrors.flowId })
    .from(recordErrors)
    .where(inArray(recordErrors.id, ids))
  const known = new Set(found.map((error) => error.id))
  const unknown = ids.filter((id) => !known.has(id))
  const retried: Retried = {
    runIds: [],
    left: unknown.map((id) => ({ id, reason: `There is no error ${id}.` })),
  }
  for (const [flowId, errors] of Map.groupBy(found, (error) => error.flowId)) {
    const { runId, left } = await retryFlow(engine, {
      flowId,
      ...request,
      ids: errors.map((error) => error.id),
    })
    if (runId !== null) retried.runIds.push(runId)
    retried.left.push(...left)
  }
  return retried
}

type StoredError = typeof recordErrors.$inferSelect

async function retryFlow(
  engine: Engine,
  request: RetryRequest & { flowId: string },
): Promise<{ runId: number | null; left: Retried['left'] }> {
  const { flowId, released } = request
  const userId = request.userId ?? null
  return engine.database.db.transaction(async (tx) => {
    // Errors before the flow: the order in which a page that is being stored takes its locks.
    const errors = await tx
      .select()
      .from(recordErrors)
      .where(
        and(
          inArray(recordErrors.id, [...request.ids]),
          released ? eq(recordErrors.state, 'waiting') : undefined,
        ),
      )
      .orderBy(asc(recordErrors.id))
      .for('no key update')
    const target = await lockFlow(tx, flowId)
    if (!target.ok) {
      return { runId: null, left: errors.map(({ id }) => ({ id, reason: target.reason })) }
    }
    const judged = await Promise.all(
      errors.map(async (error) => {
        const kept = await unpackKept(error.record, error.nodeId)
        return { error, kept, reason: whyNot(error, kept, target.plan) }
      }),
    )
    const left = judged.flatMap(({ error, reason }) => (reason ? [{ id: error.id, reason }] : []))
    const wanted = judged.filter(({ reason }) => reason === null)
    if (wanted.length === 0) return { runId: null, left }
    const ids = wanted.map(({ error }) => error.id)
    const options: RunOptions = { errors: ids, byHand: released?.byHand ?? true }
    const busy = await hasActiveRun(tx, flowId)
    const [run] = await tx
      .insert(runs)
      .values({
        flowId,
        version: target.version,
        trigger: 'retry',
        options,
        requestedBy: userId,
        sourceDone: true,
        read: wanted.length,
        pages: Math.ceil(wanted.length / PAGE_SIZE),
      })
      .returning({ id: runs.id })
    if (!run) throw new Error('The run could not be stored.')
    await storeGiven(tx, run.id, await itemsOf(tx, wanted, target.plan.sources[0] ?? ''))
    await tx
      .update(recordErrors)
      // Whoever asks for it gives the record its whole time to wait again.
      .set({ state: 'retrying', ...(released ? {} : { waitingSince: null }) })
      .where(inArray(recordErrors.id, ids))
    if (!released) {
      await audit(tx, {
        userId,
        action: 'error.retry',
        subject: { type: 'run', id: String(run.id) },
        change: { errors: ids },
      })
    }
    if (!busy) await activate(tx, engine.boss, run.id)
    return { runId: run.id, left }
  })
}

type Target = { ok: true; version: number; plan: Plan } | { ok: false; reason: string }

/** Locks the flow, as starting and ending a run do, and compiles what would be executed. */
async function lockFlow(tx: Db, flowId: string): Promise<Target> {
  const [row] = await tx
    .select({ version: flows.publishedVersion, settings: integrations.settings })
    .from(flows)
    .innerJoin(integrations, eq(integrations.id, flows.integrationId))
    .where(eq(flows.id, flowId))
    .for('no key update', { of: flows })
  const version = row?.version ?? null
  if (!row || version === null) {
    return { ok: false, reason: 'The flow is not published. Publish it, then try again.' }
  }
  const [published] = await tx
    .select({ document: flowVersions.document })
    .from(flowVersions)
    .where(and(eq(flowVersions.flowId, flowId), eq(flowVersions.number, version)))
  const compiled = compile(parseFlowDocument(published?.document), {
    settings: isJsonObject(row.settings) ? row.settings : {},
  })
  if (compiled.ok) return { ok: true, version, plan: compiled.plan }
  const fault = compiled.problems.find((problem) => problem.severity === 'error')
  return { ok: false, reason: `The flow cannot run: ${fault?.message ?? 'it has problems.'}` }
}

function whyNot(error: StoredError, kept: KeptRecord, plan: Plan): string | null {
  if (error.state === 'resolved') return 'It is resolved already.'
  if (error.state === 'retrying') return 'It is being tried again already.'
  const step = plan.steps.find((one) => one.id === kept.nodeId)
  if (step) return null
  return 'The published version no longer has the node where it failed. Run the flow again for this record, or resolve the error.'
}

async function hasActiveRun(tx: Db, flowId: string): Promise<boolean> {
  const active = await tx
    .select({ id: runs.id })
    .from(runs)
    .where(
      and(
        eq(runs.flowId, flowId),
        inArray(runs.state, ['queued', 'running']),
        eq(runs.dryRun, false),
      ),
    )
    .limit(1)
  return active.length > 0
}

async function itemsOf(
  tx: Db,
  wanted: { error: StoredError; kept: KeptRecord }[],
  source: string,
): Promise<PageItem[]> {
  const facts = await readFacts(
    tx,
    wanted.map(({ error }) => error),
  )
  return wanted.map(({ error, kept }): PageItem => ({
    key: error.recordKey,
    record: kept.record,
    at: kept.nodeId,
    source,
    facts: facts.get(`${error.runId} ${error.recordKey}`) ?? {},
    tries: 0,
    origin: null,
    errorId: error.id,
    whole: wholeOf(error.recordKey),
    waitedAt: [],
  }))
}

/** Parts of a record are called `key#part`; no key of Stripe or NetSuite has that sign. */
function wholeOf(key: string): string | null {
  const at = key.indexOf('#')
  return at < 0 ? null : key.slice(0, at)
}

/** Name and amount as the nodes before the failing one gave them. */
async function readFacts(tx: Db, errors: StoredError[]): Promise<Map<string, RecordFacts>> {
  const { runId, key, name, amount, currency } = recordIndex
  const rows = await tx
    .select({ runId, key, name, amount, currency })
    .from(recordIndex)
    .where(
      and(
        inArray(
          key,
          errors.map((error) => error.recordKey),
        ),
        inArray(runId, [...new Set(errors.map((error) => error.runId))]),
      ),
    )
  return new Map(
    rows.map((row) => [
      `${row.runId} ${row.key}`,
      {
        ...(row.name === null ? {} : { name: row.name }),
        ...(row.amount === null ? {} : { amount: row.amount }),
        ...(row.currency === null ? {} : { currency: row.currency }),
      },
    ]),
  )
}
