import { choice, expression, mapping } from '../../fields.ts'
import { defineKind } from '../../kind.ts'
import { EFFECT_FIELDS, EXTERNAL_ID_FIELD } from '../common/effect-fields.ts'
import { recordPermissions } from '../permissions.ts'
import { netSuiteWord, recordChoices } from '../records.ts'

export const netsuiteTransform = defineKind({
  id: 'netsuite.transform',
  version: 1,
  role: 'sink',
  family: 'NetSuite',
  system: 'netsuite',
  title: 'Make a NetSuite record from another',
  description: 'Makes a record out of another, such as an invoice out of a sales order.',
  fields: {
    from: choice(
      'From',
      recordChoices((one) => one.transactionType !== undefined),
      { required: true, initial: 'salesOrder' },
    ),
    id: expression('Its internal id', { required: true, initial: '$key' }),
    to: choice(
      'Make',
      recordChoices((one) => one.transactionType !== undefined),
      { required: true, initial: 'invoice' },
    ),
    externalId: EXTERNAL_ID_FIELD,
    body: mapping('Fields that differ', {
      target: 'to',
      help: 'NetSuite takes everything else over from the first record.',
    }),
    ...EFFECT_FIELDS,
  },
  summary: (config) => `${netSuiteWord(config.from)} → ${netSuiteWord(config.to)}`,
  permissions: (config) => [
    ...recordPermissions(config.from, 'read'),
    ...recordPermissions(config.to, 'write'),
  ],
})
