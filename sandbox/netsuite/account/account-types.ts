import type { Account } from './account.ts'
import { withCustomFields } from './custom-fields.ts'
import type { Field, Fields } from '../records/record-fields.ts'
import { RECORD_TYPES, type RecordType } from '../records/record-types.ts'

/** The record types of one account, with the fields they have there. */
export interface AccountTypes {
  all: RecordType[]
  /** The record type of a name in any case, or undefined. */
  named: (name: string) => RecordType | undefined
}

/**
 * Works out an account's record types: its custom fields, subsidiaries only in OneWorld, and the
 * fields its forms ask for.
 */
export function accountTypes({
  customFields,
  settings,
}: Pick<Account, 'customFields' | 'settings'>): AccountTypes {
  const all = Object.values(RECORD_TYPES)
    .filter(({ name }) => settings.oneWorld || name !== 'subsidiary')
    .map((type) => withCustomFields(type, customFields))
    .map((type) => (settings.oneWorld ? type : withoutSubsidiaries(type)))
    .map((type) => withMandatoryFields(type, settings.mandatoryFields))
  const byName = new Map(all.map((type) => [type.name.toLowerCase(), type]))
  return { all, named: (name) => byName.get(name.toLowerCase()) }
}

function withoutSubsidiaries(type: RecordType): RecordType {
  const without = (fields: Fields): Fields =>
    Object.fromEntries(Object.entries(fields).filter(([, { to }]) => to !== 'subsidiary'))
  return { ...type, fields: without(type.fields) }
}

function withMandatoryFields(
  type: RecordType,
  wanted: Account['settings']['mandatoryFields'],
): RecordType {
  const same = (one: string, other: string) => one.toLowerCase() === other.toLowerCase()
  const isMandatory = (name: string) =>
    wanted.some(({ recordType, field }) => same(recordType, type.name) && same(field, name))
  const fields = Object.entries(type.fields).map(([name, field]): [string, Field] => [
    name,
    isMandatory(name) ? { ...field, mandatory: true } : field,
  ])
  return { ...type, fields: Object.fromEntries(fields) }
}
