import { createHash } from 'node:crypto'
import { and, eq, inArray, notInArray, sql } from 'drizzle-orm'
import type { Db } from '#db/client.ts'
import { recordErrors } from '#db/schema/index.ts'
import { storable } from '#db/text.ts'
import type { NodeError } from '#nodes/errors.ts'
import { compressJson } from '../run/bundle.ts'
import { maskPatterns } from '../run/mask-patterns.ts'
import type { FinishedPage, Settled } from './finished-page.ts'

/**
 * Keeps the errors of a page. A record that got through closes its earlier errors; one that failed
 * again replaces them, so that a record has one open error at most. Gives the ids by the record's
 * position on the page. A dry run leaves no errors: its trace says what would fail.
 */
export async function storeErrors(
  tx: Db,
  finished: FinishedPage,
  settled: Settled[],
): Promise<Map<number, number>> {
  const ids = new Map<number, number>()
  if (finished.planned.run.dryRun) return ids
  const again = settled.filter((one) => one.result.error && one.result.item.errorId !== null)
  await closeEarlier(tx, finished, settled)
  for (const one of again) {
    const { errorId } = one.result.item
    if (errorId === null) continue
    // It may have failed elsewhere this time, or in a later run: the row tells of the last failure.
    const { flowId: _flow, tries: _tries, ...row } = await rowOf(finished, one)
    await tx
      .update(recordErrors)
      .set({ ...row, occurredAt: sql`now()`, tries: sql`${recordErrors.tries} + 1` })
      .where(eq(recordErrors.id, errorId))
    ids.set(one.position, errorId)
  }
  const fresh = settled.filter((one) => one.result.error && one.result.item.errorId === null)
  if (fresh.length === 0) return ids
  const rows = await tx
    .insert(recordErrors)
    .values(await Promise.all(fresh.map((one) => rowOf(finished, one))))
    .returning({ id: recordErrors.id, position: recordErrors.position })
  for (const row of rows) ids.set(row.position, row.id)
  return ids
}

async function closeEarlier(tx: Db, finished: FinishedPage, settled: Settled[]): Promise<void> {
  if (settled.length === 0) return
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
  await tx
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
        inArray(recordErrors.state, ['open', 'retrying']),
        isOneOf(recordErrors.recordKey, [...keys, ...wholes]),
        keptOpen.length > 0 ? notInArray(recordErrors.id, keptOpen) : undefined,
      ),
    )
}

/** `inArray` with one parameter for the whole list. */
function isOneOf(column: typeof recordErrors.recordKey, values: readonly string[]) {
  return sql`${column} in (select json_array_elements_text(${JSON.stringify(values)}::json))`
}

async function rowOf(
  finished: FinishedPage,
  one: Settled,
): Promise<typeof recordErrors.$inferInsert> {
  const { planned, page } = finished
  const { error, item, nodeId, failedInput, facts } = one.result
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
    tries: item.tries + 1,
    record: await compressJson(failedInput ?? item.record),
  }
}

function stateOf(one: Settled): 'retrying' | 'open' {
  return one.retryMs === null ? 'open' : 'retrying'
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
