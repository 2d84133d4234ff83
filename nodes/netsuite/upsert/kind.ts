import { choice, expression, mapping, rows, tags, text } from '../../fields.ts'
import { defineKind } from '../../kind.ts'
import { EFFECT_FIELDS, EXTERNAL_ID_FIELD } from '../common/effect-fields.ts'
import { recordPermissions } from '../permissions.ts'
import { netSuiteWord, recordChoices } from '../records.ts'

const OTHER = 'other'

const VERBS: Record<string, string> = { leave: 'add', fill: 'add or complete' }

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
    id: expression('Known record', {
      help: 'Gives the internal id of a record that is known already: what differs there is updated, and its external id stays. Nothing: it is found by its external id.',
    }),
    externalId: EXTERNAL_ID_FIELD,
    body: mapping('Fields', { required: true, target: 'recordType' }),
    onExisting: choice('If it exists', [
      { value: 'update', label: 'Update it' },
      { value: 'fill', label: 'Fill in blanks only' },
      { value: 'leave', label: 'Leave it as it is' },
    ]),
    createOnly: tags('Only when it is created', ['subsidiary', 'currency', 'entityId'], {
      help: 'Fields that an update leaves alone, such as those that NetSuite does not let be changed.',
    }),
    replaceSublists: tags('Lists to replace on update', ['item', 'apply', 'addressBook'], {
      initial: ['item'],
      help: 'Lines of these lists that the record does not bring any more are removed.',
    }),
    lineKeys: rows(
      'Lists to update line by line',
      {
        list: text('List', { required: true, placeholder: 'addressBook' }),
        field: text('Lines are known by', { required: true, placeholder: 'label' }),
      },
      {
        rowLabel: 'List',
        help: 'A line that is there already is changed in place, a new one is added, and no other is touched.',
      },
    ),
    alsoBy: text('Also known by', {
      placeholder: 'email',
      help: 'A field of the record, such as email. An active record that has the same value there is taken instead of creating another one, also where two come together. Blank: only the external id counts.',
      when: { field: 'recordType', is: ['customer', 'contact'] },
    }),
    ...EFFECT_FIELDS,
  },
  summary: (config) => {
    const type = config.recordType === OTHER ? config.otherType : config.recordType
    const verb = VERBS[String(config.onExisting)] ?? 'add or update'
    return `${verb} ${netSuiteWord(type)}`
  },
  check: (config) =>
    config.recordType === OTHER && !/^[a-z][a-z0-9_]*$/i.test(String(config.otherType ?? ''))
      ? [{ field: 'otherType', message: 'Give the type id: letters, digits and _ only.' }]
      : [],
  permissions: (config) => [
    ...recordPermissions(
      config.recordType === OTHER ? config.otherType : config.recordType,
      'write',
    ),
    ...(config.alsoBy ? recordPermissions(config.recordType, 'read', { query: true }) : []),
  ],
})
