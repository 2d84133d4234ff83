import { choice, mapping, tags, text } from '../../fields.ts'
import { defineKind } from '../../kind.ts'
import { EFFECT_FIELDS, EXTERNAL_ID_FIELD } from '../common/effect-fields.ts'
import { recordPermissions } from '../permissions.ts'
import { netSuiteWord, recordChoices } from '../records.ts'

const OTHER = 'other'

export const netsuiteUpsert = defineKind({
  id: 'netsuite.upsert',
  version: 1,
  role: 'sink',
  family: 'NetSuite',
  system: 'netsuite',
  title: 'Write NetSuite record',
  description: 'Creates a NetSuite record, or updates it when its external id is there already.',
  fields: {
    recordType: choice(
      'Record type',
      [...recordChoices((one) => one.writable), { value: OTHER, label: 'Another type …' }],
      { required: true, initial: 'invoice' },
    ),
    otherType: text('Type id', {
      placeholder: 'customrecord_contract',
      help: 'The id of the record type in the REST record service.',
      when: { field: 'recordType', is: [OTHER] },
    }),
    externalId: EXTERNAL_ID_FIELD,
    body: mapping('Fields', { required: true, target: 'recordType' }),
    onExisting: choice('If it exists', [
      { value: 'update', label: 'Update it' },
      { value: 'leave', label: 'Leave it as it is' },
    ]),
    replaceSublists: tags('Lists to replace on update', ['item', 'apply', 'addressBook'], {
      initial: ['item'],
      help: 'Lines of these lists that the record does not bring any more are removed.',
    }),
    ...EFFECT_FIELDS,
  },
  summary: (config) => {
    const type = config.recordType === OTHER ? config.otherType : config.recordType
    return `${config.onExisting === 'leave' ? 'add' : 'add or update'} ${netSuiteWord(type)}`
  },
  check: (config) =>
    config.recordType === OTHER && !/^[a-z][a-z0-9_]*$/i.test(String(config.otherType ?? ''))
      ? [{ field: 'otherType', message: 'Give the type id: letters, digits and _ only.' }]
      : [],
  permissions: (config) =>
    recordPermissions(config.recordType === OTHER ? config.otherType : config.recordType, 'write'),
})
