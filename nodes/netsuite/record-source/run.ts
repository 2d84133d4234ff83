import Big from 'big.js'
import { z } from 'zod'
import type { JsonObject } from '../../json.ts'
import type { ConfigOf } from '../../kind.ts'
import type { RecordFacts, SourceContext, SourcePage, SourceRecord } from '../../runner.ts'
import { source } from '../../runner.ts'
import type { NetSuiteReader, QueryRow } from '../client/client.ts'
import { accountCurrencies } from '../common/currencies.ts'
import type { Window } from '../client/key-window.ts'
import { windowAfter } from '../client/key-window.ts'
import { netsuiteRecordSource } from './kind.ts'
import { columnRefused, recordOf, selectChanged } from './select.ts'

/**
 * Reads what changed in the period in the order of the internal ids, which no change can move: a
 * record that is changed while the source reads is left to the next run.
 */
export const runNetsuiteRecordSource = source<typeof netsuiteRecordSource, NetSuiteReader>(
  netsuiteRecordSource,
  {
    read: async (config, context, cursor) => {
      const { ids } = context
      if (ids) return readIds(config, context, ids, FROM.parse(cursor ?? 0))
      const after = AFTER.parse(cursor)
      const window = await readWindow(config, context, after)
      return { records: await toRecords(config, window.rows, context), next: window.next }
    },
    take: (config, told, context) => {
      const ids = [...new Set(told.map(({ objectId }) => objectId))]
      return takeTold(config, context, ids)
    },
  },
)

type Config = ConfigOf<typeof netsuiteRecordSource>
type Context = SourceContext<NetSuiteReader>

const AFTER = z.string().nullable()
const FROM = z.number()

async function readIds(
  config: Config,
  context: Context,
  ids: readonly string[],
  from: number,
): Promise<SourcePage> {
  const to = from + Math.min(100, context.pageSize)
  const wanted = ids.slice(from, to)
  const rows = await rowsOf(config, context, wanted)
  const found = new Set(rows.map(({ id }) => id))
  const { label } = recordOf(config)
  return {
    records: await toRecords(config, rows, context),
    next: to < ids.length ? to : null,
    skipped: wanted
      .filter((id) => !found.has(id))
      .map((id) => ({ key: id, reason: `NetSuite has no ${label.toLowerCase()} ${id}.` })),
  }
}

/** Records by id, as far as they meet the criteria: what was told may be about any of the type. */
async function takeTold(
  config: Config,
  context: Context,
  ids: readonly string[],
): Promise<SourcePage> {
  const rows = await rowsOf(config, { ...context, criteriaToo: true }, ids)
  const found = new Set(rows.map(({ id }) => id))
  const { label } = recordOf(config)
  return {
    records: await toRecords(config, rows, context),
    next: null,
    skipped: ids
      .filter((id) => !found.has(id))
      .map((id) => ({
        key: id,
        reason: `The ${label.toLowerCase()} ${id} is gone from NetSuite or does not meet the criteria.`,
      })),
  }
}

async function rowsOf(
  config: Config,
  context: Context & { criteriaToo?: boolean },
  ids: readonly string[],
): Promise<QueryRow[]> {
  // Anything but digits can be no internal id, and would spoil the query for the others.
  const numbers = ids.filter((id) => /^\d+$/.test(id))
  if (numbers.length === 0) return []
  const at = { ...context, ids: numbers, pageSize: numbers.length + 1 }
  return (await readWindow(config, at, null)).rows
}

async function readWindow(config: Config, context: Context, after: string | null): Promise<Window> {
  const without = new Set<string>()
  for (;;) {
    const query = await selectChanged(config, context, without)
    try {
      const { client, pageSize: limit, signal } = context
      return await windowAfter(client, query, { after, limit, signal })
    } catch (error) {
      const refused = columnRefused(config, error)
      if (!refused || without.has(refused)) throw error
      without.add(refused)
    }
  }
}

async function toRecords(
  config: Config,
  rows: readonly QueryRow[],
  context: Context,
): Promise<SourceRecord[]> {
  const { client, signal } = context
  const record = recordOf(config)
  const currencies = rows.some(({ currency }) => currency)
    ? await accountCurrencies(client, signal)
    : new Map<string, string>()
  const factsOf = (row: QueryRow): RecordFacts => {
    const name = record.names.map((column) => row[column]).find(Boolean)
    const currency = row.currency ? currencies.get(row.currency) : undefined
    const amount = row.foreigntotal ? new Big(row.foreigntotal).toFixed() : undefined
    return {
      ...(name ? { name } : {}),
      ...(amount && currency ? { amount, currency } : {}),
    }
  }
  const full = await contentsOf(config, rows, context)
  return rows.flatMap((row) => {
    const { id } = row
    const content = id ? full.get(id) : undefined
    return id && content ? [{ key: id, record: content, facts: factsOf(row) }] : []
  })
}

/** What the records hold, by id. A record deleted since the query is left out. */
async function contentsOf(
  config: Config,
  rows: readonly QueryRow[],
  context: Context,
): Promise<Map<string, JsonObject>> {
  const { client, signal } = context
  const record = recordOf(config)
  const ids = rows.flatMap(({ id }) => id ?? [])
  // Items have a type of their own each in the record service: SuiteQL knows them by one name.
  if (config.detail === 'record' && record.value !== 'item') {
    const found = await Promise.all(ids.map((id) => client.get(record.value, { id }, { signal })))
    return new Map(ids.flatMap((id, at) => (found[at] ? [[id, found[at]]] : [])))
  }
  const lines =
    config.detail !== 'fields' && record.transactionType ? await linesOf(ids, context) : undefined
  return new Map(
    rows.map((row): [string, JsonObject] => {
      const id = row.id ?? ''
      return [id, lines ? { ...row, lines: lines.get(id) ?? [] } : { ...row }]
    }),
  )
}

const LINE_COLUMNS = 'transaction, linesequencenumber, item, quantity, rate, foreignamount, memo'

const LINES_PER_QUERY = 1000

async function linesOf(
  ids: readonly string[],
  context: Context,
): Promise<Map<string, JsonObject[]>> {
  const lines = new Map<string, JsonObject[]>()
  if (ids.length === 0) return lines
  const marks = ids.map(() => '?').join(', ')
  const sql = `SELECT ${LINE_COLUMNS} FROM transactionline WHERE transaction IN (${marks}) AND mainline = 'F' AND taxline = 'F' ORDER BY transaction, linesequencenumber`
  for (let offset = 0, more = true; more; offset += LINES_PER_QUERY) {
    const options = { limit: LINES_PER_QUERY, offset, signal: context.signal }
    const page = await context.client.query(sql, ids, options)
    for (const { transaction = '', ...line } of page.rows)
      lines.set(transaction, [...(lines.get(transaction) ?? []), line])
    more = page.hasMore
  }
  return lines
}
