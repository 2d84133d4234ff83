/** A kind of internal ids: ids and external ids are unique within one family. */
export type Family =
  | 'entity'
  | 'contact'
  | 'transaction'
  | 'item'
  | 'currency'
  | 'subsidiary'
  | 'account'
  | 'paymentMethod'
  | 'term'
  | 'location'
  | 'department'
  | 'classification'
  | 'taxItem'
  | 'taxType'
  | 'accountingPeriod'

/** What one field of a record is. */
export interface Field {
  kind:
    | 'text'
    | 'boolean'
    | 'integer'
    | 'number'
    | 'money'
    | 'date'
    | 'datetime'
    | 'reference'
    | 'choice'
    | 'subrecord'
  /** The name a person sees on the form; NetSuite's messages use it. */
  label: string
  /** Longest text in characters. */
  maxLength?: number
  /** The family a reference points into. */
  to?: Family
  /** Id → label of a choice; any id is accepted when left out. */
  choices?: Record<string, string>
  /** Fields of a subrecord. */
  fields?: Fields
  /** Worked out by NetSuite: what a request sends for it is ignored. */
  derived?: true
  /** A record cannot be created without it. */
  mandatory?: true
}

export type Fields = Record<string, Field>

/** A list of lines inside a record. */
export interface Sublist {
  /** The line field that names a line; lines of a sublist without key can only be added or replaced. */
  key: string | null
  fields: Fields
}

export const text = (label: string, maxLength?: number): Field => ({
  kind: 'text',
  label,
  maxLength,
})
export const boolean = (label: string): Field => ({ kind: 'boolean', label })
export const integer = (label: string): Field => ({ kind: 'integer', label })
export const number = (label: string): Field => ({ kind: 'number', label })
export const money = (label: string): Field => ({ kind: 'money', label })
export const date = (label: string): Field => ({ kind: 'date', label })
export const datetime = (label: string): Field => ({ kind: 'datetime', label })
export const reference = (label: string, to: Family): Field => ({ kind: 'reference', label, to })
export const choice = (label: string, choices?: Record<string, string>): Field => ({
  kind: 'choice',
  label,
  choices,
})
export const subrecord = (label: string, fields: Fields): Field => ({
  kind: 'subrecord',
  label,
  fields,
})
export const derived = (field: Field): Field => ({ ...field, derived: true })
