import { choice, expression, rows, tags, text, toggle } from '../../fields.ts'
import { foundFields } from '../../found-fields.ts'
import { defineKind } from '../../kind.ts'
import { waitFields } from '../../wait-for.ts'
import { recordPermissions } from '../permissions.ts'
import { netSuiteWord, recordChoices } from '../records.ts'
import { isColumnName } from '../suiteql-names.ts'

const SUGGESTED_COLUMNS = [
  'externalid',
  'entityid',
  'companyname',
  'email',
  'itemid',
  'symbol',
  'tranid',
]

export const netsuiteLookup = defineKind({
  id: 'netsuite.lookup',
  version: 1,
  role: 'transform',
  family: 'Lookups',
  system: 'netsuite',
  title: 'Find NetSuite record',
  description: 'Finds the one NetSuite record that fits; tries the criteria in their order.',
  fields: {
    recordType: choice(
      'Record type',
      recordChoices((one) => one.table !== 'item' || one.value === 'item'),
      { required: true },
    ),
    criteria: rows(
      'Criteria',
      {
        field: text('NetSuite field', { required: true, placeholder: 'email' }),
        value: expression('Equals', { required: true }),
      },
      {
        rowLabel: 'Criterion',
        required: true,
        help: 'Tried from top to bottom; the first that finds a record decides. E-mail addresses are compared without regard to capitals. A criterion without a value is passed over.',
      },
    ),
    extra: rows(
      'And always',
      {
        field: text('NetSuite field', { required: true, placeholder: 'subsidiary' }),
        value: expression('Equals', { required: true }),
      },
      {
        rowLabel: 'Condition',
        help: 'Conditions that every criterion must meet as well, such as the subsidiary.',
      },
    ),
    activeOnly: toggle('Active records only', { initial: true }),
    columns: tags('Fields to read', SUGGESTED_COLUMNS, {
      help: 'The internal id is always there.',
    }),
    each: toggle('One result per value', {
      help: 'The criterion gives a list of values; the result is an object with one record per value.',
    }),
    ...foundFields('Create the item in NetSuite, then retry.', { mayWait: true }),
    ...waitFields({ field: 'onNone', is: ['wait'] }, { required: true }),
  },
  summary: (config) => {
    const fields = rowFields(config.criteria).join(', then ')
    return `${netSuiteWord(config.recordType)} by ${fields || '…'}`
  },
  check: (config) => {
    const criteria = rowFields(config.criteria)
    const extra = rowFields(config.extra)
    const columns = Array.isArray(config.columns) ? config.columns.map(String) : []
    const named = [
      ...criteria.map((name) => ({ field: 'criteria', name })),
      ...extra.map((name) => ({ field: 'extra', name })),
      ...columns.map((name) => ({ field: 'columns', name })),
    ]
    const problems = named
      .filter(({ name }) => name !== '' && !isColumnName(name))
      .map(({ field, name }) => ({
        field,
        message: `"${name}" is no NetSuite field id: letters, digits and _ only.`,
      }))
    if (config.each === true && criteria.length > 1)
      problems.push({
        field: 'criteria',
        message: '"One result per value" works with a single criterion.',
      })
    return problems
  },
  permissions: (config) => recordPermissions(config.recordType, 'read', { query: true }),
})

function rowFields(stored: unknown): string[] {
  if (!Array.isArray(stored)) return []
  return stored.map((row: unknown) => {
    if (typeof row !== 'object' || row === null || !('field' in row)) return ''
    return typeof row.field === 'string' ? row.field : ''
  })
}
