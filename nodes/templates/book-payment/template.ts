import { FIELD_PRESETS } from '../settings.ts'
import type { Template } from '../template.ts'
import { EDGES, NODES } from './graph.ts'
import { SAMPLES } from './samples.ts'
import { SETTING_FIELDS } from './settings.ts'
import { TESTS } from './tests.ts'

const NAME = 'Book a customer payment'

const DESCRIPTION =
  'Books a payment from Stripe in NetSuite once, gross of fees: on the account of its currency or in undeposited funds, with the payment option of its method, applied to the given invoices as far as they are open. What is more stays unapplied, with a note. The payment’s id is written to Stripe.'

/** Books one payment and applies it; called by every flow that brings money to NetSuite. */
export const bookPayment: Template = {
  id: 'book-payment',
  version: 1,
  title: NAME,
  description: DESCRIPTION,
  group: 'Shared steps',
  direction: 'Stripe → NetSuite',
  trigger: 'Called',
  cases: [
    'payment 102 on a 100 invoice → 100 applied, 2 unapplied',
    'NS already paid → 100.00 unapplied + warning',
    'a payment in a closed period is reported, or moved to the first open day as the settings say',
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
