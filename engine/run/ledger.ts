import { hash } from 'node:crypto'
import { and, eq, exists, inArray, sql } from 'drizzle-orm'
import type { Db } from '#db/client.ts'
import { effects, runPages } from '#db/schema/index.ts'
import type { Effect, EffectLedger, Reservation } from './effects.ts'

/** Whose effects these are, and which attempt reserves them. */
export interface LedgerScope {
  db: Db
  integrationId: string
  lineage: string
  runId: number
  page: number
  attempt: number
}

/** What the ledger knew of effects before they were reserved, by effect. */
interface Before {
  /** The payload a reservation replaced, so that a refusal can put it back. */
  replaced: Map<string, string>
  /** When the last write was confirmed: the same for whoever tries this one again. */
  confirmedAt: Map<string, string>
}

type Row = typeof effects.$inferSelect & { held: boolean }

/**
 * The ledger of intended writes in Postgres. The promise: each effect is written once, whatever is
 * killed in between.
 *
 *   (nothing) → reserved                     before the call, committed
 *   reserved  → confirmed                    after the answer, with the target's id
 *   reserved  → (nothing) or confirmed again when the destination surely refused
 *   reserved by an attempt that is gone      → reconcile: look at the destination first
 *   confirmed with the same payload          → unchanged: no call
 *   confirmed with another payload           → reserved again, keeping the target's id
 *   confirmed, but another target is known   → reserved again: the new one has not got it yet
 *
 * An attempt is gone when its page is no longer being worked on under that attempt number. A slow
 * attempt that comes back late can confirm nothing, because the row names its successor.
 */
export function openLedger(scope: LedgerScope): EffectLedger {
  const before: Before = { replaced: new Map(), confirmedAt: new Map() }
  return {
    reserve: async (wanted) => {
      const fresh = await insertNew(scope, wanted)
      if (fresh.size === wanted.length)
        return wanted.map(() => ({ state: 'write', targetId: null }))
      const known = wanted.filter((effect) => !fresh.has(keyOf(effect)))
      const answers = await scope.db.transaction((tx) =>
        reserveKnown({ ...scope, db: tx }, known, before),
      )
      return wanted.map(
        (effect) => answers.get(keyOf(effect)) ?? { state: 'write', targetId: null },
      )
    },
    peek: async (wanted) => {
      const rows = await load(scope, wanted)
      return wanted.map((effect) => {
        const row = rows.get(keyOf(effect))
        return row ? judge(row, effect) : { state: 'write', targetId: null }
      })
    },
    confirm: async (written) => {
      if (written.length === 0) return
      const rows = written.map(({ effect, targetId }) => ({ ...columnsOf(effect), targetId }))
      await scope.db.execute(sql`
        with mine as (
          select lineage, node_id, effects.identity, effects.role, new."targetId"
          from effects join json_to_recordset(${JSON.stringify(rows)}::json)
            as new("nodeId" text, identity text, role text, "targetId" text)
            on node_id = new."nodeId" and effects.identity = new.identity
              and effects.role = new.role
          where lineage = ${lineageOf(scope, written[0]?.effect)} and run_id = ${scope.runId}
            and page = ${scope.page} and attempt = ${scope.attempt}
          order by node_id, effects.identity, effects.role
          for update of effects)
        update effects set state = 'confirmed', target_id = mine."targetId", confirmed_at = now()
        from mine where effects.lineage = mine.lineage and effects.node_id = mine.node_id
          and effects.identity = mine.identity and effects.role = mine.role`)
    },
    release: async (refused) => {
      for (const effect of refused) {
        const payloadHash = before.replaced.get(keyOf(effect))
        const mine = and(where(scope, effect), isMine(scope))
        if (payloadHash === undefined) await scope.db.delete(effects).where(mine)
        else {
          await scope.db.update(effects).set({ state: 'confirmed', payloadHash }).where(mine)
        }
      }
    },
    idempotencyKey: (effect) => {
      const { nodeId, identity, role } = columnsOf(effect)
      const last = before.confirmedAt.get(keyOf(effect))
      const parts = [lineageOf(scope, effect), nodeId, identity, role, effect.payloadHash]
      // A payload may come back, such as a change that is taken back: that is another request.
      if (last !== undefined) parts.push(last)
      return `tributary-${hash('sha256', parts.join('\n'), 'hex')}`
    },
  }
}

/** Inserts what the ledger has never seen, in one statement; gives the keys that were new. */
async function insertNew(scope: LedgerScope, wanted: readonly Effect[]): Promise<Set<string>> {
  if (wanted.length === 0) return new Set()
  const { integrationId, runId, page, attempt } = scope
  // In one order for everybody: two pages that insert the same customers would wait for each other.
  const rows = wanted
    .toSorted((a, b) => (keyOf(a) < keyOf(b) ? -1 : 1))
    .map((effect) => rowOf(effect))
  // One parameter for all rows: as many as there are values cost more than everything else here.
  const inserted = await scope.db.execute(sql`
    insert into effects (lineage, integration_id, run_id, page, attempt, state, node_id, identity,
      role, payload_hash, source_system, source_type, source_id, target_system, target_type)
    select ${lineageOf(scope, wanted[0])}, ${integrationId}, ${runId}, ${page}, ${attempt}, 'reserved', new.*
    from json_to_recordset(${JSON.stringify(rows)}::json) as new("nodeId" text,
      identity text, role text, "payloadHash" text, "sourceSystem" text, "sourceType" text,
      "sourceId" text, "targetSystem" text, "targetType" text)
    on conflict do nothing
    returning node_id, identity, role`)
  return new Set(inserted.map((row) => [row.node_id, row.identity, row.role].join('\n')))
}

