import { choice, expression } from '../../fields.ts'
import { defineKind } from '../../kind.ts'
import { recordPermissions, RESTLET_PERMISSION } from '../permissions.ts'
import { netSuiteWord, recordChoices } from '../records.ts'

const VOIDABLE = new Set(['invoice', 'creditMemo', 'customerPayment', 'customerRefund'])

export const netsuiteVoid = defineKind({
  id: 'netsuite.void',
  version: 1,
  role: 'sink',
  family: 'NetSuite',
  system: 'netsuite',
  title: 'Void NetSuite transaction',
  description:
    'Voids a transaction: it stays, with an amount of zero. Needs the Tributary RESTlet.',
  fields: {
    recordType: choice(
      'Record type',
      recordChoices((one) => VOIDABLE.has(one.value)),
      { required: true, initial: 'invoice' },
    ),
    id: expression('Internal id', { required: true, initial: '$key' }),
  },
  summary: (config) => `void ${netSuiteWord(config.recordType)}`,
  permissions: (config) => [...recordPermissions(config.recordType, 'write'), RESTLET_PERMISSION],
})
