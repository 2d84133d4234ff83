import { choice, expression, rows, tags, text } from '../../fields.ts'
import { defineKind } from '../../kind.ts'
import { objectChoices, stripeWord } from '../objects.ts'

export const stripeLookup = defineKind({
  id: 'stripe.lookup',
  version: 1,
  role: 'transform',
  family: 'Lookups',
  system: 'stripe',
  title: 'Find Stripe object',
  description: 'Finds the one object in Stripe that fits all filters.',
  fields: {
    object: choice('Object', objectChoices(), { required: true }),
    filter: rows(
      'Filters',
      {
        param: text('Stripe filter', {
          required: true,
          placeholder: 'email',
          help: 'A filter of the Stripe list: email, customer, status, payment_intent, invoice …',
        }),
        value: expression('Value', { required: true }),
      },
      { rowLabel: 'Filter', required: true },
    ),
    expand: tags('Read along', ['customer', 'payments', 'balance_transaction']),
    into: text('Put it at', {
      required: true,
      initial: 'found',
      help: 'The field of the record that receives the object.',
    }),
    onNone: choice('If there is none', [
      { value: 'continue', label: 'Go on without it' },
      { value: 'error', label: 'Report an error' },
    ]),
    missingMessage: text('Message', {
      when: { field: 'onNone', is: ['error'] },
      placeholder: 'Create the customer in Stripe, then retry.',
      help: 'What the person who reads the error should do.',
    }),
  },
  summary: (config) => {
    const filter = Array.isArray(config.filter) ? config.filter.length : 0
    return `${stripeWord(config.object)} by ${filter === 1 ? '1 filter' : `${filter} filters`}`
  },
})
