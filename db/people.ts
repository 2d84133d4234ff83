import type { Db } from './client.ts'
import { accounts, users } from './schema/index.ts'

export interface NewOwner {
  id: string
  accountId: string
  name: string
  /** Lower case. */
  email: string
  passwordHash: string
}

/** Creates the owner's account. Call it in the transaction that used up the one-time code. */
export async function insertOwner(tx: Db, owner: NewOwner): Promise<void> {
  await tx.insert(users).values({
    id: owner.id,
    name: owner.name,
    email: owner.email,
    emailVerified: true,
    role: 'owner',
  })
  // The shape better-auth reads: the provider of an account with a password is `credential`.
  await tx.insert(accounts).values({
    id: owner.accountId,
    accountId: owner.id,
    providerId: 'credential',
    userId: owner.id,
    password: owner.passwordHash,
  })
}
