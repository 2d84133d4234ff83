import type postgres from 'postgres'
import { loadAccount, type Account } from '../account/account.ts'
import { accountTypes, type AccountTypes } from '../account/account-types.ts'
import type { Family } from './record-fields.ts'
import { loadFamilies, type StoredRecord } from './store.ts'

/**
 * The records that nearly every transaction refers to (items, currencies, periods and so on) and the
 * record types of the account. They are few and seldom change, so they are kept in memory and
 * dropped when one of them is written.
 */
export interface SetupRecords {
  get: () => Promise<SetupIndex>
  forget: () => void
}

export interface SetupIndex {
  byId: (family: Family, id: string) => StoredRecord | undefined
  byExternalId: (family: Family, externalId: string) => StoredRecord | undefined
  all: (family: Family) => StoredRecord[]
  types: AccountTypes
  /** Whether the account has subsidiaries. */
  oneWorld: boolean
  /** Whether customers get numbers by themselves. */
  autoNumbering: boolean
}

/** Whether records of this family are kept in memory. */
export const isSetup = (family: Family): boolean => family !== 'entity' && family !== 'transaction'

export function createSetupRecords(sql: postgres.Sql): SetupRecords {
  let kept: Promise<SetupIndex> | null = null
  const load = async () =>
    indexRecords(await loadFamilies(sql, SETUP_FAMILIES), await loadAccount(sql))
  return {
    get: () => (kept ??= load()),
    forget: () => {
      kept = null
    },
  }
}

/** Makes an index over the given setup records of an account. */
export function indexRecords(records: StoredRecord[], account: Account): SetupIndex {
  const byId = new Map(records.map((record) => [`${record.family}|${record.id}`, record]))
  const byExternalId = new Map(
    records.map((record) => [`${record.family}|${record.externalId ?? ''}`, record]),
  )
  return {
    byId: (family, id) => byId.get(`${family}|${id}`),
    byExternalId: (family, externalId) => byExternalId.get(`${family}|${externalId}`),
    all: (family) => records.filter((record) => record.family === family),
    types: accountTypes(account),
    oneWorld: account.settings.oneWorld,
    autoNumbering: account.settings.autoNumbering,
  }
}

const SETUP_FAMILIES: readonly Family[] = [
  'item',
  'currency',
  'subsidiary',
  'account',
  'paymentMethod',
  'term',
  'location',
  'department',
  'classification',
  'taxItem',
  'taxType',
  'contact',
  'accountingPeriod',
]
