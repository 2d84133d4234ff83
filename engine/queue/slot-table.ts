import { and, eq, gt, inArray, lte, sql } from 'drizzle-orm'
import type { Db } from '#db/client.ts'
import { leases } from '#db/schema/index.ts'

/** Whose slots of which connection. */
export interface SlotScope {
  db: Db
  connectionId: string
  holder: string
}

/** Leases up to `count` free slots below `limit` for `leaseMs`; gives the slots that are ours now. */
export async function takeSlots(
  scope: SlotScope,
  wanted: { count: number; limit: number; leaseMs: number },
): Promise<number[]> {
  const { db, connectionId, holder } = scope
  await db
    .insert(leases)
    .values(Array.from({ length: wanted.limit }, (_, slot) => ({ connectionId, slot })))
    .onConflictDoNothing()
  const free = db
    .select({ slot: leases.slot })
    .from(leases)
    .where(
      and(
        eq(leases.connectionId, connectionId),
        sql`${leases.slot} < ${wanted.limit}`,
        lte(leases.expiresAt, sql`now()`),
      ),
    )
    .orderBy(leases.slot)
    .limit(wanted.count)
    .for('update', { skipLocked: true })
  const taken = await db
    .update(leases)
    .set({ holder, expiresAt: endOf(wanted.leaseMs) })
    .where(and(eq(leases.connectionId, connectionId), inArray(leases.slot, free)))
    .returning({ slot: leases.slot })
  return taken.map((lease) => lease.slot)
}

/** Renews the lease of all given slots; false when one of them is not ours any more. */
export async function renewSlots(
  scope: SlotScope,
  slots: readonly number[],
  leaseMs: number,
): Promise<boolean> {
  const renewed = await scope.db
    .update(leases)
    .set({ expiresAt: endOf(leaseMs) })
    .where(and(mine(scope, slots), gt(leases.expiresAt, sql`now()`)))
    .returning({ slot: leases.slot })
  return renewed.length >= slots.length
}

export async function freeSlots(scope: SlotScope, slots: readonly number[]): Promise<void> {
  await scope.db
    .update(leases)
    .set({ holder: null, expiresAt: sql`now()` })
    .where(mine(scope, slots))
}

function mine({ connectionId, holder }: SlotScope, slots: readonly number[]) {
  return and(
    eq(leases.connectionId, connectionId),
    eq(leases.holder, holder),
    inArray(leases.slot, [...slots]),
  )
}

function endOf(leaseMs: number) {
  return sql`now() + ${`${leaseMs} milliseconds`}::interval`
}
