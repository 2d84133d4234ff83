import { choice, expression, tags, text } from '../../fields.ts'
import { defineKind } from '../../kind.ts'
import { recordPermissions } from '../permissions.ts'
import { netSuiteWord, recordChoices } from '../records.ts'

export const netsuiteGet = defineKind({
  id: 'netsuite.get',
  version: 1,
  role: 'transform',
  family: 'Lookups',
  system: 'netsuite',
  title: 'Read NetSuite record',
  description: 'Reads a whole NetSuite record with its lines, by its id.',
  fields: {
    recordType: choice(
      'Record type',
      recordChoices((one) => one.value !== 'item'),
      { required: true, initial: 'invoice' },
    ),
    by: choice('By', [
      { value: 'id', label: 'Internal id' },
      { value: 'externalId', label: 'External id' },
    ]),
    id: expression('Id', { required: true, initial: '$key' }),
    fields: tags('Only these fields', ['tranId', 'status', 'amountRemaining'], {
      help: 'Blank: all fields and lines.',
    }),
    into: text('Put it at', {
      required: true,
      initial: 'netsuite',
      help: 'The field of the record that receives the NetSuite record.',
    }),
    onNone: choice('If there is none', [
      { value: 'error', label: 'Report an error' },
      { value: 'continue', label: 'Go on without it' },
    ]),
  },
  summary: (config) => `read ${netSuiteWord(config.recordType)}`,
  permissions: (config) => recordPermissions(config.recordType, 'read'),
})
