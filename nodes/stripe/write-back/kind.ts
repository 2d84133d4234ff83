import { choice, expression, rows, text } from '../../fields.ts'
import { defineKind } from '../../kind.ts'
import { isStripeObject, objectChoices, stripeWord } from '../objects.ts'
import { stripePermission } from '../permissions.ts'
import { metadataFaults } from '../common/sink-fields.ts'

export const stripeWriteBack = defineKind({
  id: 'stripe.write-back',
  version: 1,
  role: 'sink',
  family: 'Stripe',
  system: 'stripe',
  title: 'Update Stripe metadata',
  description: 'Writes values, such as the NetSuite id, to the metadata of a Stripe object.',
  fields: {
    object: choice(
      'Object',
      objectChoices((one) => one.metadata),
      { required: true },
    ),
    id: expression('Id', {
      required: true,
      initial: '$key',
      help: 'Gives the Stripe id of the object to update.',
    }),
    metadata: rows(
      'Metadata',
      {
        key: text('Key', { required: true, placeholder: 'netsuite_invoice_id' }),
        value: expression('Value', {
          required: true,
          help: 'A text, number or true/false; null removes the key.',
        }),
      },
      { rowLabel: 'Entry', required: true },
    ),
    into: text('Put the id at', {
      help: 'The field of the record that receives { id } of the updated object. Blank: nowhere.',
    }),
  },
  permissions: (config) =>
    isStripeObject(config.object) ? [stripePermission(config.object, 'write')] : [],
  summary: (config) => {
    const entries = Array.isArray(config.metadata) ? config.metadata : []
    const keys = entries.flatMap((row) =>
      typeof row === 'object' && row !== null && !Array.isArray(row) && typeof row.key === 'string'
        ? [row.key]
        : [],
    )
    return `${stripeWord(config.object)}: ${keys.join(', ') || 'nothing yet'}`
  },
  check: metadataFaults,
})
