import { FIELD_PRESETS } from '../settings.ts'
import type { Template } from '../template.ts'
import { EDGES, NODES } from './graph.ts'
import { SAMPLES } from './samples.ts'
import { SETTING_FIELDS } from './settings.ts'
import { TESTS } from './tests.ts'

const NAME = 'Stripe Refund → NetSuite Credit Memo Add and Customer Refund Add'

const DESCRIPTION =
  'Books every refund that has succeeded in Stripe: credits the invoice it gives money back for, in full or in part, and pays the credit memo out with a customer refund, so that receivables net to zero. Money that was applied to nothing is refunded out of the payment itself. A refund that comes before its invoice or payment waits for it; one that fails later is taken back.'

/** Books succeeded Stripe refunds as credit memo and customer refund. */
export const stripeRefundToNetsuiteCreditMemoAndRefund: Template = {
  id: 'stripe-refund-to-netsuite-credit-memo-and-refund',
  version: 1,
  title: NAME,
  description: DESCRIPTION,
  group: 'Refunds',
  direction: 'Stripe → NetSuite',
  trigger: 'Scheduled',
  cases: [
    'full refund 50 → CM 50 + CR 50, A/R net 0',
    'two partial refunds 10 + 15 → two pairs',
    'CM created, CR refused (closed period) → retry makes only the CR',
    'pending ACH refund → waits',
    'a refund of money that was applied to nothing is paid out of the payment, without a credit memo',
    'a refund of an overpaid invoice takes what is unapplied first and credits the rest',
    'a refund that comes before its invoice waits for it and goes on when it is there',
    'a refund of one of several payments of an invoice that is still open is left to a person',
    'a refund that fails after it was booked is taken back together with its credit memo',
    'a credit memo that a person made is paid out instead of a new one',
    'refunds never credit more than the invoice',
    'a part of an invoice in yen is shared out over its lines to the last yen',
    'a refund of a credit note is left out when the setting says so',
    'running it again with nothing changed makes zero writing calls',
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
    schedule: { cron: '*/15 * * * *', timeZone: 'America/Los_Angeles' },
  },
}
