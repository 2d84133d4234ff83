import type postgres from 'postgres'
import type { Clock } from '../../clock.ts'
import type { SandboxContext } from '../../context.ts'
import { begin } from './begin.ts'
import { createSchedule, type Schedule } from './schedule.ts'
import { createSettings, type SettingsStore } from '../settings.ts'
import { countRecords, findRecord, findRelated, removeRecords, storeRecords } from './store.ts'
import { queueDeliveries } from '../events/webhook-queue.ts'
import { createWork, type Work } from './work.ts'

/** The make-believe account: where it is kept, its clock and its settings. */
export interface StripeAccount {
  sql: postgres.Sql
  now: () => Date
  clock: Clock | undefined
  settings: SettingsStore
  schedule: Schedule
}

export function openAccount({ sql, now, clock }: SandboxContext): StripeAccount {
  return { sql, now, clock, settings: createSettings(sql), schedule: createSchedule(sql) }
}

/**
 * Carries out a change in one transaction with its events; what it throws takes everything back.
 * `now` (unix seconds) is the moment it happens at, the account's clock when left out.
 */
export async function changeAccount<T>(
  account: StripeAccount,
  options: { now?: number },
  change: (work: Work, tx: postgres.TransactionSql) => Promise<T>,
): Promise<T> {
  const now = options.now ?? Math.floor(account.now().getTime() / 1000)
  const request = { id: null, idempotency_key: null }
  const done = await begin(account.sql, async (tx) => {
    const work = await openWork(account, tx, { now, request })
    const result = await change(work, tx)
    return { result, scheduled: await storeWork(account, tx, work) }
  })
  if (done.scheduled) account.schedule.forget()
  return done.result
}

/** Opens a change within a transaction that reads from the account. */
export async function openWork(
  account: StripeAccount,
  tx: postgres.TransactionSql,
  { now, request }: Pick<Parameters<typeof createWork>[0], 'now' | 'request'>,
): Promise<Work> {
  return createWork({
    source: {
      find: (kind, id) => findRecord(tx, kind, id, 'for update'),
      related: (kind, relation, id) => findRelated(tx, kind, relation, id),
      count: (kind) => countRecords(tx, kind),
    },
    now,
    settings: await account.settings.get(),
    request,
  })
}

/** Stores all that a change has made; true when something of it is for later. */
export async function storeWork(
  account: StripeAccount,
  tx: postgres.TransactionSql,
  work: Work,
): Promise<boolean> {
  const { saved, removed, owners, due } = work.changes()
  await removeRecords(tx, removed)
  await storeRecords(tx, saved, work.now, owners)
  await queueDeliveries(tx, saved, new Date(work.now * 1000))
  await account.schedule.store(tx, due)
  return due.length > 0
}
