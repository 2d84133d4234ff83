import { and, desc, eq, inArray } from 'drizzle-orm'
import type { Db } from '#db/client.ts'
import { recordErrors, recordIndex, runs, runSkips } from '#db/schema/index.ts'
import type { Carrier } from './carriers.ts'
import type { StoredOutcome } from './compare.ts'
import { inBatches } from './in-batches.ts'

const KEYS_PER_QUERY = 1_000

/**
 * What became of keys in the newest real run that had them. Where several flows share the work, each
 * leaving out what is the others', what a flow did counts before what another left out. An open or
 * waiting error of a flow comes along; what a source passed over counts as left out.
 */
export async function readOutcomes(
  db: Db,
  carriers: readonly Pick<Carrier, 'flowId'>[],
  keys: readonly string[],
): Promise<Map<string, StoredOutcome>> {
  const found = new Map<string, StoredOutcome>()
  const flowIds = carriers.map((carrier) => carrier.flowId)
  if (flowIds.length === 0) return found
  const newest = new Map<string, number>()
  for (const some of inBatches([...new Set(keys)], KEYS_PER_QUERY)) {
    for (const { key, runId, ...stored } of await indexed(db, flowIds, some)) {
      const rank = stored.outcome === 'filtered' ? runId - Number.MAX_SAFE_INTEGER : runId
      if (rank < (newest.get(key) ?? -Infinity)) continue
      newest.set(key, rank)
      found.set(key, stored)
    }
    for (const [key, stored] of await passedOver(db, flowIds, some)) {
      if (!found.has(key)) found.set(key, stored)
    }
    await addTrouble(db, { flowIds, keys: some, found })
  }
  return found
}

/**
 * The same by things that go by several keys, such as a payment that is a part of an invoice: the
 * first key of each that a run has had.
 */
export async function readOutcomesOf(
  db: Db,
  carriers: readonly Pick<Carrier, 'flowId'>[],
  keysOf: ReadonlyMap<string, readonly string[]>,
): Promise<Map<string, StoredOutcome>> {
  const stored = await readOutcomes(db, carriers, [...keysOf.values()].flat())
  const found = new Map<string, StoredOutcome>()
  for (const [thing, keys] of keysOf) {
    const outcomes = keys.flatMap((key) => stored.get(key) ?? [])
    const best = outcomes.find((one) => one.trouble) ?? outcomes[0]
    if (best) found.set(thing, best)
  }
  return found
}

function indexed(db: Db, flowIds: string[], keys: string[]) {
  const { key, flowId, runId, outcome, reason, targetId } = recordIndex
  return db
    .selectDistinctOn([key, flowId], { key, flowId, runId, outcome, reason, targetId })
    .from(recordIndex)
    .innerJoin(runs, eq(runs.id, recordIndex.runId))
    .where(and(inArray(key, keys), inArray(flowId, flowIds), eq(runs.dryRun, false)))
    .orderBy(key, flowId, desc(runId), desc(recordIndex.page))
}

async function passedOver(
  db: Db,
  flowIds: string[],
  keys: string[],
): Promise<Map<string, StoredOutcome>> {
  const rows = await db
    .select({ key: runSkips.key, reason: runSkips.reason, flowId: runs.flowId })
    .from(runSkips)
    .innerJoin(runs, eq(runs.id, runSkips.runId))
    .where(and(inArray(runSkips.key, keys), inArray(runs.flowId, flowIds), eq(runs.dryRun, false)))
    .orderBy(runSkips.runId)
  return new Map(
    rows.map(({ key, reason, flowId }) => [
      key,
      { flowId, outcome: 'filtered', reason, targetId: null },
    ]),
  )
}

/** Later rows count: an error that was replaced by a newer one is settled. */
async function addTrouble(
  db: Db,
  wanted: { flowIds: string[]; keys: string[]; found: Map<string, StoredOutcome> },
): Promise<void> {
  const { recordKey, flowId, state, message } = recordErrors
  const rows = await db
    .select({ key: recordKey, flowId, state, message })
    .from(recordErrors)
    .where(
      and(
        inArray(recordKey, wanted.keys),
        inArray(flowId, wanted.flowIds),
        inArray(state, ['open', 'waiting', 'retrying']),
      ),
    )
    .orderBy(recordErrors.id)
  for (const row of rows) {
    const stays = { flowId: row.flowId, outcome: 'failed' as const, targetId: null }
    const present = wanted.found.get(row.key) ?? { ...stays, reason: row.message }
    const trouble = {
      state: row.state === 'open' ? 'open' : 'waiting',
      reason: row.message,
    } as const
    wanted.found.set(row.key, { ...present, trouble })
  }
}
