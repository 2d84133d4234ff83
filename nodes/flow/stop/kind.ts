import { choice, expression } from '../../fields.ts'
import { defineKind } from '../../kind.ts'
import { waitFields } from '../../wait-for.ts'

export const flowStop = defineKind({
  id: 'flow.stop',
  version: 1,
  role: 'transform',
  family: 'Control',
  title: 'Stop with an error',
  description:
    'Opens an error for a person, with a sentence of yours, or lets the record wait for another one; it goes no further.',
  fields: {
    message: expression('Message', {
      required: true,
      placeholder: '"Invoice " & invoice.number & " is void in Stripe but paid in NetSuite."',
      help: 'Says what is wrong and what to do next. Gives a text.',
    }),
    kind: choice(
      'Kind of error',
      [
        { value: 'value', label: 'Value: a field has to be corrected' },
        { value: 'missing', label: 'Missing: something has to come first' },
        { value: 'duplicate', label: 'Duplicate: more than one fits' },
      ],
      { help: 'Errors are grouped by it.' },
    ),
    ...waitFields({ field: 'kind', is: ['missing'] }, { required: false }),
  },
  summary: (config) =>
    config.kind === 'missing' && config.waitForId ? 'waits for another record' : 'opens an error',
})
