import { choice, expression, tags, text, toggle } from '../../fields.ts'
import { defineKind } from '../../kind.ts'
import { objectChoices, stripeWord } from '../objects.ts'
import { readPermissions } from '../permissions.ts'

const EXPANDABLE = [
  'customer',
  'payments',
  'payments.data.payment.payment_intent',
  'discounts',
  'balance_transaction',
  'payment_intent',
  'latest_charge.balance_transaction',
  'charge.balance_transaction',
]

/** Objects whose lists can be narrowed to a customer. */
const LISTED_BY_CUSTOMER = ['invoice', 'payment_intent', 'charge', 'credit_note']

export const stripeGet = defineKind({
  id: 'stripe.get',
  version: 1,
  role: 'transform',
  family: 'Stripe',
  system: 'stripe',
  title: 'Read Stripe object',
  description: 'Fetches an object from Stripe as it stands now.',
  fields: {
    object: choice('Object', objectChoices(), { required: true }),
    id: expression('Id', {
      required: true,
      initial: 'id',
      help: 'Gives the Stripe id, such as in_1Qx…',
    }),
    expand: tags('Read along', EXPANDABLE, {
      help: 'Related objects that Stripe should answer in full instead of by id.',
    }),
    allLines: toggle('Read every line', {
      initial: true,
      help: 'Stripe answers the first lines only; read the others too.',
    }),
    customer: expression('Customer in Stripe', {
      when: { field: 'object', is: LISTED_BY_CUSTOMER },
      help: 'Optional. Gives the customer’s id: more than 20 objects of one customer are then read from its list, a hundred at a time.',
    }),
    deleted: toggle('Give deleted ones too', {
      when: { field: 'object', is: ['customer'] },
      help: 'On: a deleted customer is { id, deleted: true }. Off: it counts as one that does not exist.',
    }),
    into: text('Put it at', {
      placeholder: 'invoice',
      help: 'The field of the record that receives the object. Blank: the object becomes the record.',
    }),
    onMissing: choice('If it does not exist', [
      { value: 'error', label: 'Report an error' },
      { value: 'continue', label: 'Go on without it' },
    ]),
  },
  permissions: (config) => readPermissions(config.object, config.expand),
  summary: (config) => {
    const into = typeof config.into === 'string' && config.into ? ` → ${config.into}` : ''
    return `${stripeWord(config.object)}${into}`
  },
})
