import { choice, expression, rows, tags, text } from '../../fields.ts'
import { foundFields } from '../../found-fields.ts'
import { defineKind } from '../../kind.ts'
import { objectChoices, STRIPE_OBJECTS, stripeWord } from '../objects.ts'
import { readPermissions } from '../permissions.ts'

export const stripeLookup = defineKind({
  id: 'stripe.lookup',
  version: 1,
  role: 'transform',
  family: 'Lookups',
  system: 'stripe',
  title: 'Find Stripe object',
  description: 'Finds the one object in Stripe that fits all filters, or all of them.',
  fields: {
    object: choice('Object', objectChoices(), { required: true }),
    how: choice(
      'How',
      [
        { value: 'list', label: 'By the filters of its list' },
        { value: 'search', label: 'By searching' },
      ],
      {
        help: 'Lists know what was just written; searching knows more fields, number and metadata among them, but is about a minute behind.',
      },
    ),
    counterpart: expression('Counterpart in NetSuite', {
      when: { field: 'how', is: ['search'] },
      help: 'Gives the NetSuite id of the record that the object is the counterpart of. Pairs that are known already are looked up first, because they are never behind.',
    }),
    filter: rows(
      'Filters',
      {
        param: text('Stripe filter', {
          required: true,
          placeholder: 'email',
          help: 'A filter of the list: email, customer, status, payment_intent, invoice … When searching, also number, name, total or metadata.netsuite_id.',
        }),
        value: expression('Value', { required: true }),
      },
      { rowLabel: 'Filter', required: true },
    ),
    take: choice('Take', [
      { value: 'one', label: 'The one object' },
      { value: 'many', label: 'All that fit, as a list' },
    ]),
    expand: tags('Read along', ['customer', 'payments', 'balance_transaction']),
    ...foundFields('Create the customer in Stripe, then retry.'),
  },
  check: (config) =>
    config.how === 'search' && !SEARCHABLE.has(String(config.object))
      ? [{ field: 'how', message: `Stripe cannot search for a ${stripeWord(config.object)}.` }]
      : [],
  permissions: (config) => readPermissions(config.object, config.expand),
  summary: (config) => {
    const filter = Array.isArray(config.filter) ? config.filter.length : 0
    return `${stripeWord(config.object)} by ${filter === 1 ? '1 filter' : `${filter} filters`}`
  },
})

const SEARCHABLE = new Set(STRIPE_OBJECTS.flatMap((one) => (one.searchable ? one.value : [])))
