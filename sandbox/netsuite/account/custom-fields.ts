import { z } from 'zod'
import type { Field, Fields } from '../records/record-fields.ts'
import type { RecordType } from '../records/record-types.ts'

/** A custom field that an administrator has added to the account. */
export const customFieldSchema = z.strictObject({
  /** Its prefix says where it is: on transactions, entities, transaction lines or items. */
  id: z.string().regex(/^cust(body|entity|col|item)_[a-z0-9_]{1,60}$/),
  label: z.string().min(1).max(200),
  type: z
    .enum(['text', 'checkbox', 'integer', 'decimal', 'currency', 'date', 'datetime', 'list'])
    .default('text'),
  /** Id → label of a list's values. */
  values: z.record(z.string(), z.string()).optional(),
  /** Record types that have it; all that its prefix allows when left out. */
  recordTypes: z.array(z.string()).optional(),
  /** Whether records cannot be created without it. */
  mandatory: z.boolean().default(false),
})

export type CustomField = z.infer<typeof customFieldSchema>

/** What differs from the custom fields every new account has. */
export const customFieldsSchema = z.object({
  added: z.array(customFieldSchema),
  /** Ids of fields that were taken away. */
  removed: z.array(z.string()),
})

export type CustomFields = z.infer<typeof customFieldsSchema>

/** A record type with the account's custom fields in place of those of a new account. */
export function withCustomFields(type: RecordType, { added, removed }: CustomFields): RecordType {
  const fitting = added.filter(
    ({ recordTypes }) =>
      recordTypes === undefined ||
      recordTypes.some((name) => name.toLowerCase() === type.name.toLowerCase()),
  )
  const change = (fields: Fields, prefix: string | undefined): Fields =>
    prefix === undefined
      ? fields
      : {
          ...Object.fromEntries(Object.entries(fields).filter(([name]) => !removed.includes(name))),
          ...Object.fromEntries(
            fitting
              .filter(({ id }) => id.startsWith(prefix))
              .map((one): [string, Field] => [one.id, fieldOf(one)]),
          ),
        }
  return {
    ...type,
    fields: change(type.fields, PREFIXES[type.family]),
    sublists: Object.fromEntries(
      Object.entries(type.sublists).map(([name, sublist]) => [
        name,
        { ...sublist, fields: change(sublist.fields, name === 'item' ? 'custcol_' : undefined) },
      ]),
    ),
  }
}

/** The custom fields of record types: id, label, kind and the record types that have it. */
export function listCustomFields(types: RecordType[]) {
  const found = new Map<
    string,
    { id: string; label: string; kind: string; recordTypes: string[] }
  >()
  for (const type of types) {
    const all = { ...type.fields, ...type.sublists.item?.fields }
    for (const [id, { label, kind }] of Object.entries(all)) {
      if (!/^cust(body|entity|col|item)_/.test(id)) continue
      const entry = found.get(id) ?? { id, label, kind, recordTypes: [] }
      entry.recordTypes.push(type.name)
      found.set(id, entry)
    }
  }
  return [...found.values()].sort((one, other) => (one.id < other.id ? -1 : 1))
}

const PREFIXES: Record<string, string> = {
  transaction: 'custbody_',
  entity: 'custentity_',
  item: 'custitem_',
}

const KINDS: Record<CustomField['type'], Field['kind']> = {
  text: 'text',
  checkbox: 'boolean',
  integer: 'integer',
  decimal: 'number',
  currency: 'money',
  date: 'date',
  datetime: 'datetime',
  list: 'choice',
}

function fieldOf({ label, type, values, mandatory }: CustomField): Field {
  return {
    kind: KINDS[type],
    label,
    ...(type === 'text' ? { maxLength: 4000 } : {}),
    ...(values === undefined ? {} : { choices: values }),
    ...(mandatory ? { mandatory } : {}),
  }
}
