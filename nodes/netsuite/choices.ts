import type { Choice, ChoiceQuery } from '../connection.ts'
import type { NetSuiteReader } from './client/client.ts'
import { recordFields } from './record-fields.ts'
import type { NetSuiteRecord } from './records.ts'
import { netSuiteRecord } from './records.ts'
import { isColumnName } from './suiteql-names.ts'

/**
 * What a picker of the account offers: records of a type by the words of their name or by their
 * number, `recordType`, `savedSearch` (through the RESTlet), `field` for the account's own fields and
 * `field.<record type>` for all fields of one type. Throws NodeError.
 */
export async function netSuiteChoices(
  client: NetSuiteReader,
  { list, search, limit, signal }: ChoiceQuery,
): Promise<Choice[]> {
  const words = search.toLowerCase().split(/\s+/).filter(Boolean)
  if (list === 'recordType') return fitting(await typeChoices(client, signal), words, limit)
  if (list === 'savedSearch') {
    const searches = await client.savedSearches(signal)
    const choices = searches.map(({ id, title, type }) => ({ id, label: title, detail: type }))
    return fitting(choices, words, limit)
  }
  if (list === 'field') return fitting(await ownFieldChoices(client, signal), words, limit)
  if (list.startsWith('field.'))
    return fitting(await fieldChoices(client, list.slice('field.'.length), signal), words, limit)
  return recordChoicesOf(client, netSuiteRecord(list) ?? unknownList(list), words, {
    limit,
    signal,
  })
}

/** The record types whose own fields `field` offers: those that the flows write to. */
const TYPES_WITH_OWN_FIELDS = [
  'customer',
  'invoice',
  'customerPayment',
  'creditMemo',
  'customerRefund',
]

function fitting(choices: Choice[], words: readonly string[], limit: number): Choice[] {
  const fits = ({ id, label, detail }: Choice) => {
    const text = `${id} ${label} ${detail ?? ''}`.toLowerCase()
    return words.every((word) => text.includes(word))
  }
  return choices.filter(fits).slice(0, limit)
}

async function typeChoices(client: NetSuiteReader, signal: AbortSignal): Promise<Choice[]> {
  const types = await client.recordTypes(signal)
  return types
    .map((type) => {
      const spaced = type.replace(/([a-z])([A-Z])/g, '$1 $2').toLowerCase()
      const label = netSuiteRecord(type)?.label ?? spaced.replace(/^./, (one) => one.toUpperCase())
      return { id: type, label, detail: type }
    })
    .sort((a, b) => a.label.localeCompare(b.label))
}

async function fieldChoices(
  client: NetSuiteReader,
  type: string,
  signal: AbortSignal,
): Promise<Choice[]> {
  const fields = recordFields(type, await client.schema(type, signal))
  return fields.map(({ id, label, type: kind }) => ({ id, label, detail: `${id}, ${kind}` }))
}

async function ownFieldChoices(client: NetSuiteReader, signal: AbortSignal): Promise<Choice[]> {
  const known = new Set(await client.recordTypes(signal))
  const types = TYPES_WITH_OWN_FIELDS.filter((type) => known.has(type))
  const lists = await Promise.all(
    types.map(async (type) => recordFields(type, await client.schema(type, signal))),
  )
  const own = new Map<string, Choice>()
  for (const field of lists.flat())
    if (field.custom)
      own.set(field.id, { id: field.id, label: field.label, detail: `${field.id}, ${field.type}` })
  return [...own.values()].sort((a, b) => a.label.localeCompare(b.label))
}

/** Custom records and lists have their id as table and a column `name`. */
function unknownList(list: string): NetSuiteRecord {
  const table = isColumnName(list) ? list.toLowerCase() : 'none'
  return {
    ...{ value: list, label: list, table, names: ['name'], details: [] },
    ...{ permission: '', hasInactive: true, writable: false },
  }
}

async function recordChoicesOf(
  client: NetSuiteReader,
  record: NetSuiteRecord,
  words: readonly string[],
  { limit, signal }: { limit: number; signal: AbortSignal },
): Promise<Choice[]> {
  const { table, names, details, transactionType, hasInactive } = record
  const columns = [
    ...names.map((name, at) => `${name} AS name${at}`),
    ...details.map((detail, at) => `${detail} AS detail${at}`),
  ]
  const where: string[] = []
  const params: string[] = []
  if (transactionType) {
    where.push('type = ?')
    params.push(transactionType)
  }
  if (hasInactive) where.push("isinactive = 'F'")
  for (const word of words) {
    const hits = names.map((name) => `LOWER(${name}) LIKE ?`)
    params.push(...names.map(() => `%${word.replace(/[%_]/g, '')}%`))
    if (/^\d+$/.test(word)) {
      hits.push('id = ?')
      params.push(word)
    }
    where.push(`(${hits.join(' OR ')})`)
  }
  const filter = where.length > 0 ? ` WHERE ${where.join(' AND ')}` : ''
  // People look for the newest transactions, and for everything else by name.
  const order = transactionType ? 'id DESC' : names[0]
  const sql = `SELECT id, ${columns.join(', ')} FROM ${table}${filter} ORDER BY ${order}`
  const { rows } = await client.query(sql, params, { limit, signal })
  return rows.map(({ id = '', name0, ...row }) => {
    const others = [...names.slice(1).map((_, at) => row[`name${at + 1}`])]
    const detail = [...others, ...details.map((_, at) => row[`detail${at}`]), `id ${id}`]
    return { id, label: name0 ?? id, detail: detail.filter(Boolean).join(' · ') }
  })
}
