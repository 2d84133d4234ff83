import { invalidFieldValue } from '../errors.ts'
import type { ParsedBody } from './parse-body.ts'
import { isSetup, type SetupIndex } from './setup-records.ts'
import type { Family } from './record-fields.ts'
import type { RecordKey, StoredRecord } from './store.ts'

/** Gives the records a write refers to. */
export type FindRecord = (family: Family, id: string) => StoredRecord | undefined

/** The customers and transactions a body refers to; what else it may refer to is in memory. */
export const referencedKeys = ({ references }: ParsedBody): RecordKey[] =>
  references
    .filter(({ family }) => !isSetup(family))
    .map(({ family, id, externalId }) => ({ family, id, externalId }))

/**
 * Puts internal ids in place of a body's references and gives a finder over the records. `loaded`
 * are those of `referencedKeys`. A reference to nothing is refused as an invalid field value.
 */
export function resolveReferences(
  setup: SetupIndex,
  { references, tolerant, invalid }: ParsedBody,
  loaded: StoredRecord[],
): FindRecord {
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
    if (record) reference.assign(record.id)
    else if (tolerant) invalid.push(reference.path)
    else throw invalidFieldValue(id ?? externalId, reference.field, reference.path)
  }
  return find
}
