import { number, text } from '../../fields.ts'
import { defineKind } from '../../kind.ts'
import { namesIn } from '../common/named-params.ts'
import { recordPermissions } from '../permissions.ts'
import { isColumnName } from '../suiteql-names.ts'

export const netsuiteQuerySource = defineKind({
  id: 'netsuite.query-source',
  version: 1,
  role: 'source',
  family: 'Sources',
  system: 'netsuite',
  title: 'NetSuite query',
  description: 'Reads the rows of a SuiteQL query, each as a record.',
  fields: {
    sql: text('Query (SuiteQL)', {
      required: true,
      lines: true,
      placeholder:
        "SELECT id, tranid AS name, foreigntotal AS amount FROM transaction WHERE type = 'CustInvc' AND lastmodifieddate >= :since AND lastmodifieddate <= :until",
      help: ':since and :until are the period to read. Columns called name, amount and currency are shown in lists of records. Without ORDER BY: the key orders.',
    }),
    key: text('Key column', {
      required: true,
      initial: 'id',
      help: 'A column with a different value in every row; it becomes the record’s key.',
    }),
    backfillDays: number('Days to look back on the first run', { initial: 365, min: 1, max: 3650 }),
  },
  summary: (config) => {
    const table = /\bfrom\s+(\w+)/i.exec(String(config.sql ?? ''))?.[1]
    return table ? `rows of ${table.toLowerCase()}` : 'SuiteQL'
  },
  check: (config) => {
    const sql = String(config.sql ?? '')
    const problems = namesIn(sql)
      .filter((name) => name !== 'since' && name !== 'until')
      .map((name) => ({
        field: 'sql',
        message: `:${name} is not known here: a source has :since and :until only.`,
      }))
    if (/\border\s+by\b[^)]*$/i.test(sql))
      problems.push({ field: 'sql', message: 'Leave ORDER BY out: rows are read by their key.' })
    if (typeof config.key === 'string' && config.key !== '' && !isColumnName(config.key))
      problems.push({ field: 'key', message: `"${config.key}" is no column name.` })
    return problems
  },
  permissions: () => recordPermissions('', 'read', { query: true }),
})
