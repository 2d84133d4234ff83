import { choice, expression } from '../../fields.ts'
import { defineKind } from '../../kind.ts'
import { recordPermissions } from '../permissions.ts'
import { netSuiteWord, recordChoices } from '../records.ts'

export const netsuiteDelete = defineKind({
  id: 'netsuite.delete',
  version: 1,
  role: 'sink',
  family: 'NetSuite',
  system: 'netsuite',
  title: 'Delete NetSuite record',
  description: 'Deletes a record for good. For transactions, voiding keeps the trail.',
  fields: {
    recordType: choice(
      'Record type',
      recordChoices((one) => one.writable),
      { required: true, initial: 'customerPayment' },
    ),
    id: expression('Internal id', { required: true, initial: '$key' }),
  },
  summary: (config) => `delete ${netSuiteWord(config.recordType)}`,
  permissions: (config) => recordPermissions(config.recordType, 'write'),
})
