import type postgres from 'postgres'
import type { ParsedBody } from './parse-body.ts'
import type { FindRecord } from './references.ts'
import type { SetupIndex } from './setup-records.ts'
import type { StoredRecord } from './store.ts'

/** What the rules of a record type have at hand while they complete a record before it is stored. */
export interface WriteContext {
  tx: postgres.TransactionSql
  setup: SetupIndex
  find: FindRecord
  now: Date
  /** The record as it was, or null while it is created. */
  existing: StoredRecord | null
  /** What the request sent, references resolved. */
  sent: ParsedBody
  /** Sublists named in `?replace=`, lower case. */
  replace: ReadonlySet<string>
}

/** Completes and checks a record; may store what belongs to it elsewhere. */
export type Rule = (record: StoredRecord, context: WriteContext) => Promise<void>
