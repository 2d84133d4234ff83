import { choice, expression, mapping, pick, rows, text } from '../../fields.ts'
import { defineKind } from '../../kind.ts'
import { LINK_FIELDS } from '../common/effect-fields.ts'
import { recordPermissions } from '../permissions.ts'
import { netSuiteWord, recordChoices } from '../records.ts'
import { isColumnName } from '../suiteql-names.ts'

export const netsuiteUpdate = defineKind({
  id: 'netsuite.update',
  version: 1,
  role: 'sink',
  family: 'NetSuite',
  system: 'netsuite',
  title: 'Update NetSuite fields',
  description: 'Writes values, such as the Stripe id, to fields of a record that exists.',
  fields: {
    recordType: choice(
      'Record type',
      recordChoices((one) => one.writable),
      { required: true, initial: 'invoice' },
    ),
    id: expression('Internal id', { required: true, initial: '$key' }),
    fields: rows(
      'Fields',
      {
        field: pick('NetSuite field', 'netsuite:field', {
          required: true,
          placeholder: 'custbody_stripe_invoice_id',
        }),
        value: expression('Value', { required: true, help: 'null empties the field.' }),
      },
      { rowLabel: 'Field', help: 'Fields of the record itself, not of its lines.' },
    ),
    body: mapping('Further fields', {
      target: 'recordType',
      help: 'A mapping, where fields depend on the record: what it leaves out is left alone.',
    }),
    into: text('Put the id at', {
      help: 'The field of the record that receives { id } of the updated record. Blank: nowhere.',
    }),
    ...LINK_FIELDS,
  },
  summary: (config) => {
    const names = fieldNames(config.fields).join(', ')
    const mapped = config.body ? 'mapped fields' : 'nothing yet'
    return `${netSuiteWord(config.recordType)}: ${names || mapped}`
  },
  check: (config) => {
    const names = fieldNames(config.fields)
    if (names.length === 0 && !config.body)
      return [{ field: 'fields', message: 'Say which fields are written.' }]
    return names
      .filter((name) => name !== '' && !isColumnName(name))
      .map((name) => ({
        field: 'fields',
        message: `"${name}" is no NetSuite field id: letters, digits and _ only.`,
      }))
  },
  permissions: (config) => recordPermissions(config.recordType, 'write'),
})

function fieldNames(stored: unknown): string[] {
  if (!Array.isArray(stored)) return []
  return stored.map((row: unknown) =>
    typeof row === 'object' && row !== null && 'field' in row ? String(row.field) : '',
  )
}
