import type postgres from 'postgres'
import { invalidFieldValue } from './errors.ts'
import type { ParsedBody } from './parse-body.ts'
import { isSetup, type SetupIndex } from './setup-records.ts'
import type { Family } from './record-fields.ts'
import { loadRecords, type RecordKey, type StoredRecord } from './store.ts'

/** Gives the records a write refers to. */
export type FindRecord = (family: Family, id: string) => StoredRecord | undefined

/**
 * Looks up every reference of a body, assigns the internal ids, and gives a finder over them and
 * the records of `also`. A reference to nothing is refused as an invalid field value.
 */
export async function resolveReferences(
  sql: postgres.TransactionSql,
  setup: SetupIndex,
  references: ParsedBody['references'],
  also: RecordKey[],
): Promise<FindRecord> {
  const wanted: RecordKey[] = [...references, ...also].filter(({ family }) => !isSetup(family))
  const loaded = wanted.length === 0 ? [] : await loadRecords(sql, wanted)
  const find: FindRecord = (family, id) =>
    isSetup(family)
      ? setup.byId(family, id)
      : loaded.find((record) => record.family === family && record.id === id)
  for (const reference of references) {
    const { family, id, externalId } = reference
    const record =
      id !== undefined
        ? find(family, id)
        : isSetup(family)
          ? setup.byExternalId(family, externalId ?? '')
          : loaded.find((one) => one.family === family && one.externalId === externalId)
    if (!record) throw invalidFieldValue(id ?? externalId, reference.field, reference.path)
    reference.assign(record.id)
  }
  return find
}
