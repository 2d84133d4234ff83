import { isJsonObject, type Json, type JsonObject } from '#nodes/json.ts'

/** One field of the samples, as the tree of a mapping's source shows it. */
export interface SourceField {
  /** As it is written in JSONata: lines.data.price.id */
  path: string
  key: string
  /** Of its values, or of the entries where it is a list: text, number, boolean, null, object. */
  types: string[]
  /** 0…1: how many of the objects that could have it have it. */
  present: number
  list: boolean
  /** The first value that is neither blank nor null. */
  example: Json | undefined
  /** Of the objects in it. */
  fields: SourceField[]
}

/**
 * The fields of some records, all put together: what is in any of them is in the tree, with how
 * often it is there. Lists are looked through, as JSONata's paths do.
 */
export function sourceFields(records: readonly JsonObject[]): SourceField[] {
  return fieldsOf(records, '')
}

/** A name as it is written in a path: in backticks where it would not be read as a name. */
export function pathName(key: string): string {
  const plain = /^[\p{L}_][\p{L}\p{N}_]*$/u.test(key) && !RESERVED.includes(key)
  return plain ? key : `\`${key}\``
}

const RESERVED = ['and', 'or', 'in', 'true', 'false', 'null', 'function', 'λ']

function fieldsOf(objects: readonly JsonObject[], under: string): SourceField[] {
  const values = new Map<string, Json[]>()
  for (const object of objects) {
    for (const [key, value] of Object.entries(object)) {
      const known = values.get(key)
      if (known) known.push(value)
      else values.set(key, [value])
    }
  }
  return [...values].map(([key, found]) => {
    const entries = found.flatMap(entriesOf)
    const path = under + pathName(key)
    return {
      ...{ path, key, present: found.length / objects.length, list: found.some(Array.isArray) },
      types: [...new Set(entries.map(typeOf))],
      example: found.find((value) => !isEmpty(value)) ?? found[0],
      fields: fieldsOf(entries.filter(isJsonObject), `${path}.`),
    }
  })
}

function entriesOf(value: Json): Json[] {
  return Array.isArray(value) ? value.flatMap(entriesOf) : [value]
}

function typeOf(value: Json): string {
  if (value === null) return 'null'
  if (typeof value === 'string') return 'text'
  return typeof value
}

function isEmpty(value: Json): boolean {
  return value === null || value === '' || (Array.isArray(value) && value.length === 0)
}
