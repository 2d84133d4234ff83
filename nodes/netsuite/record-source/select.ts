import { NodeError } from '../../errors.ts'
import type { JsonObject } from '../../json.ts'
import type { ConfigOf } from '../../kind.ts'
import { accountPeriod, MOMENT, momentText, readsSince } from '../client/account-time.ts'
import type { NetSuiteReader } from '../client/client.ts'
import { criterionSql } from '../common/criteria.ts'
import type { WindowQuery } from '../client/key-window.ts'
import type { NetSuiteRecord } from '../records.ts'
import { netSuiteRecord } from '../records.ts'
import { isColumnName } from '../suiteql-names.ts'
import type { netsuiteRecordSource } from './kind.ts'

type Config = ConfigOf<typeof netsuiteRecordSource>

/** The type a config names, and where SuiteQL finds its records. */
export function recordOf(config: Config): NetSuiteRecord {
  const type = config.recordType === 'other' ? config.otherType : config.recordType
  const known = netSuiteRecord(type)
  if (known) return known
  if (!isColumnName(type))
    throw new NodeError({
      class: 'value',
      field: 'otherType',
      message: `"${type}" is no record type of NetSuite: letters, digits and _ only.`,
    })
  const shared = { details: [], permission: '', hasInactive: false, writable: true }
  return { ...shared, value: type, label: type, table: type.toLowerCase(), names: ['name'] }
}

/** Columns beside those of the config; an account without the feature may lack the last ones. */
function ownColumns(record: NetSuiteRecord): string[] {
  if (!record.transactionType) return ['externalid', ...record.names]
  return ['externalid', 'tranid', 'entity', 'foreigntotal', 'currency']
}

/**
 * The query for what changed in the period, or for the records with the given ids; `without` are
 * columns that the account turned out not to have.
 */
export async function selectChanged(
  config: Config,
  context: {
    client: NetSuiteReader
    settings: JsonObject
    since: Date | null
    until: Date
    ids: readonly string[] | null
    /** With ids: only those that meet the criteria as well. */
    criteriaToo?: boolean
    signal: AbortSignal
  },
  without: ReadonlySet<string>,
): Promise<WindowQuery> {
  const record = recordOf(config)
  const wanted = [...ownColumns(record), ...config.columns.map((name) => name.toLowerCase())]
  for (const name of wanted) criterionSql(name, 'empty', null)
  const names = [...new Set(wanted)].filter((name) => !without.has(name) && name !== 'id')
  const columns = ['id', ...names, `${momentText('lastmodifieddate')} AS lastmodifieddate`]
  const where: string[] = []
  const params: string[] = []
  if (record.transactionType) {
    where.push('type = ?')
    params.push(record.transactionType)
  }
  if (context.ids) {
    where.push(`id IN (${context.ids.map(() => '?').join(', ')})`)
    params.push(...context.ids)
  } else if (config.which !== 'all') {
    const { until } = context
    const since = readsSince(context, config.backfillDays)
    const period = await accountPeriod(context.client, { since, until }, context.signal)
    where.push(`lastmodifieddate >= ${MOMENT}`, `lastmodifieddate <= ${MOMENT}`)
    params.push(period.since, period.until)
  }
  if (!context.ids || context.criteriaToo) {
    for (const { field, operator, value } of config.criteria) {
      const criterion = criterionSql(field, operator, await value({ key: '', record: {} }))
      where.push(criterion.sql)
      params.push(...criterion.params)
    }
  }
  const wherever = where.length > 0 ? where.join(' AND ') : '1 = 1'
  return {
    sql: `SELECT ${columns.join(', ')} FROM ${record.table} WHERE ${wherever}`,
    params,
    key: 'id',
  }
}

/** The column of ours that an account without the feature refuses; undefined for other errors. */
export function columnRefused(config: Config, error: unknown): string | undefined {
  if (!(error instanceof NodeError)) return undefined
  const name = /Unknown identifier '(?:\w+\.)?(\w+)'/i.exec(error.message)?.[1]?.toLowerCase()
  if (!name || config.columns.some((column) => column.toLowerCase() === name)) return undefined
  return ownColumns(recordOf(config)).includes(name) ? name : undefined
}
