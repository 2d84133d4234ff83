import { FIELD_PRESETS } from '../settings.ts'
import { SAMPLES } from '../stripe-invoice-to-netsuite-invoice/samples.ts'
import { TESTS } from '../stripe-invoice-to-netsuite-invoice/tests.ts'
import type { Template } from '../template.ts'
import { EDGES, NODES } from './graph.ts'
import { SETTING_FIELDS } from './settings.ts'

const NAME = 'Stripe Invoice → NetSuite Invoice Add (Real Time)'

const DESCRIPTION =
  'Books a Stripe invoice in NetSuite seconds after it was finalized, and its payments with it, by the same steps as the scheduled flow. Stripe’s webhook is set up for you; every half hour the events are read again, so that nothing is lost when a delivery was.'

/** Books Stripe invoices as soon as Stripe tells of them; the schedule finds what was not told. */
export const stripeInvoiceToNetsuiteInvoiceRealTime: Template = {
  id: 'stripe-invoice-to-netsuite-invoice-real-time',
  version: 1,
  title: NAME,
  description: DESCRIPTION,
  group: 'Invoices',
  direction: 'Stripe → NetSuite',
  trigger: 'Real time',
  cases: [
    'same event delivered 3× → 1 invoice',
    'paid before finalized → 1 invoice + 1 payment',
    'bad signature → 400, nothing queued',
    'flow off for an hour then on → held events replayed',
    'webhook dropped → sweep creates it and raises the "webhook missed" notice',
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
    schedule: { cron: '*/30 * * * *', timeZone: 'UTC' },
  },
}
