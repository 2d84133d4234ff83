import { z } from 'zod'
import { invalidContent, invalidFieldValue, NetSuiteError } from '../errors.ts'
import type { Family, Field, Fields, Sublist } from './record-fields.ts'
import type { RecordType } from './record-types.ts'
import type { FieldValue } from './store.ts'

/** A request body after checking names and types; references are not looked up yet. */
export interface ParsedBody {
  /** Undefined when not sent, null when cleared. */
  externalId: string | null | undefined
  fields: ParsedFields
  /** Null empties the sublist. */
  sublists: Record<string, ParsedFields[] | null>
  references: PendingReference[]
  /** Property paths that mean nothing to this record type. */
  unknown: string[]
  /** Whether values that cannot be right are left out; they are refused otherwise. */
  tolerant: boolean
  /** Property paths whose values were left out. */
  invalid: string[]
}

/** Fields of a body, line or subrecord; null clears. */
export interface ParsedFields {
  [field: string]: FieldValue | ParsedFields | null
}

/** A reference in a body, to be replaced by the internal id of the record it names. */
interface PendingReference {
  family: Family
  id?: string
  externalId?: string
  /** Field name and JSON path, for messages. */
  field: string
  path: string
  assign: (id: string) => void
}

/**
 * Checks a JSON body against a record type. Names may be in any case; fields NetSuite works out
 * itself are accepted and ignored, as it does.
 */
export function parseBody(type: RecordType, body: unknown, tolerant = false): ParsedBody {
  const parsed: ParsedBody = { ...NOTHING_SENT(), tolerant }
  const rest: [string, unknown][] = []
  for (const [name, value] of Object.entries(objectSchema.parse(body))) {
    const lower = name.toLowerCase()
    if (lower === 'externalid') parsed.externalId = externalIdOf(value)
    else if (IGNORED.has(lower)) continue
    else {
      const sublist = Object.keys(type.sublists).find((key) => key.toLowerCase() === lower)
      const definition = sublist === undefined ? undefined : type.sublists[sublist]
      if (sublist === undefined || !definition) rest.push([name, value])
      else parsed.sublists[sublist] = parseLines(definition, value, sublist, parsed)
    }
  }
  parsed.fields = parseFields(type.fields, rest, '', parsed)
  return parsed
}

/** What a request without any field sends. */
export const NOTHING_SENT = (): ParsedBody => ({
  externalId: undefined,
  fields: {},
  sublists: {},
  references: [],
  unknown: [],
  tolerant: false,
  invalid: [],
})

/** A request body as JSON, or the error NetSuite gives for what is none. */
export function parseJson(text: string): unknown {
  try {
    const value: unknown = JSON.parse(text, (_, one: unknown) =>
      // Postgres stores neither NUL nor half a surrogate pair.
      typeof one === 'string' ? one.replaceAll('\0', '').toWellFormed() : one,
    )
    if (objectSchema.safeParse(value).success) return value
  } catch {
    // Falls through to the same answer as JSON that is no object.
  }
  throw invalidContent(
    'Invalid content in the request body. Verify that the body is a valid JSON object.',
  )
}

const objectSchema = z.record(z.string(), z.unknown())
const linesSchema = z.object({ items: z.array(objectSchema).nullable() })
const referenceSchema = z.union([
  z.string(),
  z.number(),
  z.looseObject({
    id: z.union([z.string(), z.number()]).optional(),
    externalId: z.string().optional(),
  }),
])
const choiceSchema = z.union([
  z.string(),
  z.number(),
  z.looseObject({ id: z.union([z.string(), z.number()]) }),
])
const IGNORED = new Set(['id', 'links', 'refname'])

function externalIdOf(value: unknown): string | null {
  if (value === null || value === '') return null
  if (typeof value === 'number') return String(value)
  if (typeof value === 'string' && value.length <= 255) return value
  throw invalidFieldValue(value, 'externalId', 'externalId')
}

function parseLines(
  definition: Sublist,
  value: unknown,
  name: string,
  parsed: ParsedBody,
): ParsedFields[] | null {
  if (value === null) return null
  const sent = linesSchema.safeParse(value)
  if (!sent.success) throw invalidFieldValue(value, name, name)
  if (sent.data.items === null) return null
  return sent.data.items.map((line, index) => {
    const fields = Object.entries(line).map(([field, one]): [string, unknown] => [
      // The number that a line's address ends with names the line, as `id`.
      field.toLowerCase() === 'id' && definition.key === 'internalId' ? 'internalId' : field,
      one,
    ])
    return parseFields(definition.fields, fields, `${name}.items[${index}].`, parsed)
  })
}

