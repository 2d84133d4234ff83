import { createHash, randomInt } from 'node:crypto'
import { and, eq, isNull, sql } from 'drizzle-orm'
import type { Db } from '#db/client.ts'
import { ownerCodes, users } from '#db/schema/index.ts'

// No 0, O, 1, I or L: the code is read off a terminal.
const ALPHABET = 'ABCDEFGHJKMNPQRSTUVWXYZ23456789'
const GROUPS = 3
const GROUP_LENGTH = 4

/**
 * Makes the one-time code that lets the first visitor create the owner account, such as
 * `K7PQ-2MXD-9RTA` (59 bits of chance); an earlier code stops working. Null once a user exists.
 */
export async function ownerCode(db: Db): Promise<string | null> {
  return db.transaction(async (tx) => {
    await tx.execute(sql`select pg_advisory_xact_lock(hashtext('tributary owner'))`)
    if (await hasUsers(tx)) return null
    const code = makeCode()
    await tx.delete(ownerCodes).where(isNull(ownerCodes.usedAt))
    await tx.insert(ownerCodes).values({ hash: hashCode(code) })
    return code
  })
}

/**
 * Uses the code up: true exactly once for the right code while there is no user. Call it in the
 * transaction that creates the owner, so that a failure leaves the code usable.
 */
export async function redeemOwnerCode(tx: Db, code: string): Promise<boolean> {
  await tx.execute(sql`select pg_advisory_xact_lock(hashtext('tributary owner'))`)
  if (await hasUsers(tx)) return false
  const used = await tx
    .update(ownerCodes)
    .set({ usedAt: sql`now()` })
    .where(and(eq(ownerCodes.hash, hashCode(code)), isNull(ownerCodes.usedAt)))
    .returning({ hash: ownerCodes.hash })
  return used.length === 1
}

/** Whether anybody has an account yet. */
export async function hasUsers(db: Db): Promise<boolean> {
  const [row] = await db.select({ id: users.id }).from(users).limit(1)
  return row !== undefined
}

function makeCode(): string {
  const letter = () => ALPHABET[randomInt(ALPHABET.length)] ?? ''
  const group = () => Array.from({ length: GROUP_LENGTH }, letter).join('')
  return Array.from({ length: GROUPS }, group).join('-')
}

/** Dashes, spaces and case do not matter when typing. */
function hashCode(code: string): string {
  const plain = code.toUpperCase().replaceAll(/[^A-Z0-9]/g, '')
  return createHash('sha256').update(plain).digest('hex')
}
