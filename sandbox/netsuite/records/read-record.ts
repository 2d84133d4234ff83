import type postgres from 'postgres'
import type { AccountTypes } from '../account/account-types.ts'
import { withComputedValues } from './computed-values.ts'
import type { Field, Fields } from './record-fields.ts'
import type { RecordType } from './record-types.ts'
import { isSetup, type SetupIndex } from './setup-records.ts'
import { loadRecords, type FieldValue, type FieldValues, type StoredRecord } from './store.ts'

export type Json = string | number | boolean | null | Json[] | { [name: string]: Json }
export type JsonObject = Record<string, Json>

/** How a GET wants its answer. */
export interface ReadOptions {
  /** `https://host/services/rest/record/v1`: what links start with. */
  root: string
  expandSubResources: boolean
  simpleEnumFormat: boolean
  /** Only these body fields, lower case; all when null. */
  fields: ReadonlySet<string> | null
}

/** Turns stored records into REST answers. Links and names of other records are looked up at once. */
export async function renderRecords(
  sql: postgres.Sql,
  setup: SetupIndex,
  records: StoredRecord[],
  options: ReadOptions,
): Promise<JsonObject[]> {
  const complete = await withComputedValues(sql, setup, records)
  const others = await loadReferenced(sql, setup.types, complete)
  const find = (field: Field, id: string) => {
    const family = field.to ?? 'entity'
    return isSetup(family) ? setup.byId(family, id) : others.get(`${family}|${id}`)
  }
  return complete.map((record) => {
    const type = setup.types.named(record.type)
    return type ? renderRecord(record, type, options, find) : { id: record.id }
  })
}

type Find = (field: Field, id: string) => StoredRecord | undefined

function renderRecord(
  record: StoredRecord,
  type: RecordType,
  options: ReadOptions,
  find: Find,
): JsonObject {
  const self = `${options.root}/${record.type}/${record.id}`
  const json: JsonObject = { links: linksTo(self), id: record.id }
  const wanted = (name: string) => options.fields === null || options.fields.has(name.toLowerCase())
  if (record.externalId !== null && wanted('externalId')) json.externalId = record.externalId
  const values: FieldValues = {
    ...record.fields,
    lastModifiedDate: moment(record.modified),
    [type.name === 'customer' ? 'dateCreated' : 'createdDate']: moment(record.created),
  }
  for (const [name, field] of Object.entries(type.fields)) {
    const value = values[name]
    if (value === undefined || !wanted(name)) continue
    json[name] = renderField(field, value, `${self}/${name}`, options, find)
  }
  if (options.fields !== null) return json
  for (const name of Object.keys(type.sublists)) {
    json[name] = options.expandSubResources
      ? renderSublist(type, record, name, options, find)
      : { links: linksTo(`${self}/${name}`) }
  }
  return json
}

function renderSublist(
  type: RecordType,
  record: StoredRecord,
  name: string,
  options: ReadOptions,
  find: Find,
): JsonObject {
  const self = `${options.root}/${record.type}/${record.id}/${name}`
  const fields = type.sublists[name]?.fields ?? {}
  const items = (record.sublists[name] ?? []).map((line, index) => {
    const at = `${self}/${lineNumber(name, line, index)}`
    return { links: linksTo(at), ...renderFields(fields, line, at, options, find) }
  })
  return { links: linksTo(self), items, totalResults: items.length }
}

/** The number a line has in a URL. */
function lineNumber(sublist: string, line: FieldValues, index: number): string {
  if (sublist === 'item') return String(line.line ?? index + 1)
  if (sublist === 'addressBook') return String(line.internalId ?? index + 1)
  return String(index + 1)
}

function renderFields(
  fields: Fields,
  values: FieldValue,
  self: string,
  options: ReadOptions,
  find: Find,
): JsonObject {
  const json: JsonObject = {}
  if (typeof values !== 'object') return json
  for (const [name, field] of Object.entries(fields)) {
    const value = values[name]
    if (value === undefined) continue
    json[name] = renderField(field, value, `${self}/${name}`, options, find)
  }
  return json
}

function renderField(
  field: Field,
  value: FieldValue,
  self: string,
  options: ReadOptions,
  find: Find,
): Json {
  if (field.kind !== 'subrecord') return renderValue(field, value, options, find)
  const links = { links: linksTo(self) }
  if (!options.expandSubResources) return links
  return { ...links, ...renderFields(field.fields ?? {}, value, self, options, find) }
}

function renderValue(field: Field, value: FieldValue, options: ReadOptions, find: Find): Json {
  if (field.kind === 'reference') {
    const id = String(value)
    const target = find(field, id)
    if (!target) return { links: [], id }
    return { links: linksTo(`${options.root}/${target.type}/${id}`), id, refName: target.name }
  }
  if (field.kind === 'choice') {
    const id = String(value)
    return options.simpleEnumFormat ? id : { id, refName: choiceLabel(field, id) }
  }
  return typeof value === 'object' ? null : value
}

function choiceLabel(field: Field, id: string): string {
  if (field.choices) return field.choices[id] ?? id
  if (field.label !== 'Country' || !/^[A-Z]{2}$/.test(id)) return id
  return COUNTRIES.of(id) ?? id
}

const COUNTRIES = new Intl.DisplayNames('en', { type: 'region' })

/** Loads the customers and transactions the records point to. */
async function loadReferenced(sql: postgres.Sql, types: AccountTypes, records: StoredRecord[]) {
  const ids = { entity: new Set<string>(), transaction: new Set<string>() }
  const note = (fields: Fields, values: FieldValues) => {
    for (const [name, { kind, to }] of Object.entries(fields)) {
      const value = values[name]
      if (kind !== 'reference' || value === undefined) continue
      if (to === 'entity' || to === 'transaction') ids[to].add(String(value))
    }
  }
  for (const record of records) {
    const type = types.named(record.type)
    note(type?.fields ?? {}, record.fields)
    for (const [name, lines] of Object.entries(record.sublists)) {
      for (const line of lines) note(type?.sublists[name]?.fields ?? {}, line)
    }
  }
  const loaded = await loadRecords(sql, [
    ...[...ids.entity].map((id) => ({ family: 'entity' as const, id })),
    ...[...ids.transaction].map((id) => ({ family: 'transaction' as const, id })),
  ])
  return new Map(loaded.map((record) => [`${record.family}|${record.id}`, record]))
}

/** A link list with one `self` entry. */
export const linksTo = (href: string): Json => [{ rel: 'self', href }]

/** A moment as NetSuite writes it: whole seconds, UTC. */
const moment = (date: Date): string => `${date.toISOString().slice(0, 19)}Z`
