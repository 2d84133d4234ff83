import { z } from 'zod'
import type { ConfigOf } from '../../kind.ts'
import type { RecordFacts, SourceContext, SourceRecord } from '../../runner.ts'
import { source } from '../../runner.ts'
import { accountPeriod, MOMENT, readsSince } from '../client/account-time.ts'
import type { NetSuiteReader, QueryRow } from '../client/client.ts'
import type { WindowQuery } from '../client/key-window.ts'
import { windowAfter } from '../client/key-window.ts'
import { bindNames } from '../common/named-params.ts'
import { netsuiteQuerySource } from './kind.ts'

/** Reads a query in windows of its key, so that it may have any number of rows. */
export const runNetsuiteQuerySource = source<typeof netsuiteQuerySource, NetSuiteReader>(
  netsuiteQuerySource,
  {
    read: async (config, context, cursor) => {
      const query = await periodQuery(config, context)
      const { client, pageSize: limit, signal } = context
      const window = await windowAfter(client, query, { after: AFTER.parse(cursor), limit, signal })
      const records = window.rows.map((row) => toRecord(config, row))
      if (!context.ids || window.next !== null) return { records, next: window.next }
      const found = new Set(records.map(({ key }) => key))
      return {
        records,
        next: null,
        // Ids of earlier windows are not known here, so only a single window can tell.
        skipped: cursor
          ? []
          : context.ids
              .filter((id) => !found.has(id))
              .map((key) => ({ key, reason: `The query gives no row with ${config.key} ${key}.` })),
      }
    },
  },
)

type Config = ConfigOf<typeof netsuiteQuerySource>

const AFTER = z.string().nullable()

async function periodQuery(
  config: Config,
  context: SourceContext<NetSuiteReader>,
): Promise<WindowQuery> {
  const { client, ids, until, signal } = context
  const since = ids ? new Date(0) : readsSince(context, config.backfillDays)
  const period = await accountPeriod(client, { since, until }, signal)
  const moment = (value: string) => ({ sql: MOMENT, value })
  const names = new Map([
    ['since', moment(period.since)],
    ['until', moment(period.until)],
  ])
  const { sql, params } = bindNames(config.sql, names)
  const wanted = ids ? `q.${config.key} IN (${ids.map(() => '?').join(', ')})` : '1 = 1'
  return {
    sql: `SELECT * FROM (${sql}) q WHERE ${wanted}`,
    params: [...params, ...(ids ?? [])],
    key: config.key,
  }
}

function toRecord(config: Config, row: QueryRow): SourceRecord {
  const facts: RecordFacts = {}
  if (row.name) facts.name = row.name
  if (row.amount && row.currency && /^[A-Z]{3}$/i.test(row.currency)) {
    facts.amount = row.amount
    facts.currency = row.currency.toUpperCase()
  }
  return { key: row[config.key.toLowerCase()] ?? '', record: row, facts }
}
