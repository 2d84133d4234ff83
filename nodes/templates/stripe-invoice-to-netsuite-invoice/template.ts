import { FIELD_PRESETS } from '../settings.ts'
import type { Template } from '../template.ts'
import { EDGES, NODES } from './graph.ts'
import { SAMPLES } from './samples.ts'
import { SETTING_FIELDS } from './settings.ts'
import { TESTS } from './tests.ts'

const NAME = 'Stripe Invoice → NetSuite Invoice Add'

const DESCRIPTION =
  'Books every finalized Stripe invoice in NetSuite, once: finds or creates the customer, maps each line to an item, keeps discounts and taxes as lines of their own, checks that the sum is Stripe’s total to the cent, and notes the NetSuite id at the Stripe invoice. What NetSuite has already stays as it is there, but for the status and the links of Stripe. Invoices that are left out keep their reason.'

/** Books finalized Stripe invoices as NetSuite invoices, with credit memos where credit was used. */
export const stripeInvoiceToNetsuiteInvoice: Template = {
  id: 'stripe-invoice-to-netsuite-invoice',
  version: 2,
  title: NAME,
  description: DESCRIPTION,
  group: 'Invoices',
  direction: 'Stripe → NetSuite',
  trigger: 'Scheduled',
  cases: [
    '120 lines → all 120 fetched',
    'Σ equals total to the cent',
    '−20.00 unused time → credit memo 20.00, or a −20.00 line when the setting says so',
    '$0 trial invoice → excluded',
    'unknown product → default item or open error `missing`',
    'an invoice below 0 becomes a credit memo where the setting says so, and Stripe is told its id',
    'an invoice of a closed period is reported, or moved, and keeps its day afterwards',
    'what people change at a booked invoice stays, and only its status and links are noted',
    'an invoice that is in NetSuite under Stripe’s id already stays as it is',
    'an invoice of a closed period takes its payment, whatever the settings say of items by now',
    'the credit memo of an invoice below 0 keeps its day when its period is closed',
    'an uncollectible invoice is written off once when the setting says so',
    'an invoice that is voided after it was booked is handed to a person',
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
    schedule: { cron: '*/15 * * * *', timeZone: 'UTC' },
  },
}