function parseFields(
  fields: Fields,
  entries: [string, unknown][],
  prefix: string,
  parsed: ParsedBody,
): ParsedFields {
  const result: ParsedFields = {}
  for (const [sent, value] of entries) {
    const name = Object.keys(fields).find((key) => key.toLowerCase() === sent.toLowerCase())
    const field = name === undefined ? undefined : fields[name]
    const path = `${prefix}${name ?? sent}`
    if (name === undefined || !field) {
      if (!IGNORED.has(sent.toLowerCase())) parsed.unknown.push(path)
    } else if (field.derived) continue
    else if (value === null || value === '') result[name] = null
    else {
      try {
        parseField({ field, name, path }, value, result, parsed)
      } catch (error) {
        if (!parsed.tolerant || !(error instanceof NetSuiteError)) throw error
        parsed.invalid.push(path)
      }
    }
  }
  return result
}

function parseField(
  { field, name, path }: { field: Field; name: string; path: string },
  value: unknown,
  result: ParsedFields,
  parsed: ParsedBody,
): void {
  if (field.kind === 'reference') {
    const pending = parseReference(field, value, name, path)
    parsed.references.push({ ...pending, assign: (id) => void (result[name] = id) })
  } else if (field.kind === 'subrecord') {
    const object = objectSchema.safeParse(value)
    if (!object.success) throw invalidFieldValue(value, name, path)
    const entries = Object.entries(object.data)
    result[name] = parseFields(field.fields ?? {}, entries, `${path}.`, parsed)
  } else result[name] = parseValue(field, value, name, path)
}

function parseReference(field: Field, value: unknown, name: string, path: string) {
  const sent = referenceSchema.safeParse(value)
  if (!sent.success) throw invalidFieldValue(value, name, path)
  const { data } = sent
  const family = field.to ?? 'entity'
  if (typeof data !== 'object') return { family, id: String(data), field: name, path }
  if (data.id !== undefined) return { family, id: String(data.id), field: name, path }
  if (data.externalId !== undefined) {
    return { family, externalId: data.externalId, field: name, path }
  }
  throw invalidFieldValue(value, name, path)
}

function parseValue(field: Field, value: unknown, name: string, path: string): FieldValue {
  const refuse = () => invalidFieldValue(value, name, path)
  switch (field.kind) {
    case 'boolean':
      if (value === true || value === 'true' || value === 'T') return true
      if (value === false || value === 'false' || value === 'F') return false
      throw refuse()
    case 'integer':
    case 'number':
    case 'money': {
      const parsed = typeof value === 'string' && value.trim() !== '' ? Number(value) : value
      if (typeof parsed !== 'number' || !Number.isFinite(parsed)) throw refuse()
      if (field.kind === 'integer' && !Number.isInteger(parsed)) throw refuse()
      if (field.kind === 'integer' && Math.abs(parsed) > 2 ** 31 - 1) throw refuse()
      return parsed
    }
    case 'date':
      if (typeof value === 'string' && isDate(value.slice(0, 10))) return value.slice(0, 10)
      throw refuse()
    case 'datetime':
      if (typeof value === 'string' && !Number.isNaN(Date.parse(value))) {
        return new Date(value).toISOString()
      }
      throw refuse()
    case 'choice': {
      const sent = choiceSchema.safeParse(value)
      if (!sent.success) throw refuse()
      const id = String(typeof sent.data === 'object' ? sent.data.id : sent.data)
      if (field.choices && !(id in field.choices)) throw refuse()
      return id
    }
    case 'text':
    case 'reference':
    case 'subrecord': {
      if (typeof value === 'object') throw refuse()
      const text = String(value)
      if (field.maxLength !== undefined && text.length > field.maxLength) {
        throw tooLong(name, field.maxLength, path)
      }
      return text
    }
  }
}

function tooLong(name: string, most: number, path: string): NetSuiteError {
  return new NetSuiteError(400, {
    detail: `Error while accessing a resource. The field ${name.toLowerCase()} contained more than the maximum number ( ${most} ) of characters allowed.`,
    'o:errorCode': 'USER_ERROR',
    'o:errorPath': path,
  })
}

function isDate(text: string): boolean {
  if (!/^\d{4}-\d{2}-\d{2}$/.test(text)) return false
  const date = new Date(`${text}T00:00:00Z`)
  const exists = !Number.isNaN(date.getTime()) && date.toISOString().startsWith(text)
  return exists && date.getUTCFullYear() >= 1900
}
