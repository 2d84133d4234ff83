import type { Step } from '../draw.ts'
import { BALANCE_AMOUNT, BALANCE_FIELDS, BALANCE_OPEN } from './mappings.ts'

/**
 * What the customer's balance with Stripe paid of an invoice that came from NetSuite becomes a credit
 * memo there: else it would stay open by that part.
 */
export const BALANCE_STEPS: Step[] = [
  {
    id: 'balance',
    kind: 'transform.branch',
    name: 'Paid by a balance?',
    at: [7, 0],
    note: 'Credit that Stripe keeps for a customer pays the next invoice by itself. Invoices that came from Stripe bring it with them.',
    config: { mode: 'first', rows: [{ name: 'Balance', condition: BALANCE_OPEN }] },
  },
  {
    id: 'credited',
    kind: 'netsuite.lookup',
    name: 'Credited already?',
    at: [8, 1],
    config: {
      recordType: 'creditMemo',
      criteria: [{ field: 'externalid', value: 'invoice.id & "-cm"' }],
      ...{ extra: [], activeOnly: false, columns: ['tranid'], each: false, into: 'balanceMemo' },
      ...{ onNone: 'continue', missingMessage: '', waitForSystem: 'stripe', waitForId: '' },
    },
  },
  {
    id: 'isCredited',
    kind: 'transform.branch',
    name: 'Is it there?',
    at: [9, 1],
    config: { mode: 'first', rows: [{ name: 'Yes', condition: '$exists(balanceMemo.id)' }] },
  },
  {
    id: 'balanceWanted',
    kind: 'transform.map',
    name: 'Day it was paid',
    at: [10, 1],
    config: {
      mapping: `$isoDate(
  invoice.status_transitions.paid_at ?: invoice.created, $setting("accountTimeZone")
)`,
      ...{ into: 'wantedDay', required: [] },
    },
  },
  {
    id: 'balanceDay',
    kind: 'flow.call',
    name: 'Day to post on',
    at: [11, 1],
    config: { flow: 'posting-day' },
  },
  {
    id: 'balanceMemo',
    kind: 'netsuite.apply-credit',
    name: 'Credit what the balance paid',
    at: [12, 1],
    config: {
      ...{ invoice: 'bookedInvoice.id', amount: BALANCE_AMOUNT, currency: 'invoice.currency' },
      ...{ item: '$setting("appliedBalanceItem")', apply: 'invoice', customer: '' },
      ...{ description: '"Applied balance"', date: 'postingDay', body: BALANCE_FIELDS },
      ...{ externalId: 'invoice.id & "-cm"', into: '', identity: 'invoice.id' },
      ...{ linkSystem: 'stripe', linkType: '', linkId: '' },
    },
  },
  {
    id: 'anyMoney',
    kind: 'transform.branch',
    name: 'Money too?',
    at: [13, 1],
    config: { mode: 'first', rows: [{ name: 'Money', condition: 'invoice.amount_paid > 0' }] },
  },
]

/** How records go through them, and on. */
export const BALANCE_WAYS = [
  'balance balance credited',
  'balance otherwise onlyMoney',
  'credited out isCredited',
  'isCredited yes anyMoney',
  'isCredited otherwise balanceWanted',
  'balanceWanted out balanceDay',
  'balanceDay out balanceMemo',
  'balanceMemo out anyMoney',
  'anyMoney money payments',
  'anyMoney otherwise voided',
]
