import type { ParsedBody } from './parse-body.ts'
import type { FindRecord } from './references.ts'
import type { SetupIndex } from './setup-records.ts'
import type { Sequences } from './sequences.ts'
import type { Sql, StoredRecord } from './store.ts'

/** What the rules of a record type have at hand while they complete a record before it is stored. */
export interface WriteContext {
  /** A transaction, except while a record is created that touches no other. */
  tx: Sql
  sequences: Sequences
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
