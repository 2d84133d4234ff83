import { z } from 'zod'
import type { ConfigOf } from '../../kind.ts'
import { source } from '../../runner.ts'
import { accountPeriod, MOMENT, momentText, readsSince } from '../client/account-time.ts'
import type { NetSuiteReader } from '../client/client.ts'
import { windowAfter } from '../client/key-window.ts'
import { netSuiteRecord } from '../records.ts'
import { netsuiteDeletedSource } from './kind.ts'

/** Reads NetSuite's list of deleted records; the key is the internal id that the record had. */
export const runNetsuiteDeletedSource = source<typeof netsuiteDeletedSource, NetSuiteReader>(
  netsuiteDeletedSource,
  {
    read: async (config, context, cursor) => {
      const { client, until, ids, pageSize: limit, signal } = context
      const since = ids ? new Date(0) : sinceOf(config, context)
      const period = await accountPeriod(client, { since, until }, signal)
      const names = spellings(config.recordType)
      const where = [
        `deleteddate >= ${MOMENT}`,
        `deleteddate <= ${MOMENT}`,
        `LOWER(type) IN (${names.map(() => '?').join(', ')})`,
        ...(ids ? [`recordid IN (${ids.map(() => '?').join(', ')})`] : []),
      ]
      const columns = `recordid, type, name, ${momentText('deleteddate')} AS deleteddate`
      const query = {
        sql: `SELECT ${columns} FROM deletedrecord WHERE ${where.join(' AND ')}`,
        params: [period.since, period.until, ...names, ...(ids ?? [])],
        key: 'recordid',
      }
      const window = await windowAfter(client, query, { after: AFTER.parse(cursor), limit, signal })
      return {
        records: window.rows.map(({ recordid: id = '', name = '', deleteddate = '' }) => ({
          key: id,
          record: { id, type: config.recordType, name, deletedDate: deleteddate },
          facts: name ? { name } : {},
        })),
        next: window.next,
      }
    },
  },
)

const AFTER = z.string().nullable()

const DAY_MS = 24 * 3600 * 1000

/** The cursor, or so many days ago as every run is to read again. */
function sinceOf(
  { backfillDays, againDays }: ConfigOf<typeof netsuiteDeletedSource>,
  context: { since: Date | null; until: Date },
): Date {
  const again = context.until.getTime() - (againDays ?? 0) * DAY_MS
  return new Date(Math.min(readsSince(context, backfillDays).getTime(), again))
}

/** Accounts list the type by its id, by its label or by the code of the transaction. */
function spellings(recordType: string): string[] {
  const known = netSuiteRecord(recordType)
  const names = [recordType, known?.label, known?.transactionType]
  return [...new Set(names.flatMap((name) => name?.toLowerCase() ?? []))]
}
