import { choice, expression, rows, text } from '../../fields.ts'
import { foundFields } from '../../found-fields.ts'
import { defineKind } from '../../kind.ts'
import { namesIn } from '../common/named-params.ts'
import { recordPermissions } from '../permissions.ts'

export const netsuiteQueryLookup = defineKind({
  id: 'netsuite.query-lookup',
  version: 1,
  role: 'transform',
  family: 'Lookups',
  system: 'netsuite',
  title: 'Ask NetSuite (SuiteQL)',
  description: 'Puts the rows of a SuiteQL query into the record.',
  fields: {
    sql: text('Query (SuiteQL)', {
      required: true,
      lines: true,
      placeholder: 'SELECT id, tranid FROM transaction WHERE otherrefnum = :po',
      help: 'Values come in as :name, never as text put together.',
    }),
    params: rows(
      'Values',
      {
        name: text('Name', { required: true, placeholder: 'po' }),
        value: expression('Value', {
          required: true,
          help: 'A text, number or true/false; a list for IN (:name), which finds nothing when it is empty.',
        }),
      },
      { rowLabel: 'Value' },
    ),
    take: choice('Take', [
      { value: 'one', label: 'The one row' },
      { value: 'many', label: 'All rows, as a list' },
    ]),
    ...foundFields('Create the item in NetSuite, then retry.'),
  },
  summary: (config) => {
    const table = /\bfrom\s+(\w+)/i.exec(String(config.sql ?? ''))?.[1]
    return table ? `ask ${table.toLowerCase()}` : 'SuiteQL'
  },
  check: (config) => {
    const given = new Set(
      (Array.isArray(config.params) ? config.params : []).flatMap((row) =>
        typeof row === 'object' && row !== null && !Array.isArray(row) ? [String(row.name)] : [],
      ),
    )
    const lower = new Set([...given].map((name) => name.toLowerCase()))
    return namesIn(String(config.sql ?? ''))
      .filter((name) => !lower.has(name))
      .map((name) => ({ field: 'sql', message: `The query asks for :${name}: add it to Values.` }))
  },
  permissions: () => recordPermissions('', 'read', { query: true }),
})
