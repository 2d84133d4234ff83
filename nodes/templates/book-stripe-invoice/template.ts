import { FIELD_PRESETS } from '../settings.ts'
import type { Template } from '../template.ts'
import { EDGES, NODES } from './graph.ts'
import { SAMPLES } from './samples.ts'
import { BOOKING_FIELDS } from './settings.ts'
import { TESTS } from './tests.ts'

const NAME = 'Book the Stripe invoice'

const DESCRIPTION =
  'Books one finalized Stripe invoice in NetSuite, once: finds or creates the customer, maps each line to an item, keeps discounts and taxes apart, checks that the sum is Stripe’s total to the cent, credits what Stripe credited, and notes the NetSuite id at the Stripe invoice. What NetSuite has already stays as it is there, but for the status and the links of Stripe. What is not to be booked keeps its reason.'

/** Turns `id` of a Stripe invoice into `netsuite.id`, with the credit memos that belong to it. */
export const bookStripeInvoice: Template = {
  id: 'book-stripe-invoice',
  version: 1,
  title: NAME,
  description: DESCRIPTION,
  group: 'Shared steps',
  direction: 'Stripe → NetSuite',
  trigger: 'Called',
  cases: [],
  document: {
    format: 1,
    name: NAME,
    description: DESCRIPTION,
    settings: { fields: BOOKING_FIELDS, presets: FIELD_PRESETS, values: {} },
    nodes: NODES,
    edges: EDGES,
    samples: SAMPLES,
    tests: TESTS,
    schedule: null,
  },
}