async function reserveKnown(
  scope: LedgerScope,
  known: readonly Effect[],
  before: Before,
): Promise<Map<string, Reservation>> {
  const rows = await load(scope, known, { lock: true })
  const answers = new Map<string, Reservation>()
  const taken: Effect[] = []
  for (const effect of known) {
    const row = rows.get(keyOf(effect))
    // Released between our insert and this look: the next look inserts it.
    const answer: Reservation = row ? judge(row, effect) : { state: 'busy' }
    answers.set(keyOf(effect), answer)
    if (row && (answer.state === 'write' || answer.state === 'reconcile')) {
      if (row.state === 'confirmed') before.replaced.set(keyOf(effect), row.payloadHash)
      if (row.confirmedAt) before.confirmedAt.set(keyOf(effect), row.confirmedAt.toISOString())
      taken.push(effect)
    }
  }
  for (const effect of taken) {
    const { runId, page, attempt } = scope
    const { payloadHash } = effect
    await scope.db
      .update(effects)
      .set({ state: 'reserved', payloadHash, runId, page, attempt, reservedAt: sql`now()` })
      .where(where(scope, effect))
  }
  return answers
}

function judge(row: Row, effect: Effect): Reservation {
  const sameHash = row.payloadHash === effect.payloadHash
  if (row.state === 'reserved') {
    return row.held ? { state: 'busy' } : { state: 'reconcile', targetId: row.targetId, sameHash }
  }
  const sameTarget = (effect.intent.targetId ?? row.targetId) === row.targetId
  if (sameHash && sameTarget && row.targetId !== null)
    return { state: 'unchanged', targetId: row.targetId }
  return { state: 'write', targetId: row.targetId }
}

async function load(
  scope: LedgerScope,
  wanted: readonly Effect[],
  options: { lock?: boolean } = {},
): Promise<Map<string, Row>> {
  if (wanted.length === 0) return new Map()
  const columns = wanted.map(columnsOf)
  const stillWorking = scope.db
    .select({ one: sql`1` })
    .from(runPages)
    .where(
      and(
        eq(runPages.runId, effects.runId),
        eq(runPages.page, effects.page),
        eq(runPages.attempt, effects.attempt),
        eq(runPages.state, 'working'),
        sql`not (${isMine(scope)})`,
      ),
    )
  const query = scope.db
    .select({ row: effects, held: sql<boolean>`${exists(stillWorking)}` })
    .from(effects)
    .where(
      and(
        eq(effects.lineage, lineageOf(scope, wanted[0])),
        inArray(effects.nodeId, [...new Set(columns.map((one) => one.nodeId))]),
        inArray(effects.identity, [...new Set(columns.map((one) => one.identity))]),
      ),
    )
    // One order for everybody, so that two pages cannot wait for each other.
    .orderBy(effects.nodeId, effects.identity, effects.role)
  const rows = options.lock ? await query.for('update', { of: effects }) : await query
  return new Map(
    rows.map(({ row, held }) => [
      [row.nodeId, row.identity, row.role].join('\n'),
      { ...row, held },
    ]),
  )
}

function rowOf(effect: Effect) {
  const { intent, payloadHash } = effect
  const { link, target } = intent
  return {
    ...columnsOf(effect),
    payloadHash,
    sourceSystem: link?.system,
    sourceType: link?.type,
    sourceId: link?.id,
    targetSystem: target.system,
    targetType: target.type,
  }
}

/** The effects of one call are of one node, and so of one lineage. */
function lineageOf(scope: LedgerScope, effect: Effect | undefined): string {
  return effect?.lineage ?? scope.lineage
}

function columnsOf(effect: Effect): { nodeId: string; identity: string; role: string } {
  return { nodeId: effect.nodeId, identity: effect.intent.identity, role: effect.intent.role }
}

function keyOf(effect: Effect): string {
  return [effect.nodeId, effect.intent.identity, effect.intent.role].join('\n')
}

function where(scope: LedgerScope, effect: Effect) {
  const { nodeId, identity, role } = columnsOf(effect)
  return and(
    eq(effects.lineage, lineageOf(scope, effect)),
    eq(effects.nodeId, nodeId),
    eq(effects.identity, identity),
    eq(effects.role, role),
  )
}

function isMine(scope: LedgerScope) {
  return and(
    eq(effects.runId, scope.runId),
    eq(effects.page, scope.page),
    eq(effects.attempt, scope.attempt),
  )
}
