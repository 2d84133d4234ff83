import { choice, number, pick, tags } from '../../fields.ts'
import { defineKind } from '../../kind.ts'
import { objectChoices, stripeWord } from '../objects.ts'
import { readPermissions } from '../permissions.ts'

const EXPANDABLE = ['customer', 'payments', 'balance_transaction', 'charge', 'payment_intent']

export const stripeListSource = defineKind({
  id: 'stripe.list-source',
  version: 1,
  role: 'source',
  family: 'Sources',
  system: 'stripe',
  title: 'Stripe list',
  description: 'Reads every object of one type that was created in the period.',
  fields: {
    object: choice('Object', objectChoices(), { required: true }),
    status: choice(
      'Status',
      [
        { value: '', label: 'Any' },
        { value: 'draft', label: 'Draft' },
        { value: 'open', label: 'Open' },
        { value: 'paid', label: 'Paid' },
        { value: 'uncollectible', label: 'Uncollectible' },
        { value: 'void', label: 'Void' },
      ],
      { when: { field: 'object', is: ['invoice'] } },
    ),
    customer: pick('Only this customer', 'stripe:customer', {
      placeholder: 'cus_…',
      help: 'Leave blank for all.',
    }),
    expand: tags('Read along', EXPANDABLE, {
      help: 'Related objects that Stripe should answer in full instead of by id.',
    }),
    backfillDays: number('Days to look back on the first run', {
      initial: 365,
      min: 1,
      max: 3650,
      help: 'A list knows creation dates only: later changes need "Stripe changes".',
    }),
  },
  permissions: (config) => readPermissions(config.object, config.expand),
  summary: (config) => {
    const status = typeof config.status === 'string' && config.status ? `${config.status} ` : ''
    return `every ${status}${stripeWord(config.object)}`
  },
})
