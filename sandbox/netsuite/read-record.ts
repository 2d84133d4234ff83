import type postgres from 'postgres'
import { applicationsOf } from './receivables.ts'
import type { Field, Fields } from './record-fields.ts'
import { recordTypeNamed, type RecordType } from './record-types.ts'
import { isSetup, type SetupIndex } from './setup-records.ts'
import { decimal } from './money.ts'
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
  const complete = await withApplications(sql, await withBalances(sql, records))
  const others = await loadReferenced(sql, complete)
  const find = (field: Field, id: string) => {
    const family = field.to ?? 'entity'
    return isSetup(family) ? setup.byId(family, id) : others.get(`${family}|${id}`)
  }
  return complete.map((record) => renderRecord(record, options, find))
}

type Find = (field: Field, id: string) => StoredRecord | undefined

function renderRecord(record: StoredRecord, options: ReadOptions, find: Find): JsonObject {
  const type = recordTypeNamed(record.type)
  const self = `${options.root}/${record.type}/${record.id}`
  const json: JsonObject = { links: linksTo(self), id: record.id }
  if (!type) return json
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
    if (field.kind === 'subrecord') {
      const links = { links: linksTo(`${self}/${name}`) }
      json[name] = options.expandSubResources
        ? { ...links, ...renderFields(field.fields ?? {}, value, options, find) }
        : links
    } else json[name] = renderValue(field, value, options, find)
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
  const items = (record.sublists[name] ?? []).map((line, index) => ({
    links: linksTo(`${self}/${lineNumber(name, line, index)}`),
    ...renderFields(fields, line, options, find),
  }))
  return { links: linksTo(self), items, totalResults: items.length }
}

/** The number a line has in a URL. */
export function lineNumber(sublist: string, line: FieldValues, index: number): string {
  if (sublist === 'item') return String(line.line ?? index + 1)
  if (sublist === 'addressBook') return String(line.internalId ?? index + 1)
  return String(index + 1)
}

function renderFields(
  fields: Fields,
  values: FieldValue,
  options: ReadOptions,
  find: Find,
): JsonObject {
  const json: JsonObject = {}
  if (typeof values !== 'object') return json
  for (const [name, field] of Object.entries(fields)) {
    const value = values[name]
    if (value === undefined) continue
    json[name] =
      field.kind === 'subrecord'
        ? renderFields(field.fields ?? {}, value, options, find)
        : renderValue(field, value, options, find)
  }
  return json
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
  return typeof value === 'object' ? renderFields(field.fields ?? {}, value, options, find) : value
}

function choiceLabel(field: Field, id: string): string {
  if (field.choices) return field.choices[id] ?? id
  if (field.label !== 'Country' || !/^[A-Z]{2}$/.test(id)) return id
  return COUNTRIES.of(id) ?? id
}

const COUNTRIES = new Intl.DisplayNames('en', { type: 'region' })

/** Adds the `apply` lines of payments and credit memos. */
async function withApplications(
  sql: postgres.Sql,
  records: StoredRecord[],
): Promise<StoredRecord[]> {
  const isCredit = ({ type }: StoredRecord) => type === 'creditMemo' || type === 'customerPayment'
  const credits = records.filter(isCredit).map(({ id }) => id)
  if (credits.length === 0) return records
  const applications = await applicationsOf(sql, credits)
  const bySource = Map.groupBy(applications, ({ source }) => source)
  const targets = [...new Set(applications.map(({ target }) => target))]
  const loaded = await loadRecords(
    sql,
    targets.map((id) => ({ family: 'transaction', id })),
  )
  const invoices = new Map(loaded.map((invoice) => [invoice.id, invoice]))
  return records.map((record) => {
    if (!isCredit(record)) return record
    const apply = (bySource.get(record.id) ?? []).map(
      ({ target, amount, applyDate }): FieldValues => {
        const invoice = invoices.get(target)
        return {
          doc: target,
          line: 0,
          apply: true,
          amount: Number(amount),
          // What could be applied at most: the form adds its own share back to the open amount.
          due: decimal(invoice?.fields.amountRemaining).plus(amount).toNumber(),
          total: invoice?.fields.total ?? 0,
          refNum: invoice?.fields.tranId ?? '',
          type: 'Invoice',
          applyDate,
        }
      },
    )
    return { ...record, sublists: { ...record.sublists, apply } }
  })
}

/** Adds what customers owe, in their own currency. */
async function withBalances(sql: postgres.Sql, records: StoredRecord[]): Promise<StoredRecord[]> {
  const customers = records.filter(({ type }) => type === 'customer').map(({ id }) => id)
  if (customers.length === 0) return records
  const rows = await sql<{ id: string; balance: number; overdue: number }[]>`
    select fields->>'entity' as id, sum((fields->>'amountRemaining')::numeric)::float8 as balance,
      coalesce(sum((fields->>'amountRemaining')::numeric)
        filter (where (fields->>'dueDate')::date < current_date), 0)::float8 as overdue
    from sandbox.netsuite_records
    where family = 'transaction' and type = 'invoice'
      and (fields->>'entity')::bigint in ${sql(customers)}
    group by 1`
  const byId = new Map(rows.map((row) => [row.id, row]))
  return records.map((record) => {
    if (record.type !== 'customer') return record
    const row = byId.get(record.id)
    const balance = row?.balance ?? 0
    return { ...record, fields: { ...record.fields, balance, overdueBalance: row?.overdue ?? 0 } }
  })
}

/** Loads the customers and transactions the records point to. */
async function loadReferenced(sql: postgres.Sql, records: StoredRecord[]) {
  const ids = { entity: new Set<string>(), transaction: new Set<string>() }
  const note = (fields: Fields, values: FieldValues) => {
    for (const [name, { kind, to }] of Object.entries(fields)) {
      const value = values[name]
      if (kind !== 'reference' || value === undefined) continue
      if (to === 'entity' || to === 'transaction') ids[to].add(String(value))
    }
  }
  for (const record of records) {
    const type = recordTypeNamed(record.type)
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
