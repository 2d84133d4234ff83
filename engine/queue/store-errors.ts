import { createHash } from 'node:crypto'
import { and, eq, inArray, notInArray, sql } from 'drizzle-orm'
import type { Db } from '#db/client.ts'
import { recordErrors } from '#db/schema/index.ts'
import { storable } from '#db/text.ts'
import type { NodeError } from '#nodes/errors.ts'
import { packKept } from '../run/kept-record.ts'
import { maskPatterns } from '../run/mask-patterns.ts'
import type { FinishedPage, Settled } from './finished-page.ts'

/**
 * Keeps the errors of a page. A record that got through closes its earlier errors; one that failed
 * again replaces them, so that a record has one open error at most. Gives the ids by the record's
 * position on the page. A dry run leaves no errors: its trace says what would fail. A record that
 * goes on waiting has been waiting since it began to, whoever has tried it in between, and whatever
 * else went wrong then.
 */
export async function storeErrors(
  tx: Db,
  finished: FinishedPage,
  settled: Settled[],
): Promise<Map<number, number>> {
  const ids = new Map<number, number>()
  if (finished.planned.run.dryRun) return ids
  const again = settled.filter((one) => one.result.error && one.result.item.errorId !== null)
  const closed = await closeEarlier(tx, finished, settled)
  for (const one of again) {
    const { errorId } = one.result.item
    if (errorId === null) continue
    // It may have failed elsewhere this time, or in a later run: the row tells of the last failure.
    const { flowId: _flow, tries: _tries, waitingSince, ...row } = await rowOf(finished, one)
    await tx
      .update(recordErrors)
      .set({
        ...row,
        tries: sql`${recordErrors.tries} + 1`,
        waitingSince: waitingSince ? sql`coalesce(${recordErrors.waitingSince}, now())` : undefined,
      })
      .where(eq(recordErrors.id, errorId))
    ids.set(one.position, errorId)
  }
  const fresh = settled.filter((one) => one.result.error && one.result.item.errorId === null)
  if (fresh.length === 0) return ids
  const values = await Promise.all(
    fresh.map(async (one) => {
      const row = await rowOf(finished, one)
      return { ...row, waitingSince: sinceWhen(row, closed) ?? row.waitingSince }
    }),
  )
  const rows = await tx
    .insert(recordErrors)
    .values(values)
    .returning({ id: recordErrors.id, position: recordErrors.position })
  for (const row of rows) ids.set(row.position, row.id)
  return ids
}

type Closed = Pick<StoredError, 'recordKey' | 'waitSystem' | 'waitId' | 'waitingSince'>
type StoredError = typeof recordErrors.$inferSelect

/** Since when the same record has been waiting for the same one; null when it has not. */
function sinceWhen(row: Omit<Closed, 'waitingSince'>, closed: Closed[]): Date | null {
  if (!row.waitId) return null
  const earlier = closed.find(
    ({ recordKey, waitSystem, waitId }) =>
      recordKey === row.recordKey && waitSystem === row.waitSystem && waitId === row.waitId,
  )
  return earlier?.waitingSince ?? null
}

async function closeEarlier(tx: Db, finished: FinishedPage, settled: Settled[]): Promise<Closed[]> {
  if (settled.length === 0) return []
  const keptOpen = settled.flatMap((one) =>
    one.result.error && one.result.item.errorId !== null ? [one.result.item.errorId] : [],
  )
  const keys = settled.map((one) => one.result.item.key)
  // Where a record comes in parts, whatever kept it whole is over.
  const wholes = settled.flatMap((one) => one.result.item.whole ?? [])
  const through = [
    ...settled.filter((one) => !one.result.error).map((one) => one.result.item.key),
    ...wholes,
  ]
  return tx
    .update(recordErrors)
    .set({
      state: 'resolved',
      resolvedAt: sql`now()`,
      resolution: sql`case when ${isOneOf(recordErrors.recordKey, through)}
        then 'A later try went through.' else 'Failed again: see the later error.' end`,
    })
    .where(
      and(
        eq(recordErrors.flowId, finished.planned.flow.id),
        inArray(recordErrors.state, ['waiting', 'open', 'retrying']),
        isOneOf(recordErrors.recordKey, [...keys, ...wholes]),
        keptOpen.length > 0 ? notInArray(recordErrors.id, keptOpen) : undefined,
      ),
    )
    .returning({
      recordKey: recordErrors.recordKey,
      waitSystem: recordErrors.waitSystem,
      waitId: recordErrors.waitId,
      waitingSince: recordErrors.waitingSince,
    })
}

/** `inArray` with one parameter for the whole list. */
function isOneOf(column: typeof recordErrors.recordKey, values: readonly string[]) {
  return sql`${column} in (select json_array_elements_text(${JSON.stringify(values)}::json))`
}

async function rowOf(finished: FinishedPage, one: Settled) {
  const { planned, page } = finished
  const { error, item, nodeId, facts } = one.result
  if (!error) throw new Error('A record without an error has no error row.')
  return {
    flowId: planned.flow.id,
    runId: planned.run.id,
    page: item.origin?.page ?? page,
    position: item.origin?.position ?? one.position,
    nodeId: nodeId ?? '',
    recordKey: item.key,
    recordName: facts.name ? storable(facts.name) : null,
    ...described(error),
    fingerprint: fingerprint(nodeId, error),
    state: stateOf(one),
    ...waiting(finished, error),
    tries: item.tries + 1,
    record: await packKept(one.result),
  }
}

function stateOf(one: Settled): 'retrying' | 'waiting' | 'open' {
  if (one.outcome === 'waiting') return one.retryMs === null ? 'waiting' : 'retrying'
  return 'open'
}

/**
 * What it waits for. Its time is when the page began: what has arrived since then, this try may not
 * have seen.
 */
function waiting({ planned, page }: FinishedPage, { waitFor }: NodeError) {
  if (!waitFor) {
    return { waitSystem: null, waitId: null, waitingSince: null, occurredAt: sql`now()` }
  }
  return {
    waitSystem: waitFor.system,
    waitId: storable(waitFor.id),
    waitingSince: sql`now()`,
    occurredAt: sql`coalesce((select started_at from run_pages
      where run_id = ${planned.run.id} and page = ${page}), now())`,
  }
}

function described(error: NodeError) {
  return {
    class: error.class,
    code: error.code ?? null,
    message: storable(maskPatterns(error.message)),
    field: error.field ?? null,
    exchange: error.exchange ? JSON.parse(storable(JSON.stringify(error.exchange))) : null,
  }
}

/** Alike errors have alike fingerprints: ids, numbers and quoted values are left out. */
function fingerprint(nodeId: string | null, error: NodeError): string {
  const pattern = error.message
    .replaceAll(/"[^"]*"|'[^']*'/g, '""')
    .replaceAll(/\b[a-z]+_[A-Za-z0-9]{6,}\b|\d+/g, '#')
  return createHash('sha256')
    .update([nodeId, error.class, error.code, pattern].join('\n'))
    .digest('hex')
    .slice(0, 32)
}
