import type { RecordField } from '../../connection.ts'

/** What is known of one field, beside the name under which it stands. */
export type Entry = Omit<RecordField, 'id' | 'custom' | 'fields'> & { fields?: Entries }

/** Fields by their names. */
export interface Entries {
  [name: string]: Entry
}

/** Fields that exist on a type of the SDK: `satisfies FieldsOf<Stripe.CustomerCreateParams>`. */
export type FieldsOf<Type> = { [Name in keyof Type]?: Entry }

type Options = { required?: true; readOnly?: true }

/** A text of at most `maxLength` characters. */
export function text(label: string, maxLength?: number, options: Options = {}): Entry {
  return { ...entry(label, 'text', options), ...(maxLength === undefined ? {} : { maxLength }) }
}

/** A whole number; amounts are in minor units of the currency. */
export function whole(label: string, options: Options = {}): Entry {
  return entry(label, 'number', options)
}

/** True or false. */
export function flag(label: string, options: Options = {}): Entry {
  return entry(label, 'boolean', options)
}

/** Seconds since 1970 in UTC, as Stripe counts time. */
export function moment(label: string, options: Options = {}): Entry {
  return entry(label, 'datetime', options)
}

/** The id of another object. */
export function reference(label: string, to: string, options: Options = {}): Entry {
  return { ...entry(label, 'reference', options), to }
}

/** One of a few values. */
export function oneOf(label: string, values: readonly string[], options: Options = {}): Entry {
  const choices = values.map((id) => ({ id, label: id.replaceAll('_', ' ') }))
  return { ...entry(label, 'choice', options), choices }
}

/** An object with fields of its own. */
export function object(label: string, fields: Entries = {}, options: Options = {}): Entry {
  return { ...entry(label, 'object', options), fields }
}

/** A list of objects. */
export function lines(label: string, fields: Entries = {}, options: Options = {}): Entry {
  return { ...entry(label, 'lines', options), fields }
}

/** https://docs.stripe.com/metadata: at most 50 keys of 40 characters, values of 500. */
export const METADATA: Entry = object('Metadata')

function entry(label: string, type: Entry['type'], options: Options): Entry {
  const { required = false, readOnly = false } = options
  return { label, type, required, readOnly }
}
