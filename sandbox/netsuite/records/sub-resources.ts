import type postgres from 'postgres'
import { renderRecords, type Json, type JsonObject, type ReadOptions } from './read-record.ts'
import type { Family, Fields } from './record-fields.ts'
import type { SetupIndex } from './setup-records.ts'
import { loadRecords, type StoredRecord } from './store.ts'

/** A part of a record, as an answer of its own. */
interface Part {
  body: Json
  kind: 'singular' | 'collection'
}

/**
 * Reads a sub-resource
 * (https://docs.oracle.com/en/cloud/saas/netsuite/ns-online-help/section_159894563219.html): a sublist,
 * one of its lines, a subrecord, or the record a select field names, also those of a line. `path`
 * is what follows the record in the address; null = there is no such part.
 */
export async function readPart(
  { sql, setup }: { sql: postgres.Sql; setup: SetupIndex },
  record: StoredRecord,
  path: readonly string[],
  options: ReadOptions,
): Promise<Part | null> {
  const render = async (one: StoredRecord, how: ReadOptions): Promise<JsonObject> =>
    (await renderRecords(sql, setup, [one], how))[0] ?? {}
  const referenced = async (fields: Fields, name: string, value: Json): Promise<Part | null> => {
    const family = fields[name]?.to
    const other = family === undefined ? undefined : await load(sql, family, idOf(value))
    return other ? { body: await render(other, options), kind: 'singular' } : null
  }

  const type = setup.types.named(record.type)
  if (!type) return null
  const whole = await render(record, { ...options, expandSubResources: true, fields: null })
  const name = keyNamed(whole, path[0])
  const [, line, inner, ...rest] = path
  if (name === undefined || rest.length > 0) return null
  const sublist = type.sublists[name]
  if (!sublist) {
    if (line !== undefined) return null
    if (type.fields[name]?.kind === 'subrecord')
      return { body: whole[name] ?? null, kind: 'singular' }
    return referenced(type.fields, name, whole[name] ?? null)
  }
  const lines = itemsOf(whole[name])
  if (line === undefined) {
    return { body: collection(whole[name], lines, options), kind: 'collection' }
  }
  const found = lines.find((one) => hrefOf(one)?.endsWith(`/${line}`))
  if (!found) return null
  if (inner === undefined) {
    return { body: options.expandSubResources ? found : collapsed(found), kind: 'singular' }
  }
  const innerName = keyNamed(found, inner)
  if (innerName === undefined) return null
  if (sublist.fields[innerName]?.kind === 'subrecord') {
    return { body: found[innerName] ?? null, kind: 'singular' }
  }
  return referenced(sublist.fields, innerName, found[innerName] ?? null)
}

const load = async (sql: postgres.Sql, family: Family, id: string | undefined) =>
  id === undefined ? undefined : (await loadRecords(sql, [{ family, id }]))[0]

/** Like any list of NetSuite's, a sublist is a list of links unless it is to be expanded. */
function collection(sublist: Json | undefined, lines: JsonObject[], options: ReadOptions): Json {
  const items = options.expandSubResources
    ? lines
    : lines.map(({ links }) => ({ links: links ?? [] }))
  const { links = [] } = isObject(sublist) ? sublist : {}
  return {
    links,
    count: items.length,
    hasMore: false,
    items,
    offset: 0,
    totalResults: items.length,
  }
}

/** A line with its subrecords as links only. */
function collapsed(line: JsonObject): JsonObject {
  return Object.fromEntries(
    Object.entries(line).map(([name, value]): [string, Json] => [
      name,
      isObject(value) && !('id' in value) && value.links !== undefined
        ? { links: value.links }
        : value,
    ]),
  )
}

const keyNamed = (json: JsonObject, name: string | undefined): string | undefined =>
  Object.keys(json).find((key) => key.toLowerCase() === name?.toLowerCase() && key !== 'links')

function itemsOf(sublist: Json | undefined): JsonObject[] {
  const { items } = isObject(sublist) ? sublist : {}
  return Array.isArray(items) ? items.filter(isObject) : []
}

function hrefOf({ links }: JsonObject): string | undefined {
  const [first] = Array.isArray(links) ? links : []
  return isObject(first) ? String(first.href) : undefined
}

const idOf = (value: Json): string | undefined =>
  isObject(value) && typeof value.id === 'string' ? value.id : undefined

const isObject = (value: Json | undefined): value is JsonObject =>
  typeof value === 'object' && value !== null && !Array.isArray(value)
