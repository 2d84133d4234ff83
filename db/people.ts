import { sql } from 'drizzle-orm'
import type { Db } from './client.ts'
import { accounts, users } from './schema/index.ts'

/** True as soon as anybody has an account; until then the first visitor may become the owner. */
export async function hasUsers(db: Db): Promise<boolean> {
  const rows = await db.select({ id: users.id }).from(users).limit(1)
  return rows.length > 0
}

export interface NewOwner {
  id: string
  accountId: string
  name: string
  /** Lower case. */
  email: string
  passwordHash: string
}

/**
 * Creates the owner while there is nobody; gives false when somebody was first. Call it in a
 * transaction: two visitors in the same moment are put in a row by its lock.
 */
export async function insertOwner(tx: Db, owner: NewOwner): Promise<boolean> {
  await tx.execute(sql`select pg_advisory_xact_lock(hashtext('tributary owner'))`)
  if (await hasUsers(tx)) return false
  await tx.insert(users).values({
    id: owner.id,
    name: owner.name,
    email: owner.email,
    emailVerified: true,
    role: 'owner',
  })
  // The shape better-auth reads: the provider of an e-mail account is `credential`.
  await tx.insert(accounts).values({
    id: owner.accountId,
    accountId: owner.id,
    providerId: 'credential',
    userId: owner.id,
    password: owner.passwordHash,
  })
  return true
}
