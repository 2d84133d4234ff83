import { choice, expression, number, pick, rows, tags, text } from '../../fields.ts'
import { defineKind } from '../../kind.ts'
import { OPERATORS, WITHOUT_VALUE } from '../common/criteria.ts'
import { listening, realTimeFields } from '../../real-time-fields.ts'
import { recordPermissions } from '../permissions.ts'
import { netSuiteWord, recordChoices } from '../records.ts'
import { isColumnName } from '../suiteql-names.ts'

const OTHER = 'other'

export const netsuiteRecordSource = defineKind({
  id: 'netsuite.record-source',
  version: 1,
  role: 'source',
  family: 'Sources',
  system: 'netsuite',
  title: 'NetSuite changes',
  description:
    'Reads the NetSuite records of one type that were added or changed, or all that fit.',
  fields: {
    recordType: choice(
      'Record type',
      [
        ...recordChoices((one) => one.table !== 'item' || one.value === 'item'),
        { value: OTHER, label: 'Another type …' },
      ],
      { required: true, initial: 'invoice' },
    ),
    otherType: text('Type id', {
      placeholder: 'customrecord_contract',
      help: 'The id of the record type; its SuiteQL table has the same name.',
      when: { field: 'recordType', is: [OTHER] },
    }),
    criteria: rows(
      'Criteria',
      {
        field: pick('Field', 'netsuite:field', { required: true, placeholder: 'status' }),
        operator: choice('Comparison', OPERATORS),
        value: expression('Value', { help: 'A text in quotes, a number, or $setting("…").' }),
      },
      { rowLabel: 'Criterion', help: 'All of them must hold. Fields by their SuiteQL name.' },
    ),
    which: choice(
      'Which of them',
      [
        { value: 'changed', label: 'Those added or changed since the last run' },
        { value: 'all', label: 'All that meet the criteria, at every run' },
      ],
      {
        help: 'With the second, what changes in Stripe alone is found too. Keep the criteria narrow.',
      },
    ),
    detail: choice('Read', [
      { value: 'record', label: 'The whole record with its lines (a request each)' },
      { value: 'lines', label: 'The fields below and the lines of a transaction' },
      { value: 'fields', label: 'The fields below' },
    ]),
    columns: tags('Fields to read', ['memo', 'otherrefnum', 'duedate', 'email'], {
      when: { field: 'detail', is: ['lines', 'fields'] },
      help: 'SuiteQL names. Id, external id, name, amount and currency are always there.',
    }),
    ...realTimeFields(
      'A script in NetSuite calls when a record is saved; the schedule finds what did not get through.',
    ),
    backfillDays: number('Days to look back on the first run', {
      initial: 365,
      min: 1,
      max: 3650,
      when: { field: 'which', is: ['changed'] },
    }),
  },
  summary: (config) => {
    const type = config.recordType === OTHER ? config.otherType : config.recordType
    const count = Array.isArray(config.criteria) ? config.criteria.length : 0
    return `${netSuiteWord(type)}${count > 0 ? `, ${count === 1 ? '1 criterion' : `${count} criteria`}` : ''}`
  },
  check: (config) => {
    const criteria = Array.isArray(config.criteria) ? config.criteria : []
    const problems = criteria.flatMap((row) => {
      if (typeof row !== 'object' || row === null || Array.isArray(row)) return []
      const name = typeof row.field === 'string' ? row.field : ''
      if (name !== '' && !isColumnName(name))
        return [
          {
            field: 'criteria',
            message: `"${name}" is no NetSuite field id: letters, digits and _ only.`,
          },
        ]
      if (!WITHOUT_VALUE.has(String(row.operator)) && !row.value)
        return [{ field: 'criteria', message: `The criterion on "${name}" has no value.` }]
      return []
    })
    if (config.recordType === OTHER && !isColumnName(String(config.otherType ?? '')))
      problems.push({
        field: 'otherType',
        message: 'Give the type id: letters, digits and _ only.',
      })
    return problems
  },
  listens: (config) => {
    const type = config.recordType === OTHER ? config.otherType : config.recordType
    return listening(config, typeof type === 'string' && type !== '' ? [type.toLowerCase()] : [])
  },
  permissions: (config) =>
    recordPermissions(config.recordType === OTHER ? config.otherType : config.recordType, 'read', {
      query: true,
    }),
})
