import { choice, expression, mapping, tags, toggle } from '../../fields.ts'
import { defineKind } from '../../kind.ts'
import { stripePermission } from '../permissions.ts'
import { INTO, linkField, markFields, metadataFaults } from '../common/sink-fields.ts'

export const stripeUpsertCustomer = defineKind({
  id: 'stripe.upsert-customer',
  version: 1,
  role: 'sink',
  family: 'Stripe',
  system: 'stripe',
  title: 'Add or update Stripe customer',
  description: 'Finds the customer by its id, its mark or its email, and updates or creates it.',
  fields: {
    id: expression('Known Stripe customer', {
      help: 'Gives the id that is known already, such as one noted in NetSuite. Nothing: it is looked for.',
    }),
    body: mapping('Fields', { required: true, target: 'customer' }),
    taxIds: expression('Tax ids', {
      placeholder: '[{ "type": "eu_vat", "value": vatRegNumber }]',
      help: 'Gives a list of { type, value }. Missing ones are added, none is removed.',
    }),
    taxIdsFor: choice('Tax ids for', [
      { value: 'all', label: 'New customers and known ones' },
      { value: 'new', label: 'New customers only' },
    ]),
    ...markFields('netsuite_customer_id'),
    byEmail: toggle('Look for the email too', {
      initial: true,
      help: 'A customer with the same email that stands for nobody else is taken over.',
    }),
    onExisting: choice('If it exists', [
      { value: 'overwrite', label: 'Overwrite what differs' },
      { value: 'fill', label: 'Fill in blanks only' },
      { value: 'leave', label: 'Leave it as it is' },
    ]),
    ownMetadata: tags('Metadata to overwrite all the same', [], {
      when: { field: 'onExisting', is: ['fill'] },
      help: 'Keys that nobody but this flow writes, such as netsuite_inactive.',
    }),
    onDeleted: choice('If the known one was deleted', [
      { value: 'error', label: 'Report an error' },
      { value: 'create', label: 'Create another one' },
    ]),
    linkType: linkField('customer'),
    into: INTO,
  },
  summary: (config) =>
    config.onExisting === 'leave'
      ? 'add customer'
      : `add or ${config.onExisting === 'fill' ? 'complete' : 'update'} customer`,
  check: metadataFaults,
  permissions: (config) => [
    stripePermission('customer', 'write'),
    ...(config.taxIds ? [stripePermission('tax_id', 'write')] : []),
  ],
})
