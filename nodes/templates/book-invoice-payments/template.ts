import { FIELD_PRESETS } from '../settings.ts'
import type { Template } from '../template.ts'
import { EDGES, NODES } from './graph.ts'
import { SAMPLES } from './samples.ts'
import { SETTING_FIELDS } from './settings.ts'
import { TESTS } from './tests.ts'

const NAME = 'Book the payments of a Stripe invoice'

const DESCRIPTION =
  'Finds out which money paid a Stripe invoice and books each payment in NetSuite, once, applied to the NetSuite invoice. Waits while the invoice has not come to NetSuite. What the customer’s balance with Stripe paid of an invoice from NetSuite becomes a credit memo. Money for a voided invoice is booked unapplied, and a person is asked.'

/** One NetSuite payment per payment of a Stripe invoice; called by every flow that brings invoices. */
export const bookInvoicePayments: Template = {
  id: 'book-invoice-payments',
  version: 1,
  title: NAME,
  description: DESCRIPTION,
  group: 'Shared steps',
  direction: 'Stripe → NetSuite',
  trigger: 'Called',
  cases: [
    'one invoice, two partial payments 40 + 60 → two customer payments, invoice paid in full',
    'an invoice that is not in NetSuite yet is waited for, and its payment is booked by itself',
    'money for an invoice that is voided in NetSuite is booked unapplied, and a person is asked',
    'a payment that NetSuite told Stripe of does not come back',
  ],
  document: {
    format: 1,
    name: NAME,
    description: DESCRIPTION,
    settings: { fields: SETTING_FIELDS, presets: FIELD_PRESETS, values: {} },
    nodes: NODES,
    edges: EDGES,
    samples: SAMPLES,
    tests: TESTS,
    schedule: null,
  },
}
