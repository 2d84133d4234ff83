import { choice, number } from '../../fields.ts'
import { defineKind } from '../../kind.ts'
import { recordPermissions } from '../permissions.ts'
import { netSuiteWord, recordChoices } from '../records.ts'

export const netsuiteDeletedSource = defineKind({
  id: 'netsuite.deleted-source',
  version: 1,
  role: 'source',
  family: 'Sources',
  system: 'netsuite',
  title: 'Deleted NetSuite records',
  description: 'Reads which records of one type were deleted.',
  fields: {
    recordType: choice(
      'Record type',
      recordChoices((one) => one.writable),
      { required: true, initial: 'invoice' },
    ),
    backfillDays: number('Days to look back on the first run', { initial: 30, min: 1, max: 3650 }),
    againDays: number('Days that every run reads again', {
      initial: 0,
      min: 0,
      max: 90,
      help: 'For flows that cannot deal with everything at once: what was deleted in these days comes again with each run.',
    }),
  },
  summary: (config) => `deleted: ${netSuiteWord(config.recordType)}`,
  permissions: () => [
    ...recordPermissions('', 'read', { query: true }),
    { system: 'netsuite', name: 'Deleted Records', access: 'read' },
  ],
})
