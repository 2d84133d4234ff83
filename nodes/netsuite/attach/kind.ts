import { choice, expression } from '../../fields.ts'
import { defineKind } from '../../kind.ts'
import { recordPermissions } from '../permissions.ts'
import { netSuiteWord, recordChoices } from '../records.ts'

export const netsuiteAttach = defineKind({
  id: 'netsuite.attach',
  version: 1,
  role: 'sink',
  family: 'NetSuite',
  system: 'netsuite',
  title: 'Attach to NetSuite record',
  description: 'Attaches a contact or a file to a record, or detaches it.',
  fields: {
    action: choice('Action', [
      { value: 'attach', label: 'Attach' },
      { value: 'detach', label: 'Detach' },
    ]),
    what: choice('What', [
      { value: 'contact', label: 'Contact' },
      { value: 'file', label: 'File' },
    ]),
    whatId: expression('Its internal id', { required: true }),
    recordType: choice(
      'To',
      recordChoices((one) => one.writable),
      { required: true, initial: 'customer' },
    ),
    id: expression('Internal id', { required: true, initial: '$key' }),
  },
  summary: (config) => `${config.action} ${config.what}: ${netSuiteWord(config.recordType)}`,
  permissions: (config) => recordPermissions(config.recordType, 'write'),
})
