import type { JsonObject } from '../../json.ts'
import { DUNNED, read, ROW } from './samples.ts'

/** What the tests assume, whatever the flow's own settings are. */
const SETTINGS: JsonObject = {
  ...{ accountTimeZone: 'America/Los_Angeles', stampRemaining: true, stampAttempts: true },
  ...{ stripeOwnsDueDate: false, linkUnlinked: true },
}

const STAMPED = {
  custbody_stripe_invoice_id: 'in_1',
  custbody_stripe_hosted_url: 'https://invoice.stripe.com/i/acct_1/test_1',
  custbody_stripe_pdf_url: 'https://pay.stripe.com/invoice/acct_1/test_1/pdf',
  ...{ custbody_stripe_status: 'open', custbody_stripe_number: 'NC-0001' },
}
const PAYING = {
  ...{ custbody_stripe_amount_remaining: 108.25, custbody_stripe_next_attempt: null },
  ...{ custbody_stripe_attempt_count: 0, custbody_stripe_last_error: null },
}

function test(name: string, node: string, input: JsonObject, expect: JsonObject): JsonObject {
  return { name, node, input, expect, settings: SETTINGS }
}

function compared(name: string, input: JsonObject, totals: JsonObject): JsonObject {
  return test(name, 'totals', input, { ...input, totals })
}

function stamped(name: string, record: JsonObject, agree: boolean, over: JsonObject): JsonObject {
  const input = { ...record, totals: { agree } }
  return test(name, 'details', input, { ...input, details: { ...STAMPED, ...PAYING, ...over } })
}

const deposit = read({ total: 7825, amount_due: 7825 }, { unpaid: 78.25 })
const balance = read({ total: 12_000, amount_due: 10_825 })
const euro = read({ currency: 'eur' })
const other = read({ total: 9900, amount_due: 9900 })
const charge = { ...ROW, open: { stripeId: 'ch_1' } }

/** The flow's own tests: each gives one record to one step and says what must come out. */
export const TESTS: JsonObject[] = [
  test('what matters of an open invoice', 'open', ROW, {
    ...ROW,
    open: {
      ...{ id: '70', number: 'INV7', customer: '5001', currency: '1' },
      ...{ total: 108.25, unpaid: 78.25, stripeId: 'in_1' },
    },
  }),
  test('an invoice that stands for a charge is left out', 'eligible', charge, {
    filtered: 'It stands for a charge in Stripe, not for an invoice.',
  }),
  compared('equal totals agree', read(), { stripe: 108.25, agree: true }),
  compared('a deposit taken off agrees', deposit, { stripe: 78.25, agree: true }),
  compared('balance that Stripe used up agrees', balance, { stripe: 120, agree: true }),
  compared('another currency does not agree', euro, { stripe: 108.25, agree: false }),
  compared('another total does not agree', other, { stripe: 99, agree: false }),
  stamped('what NetSuite shows of an invoice', read(), true, {}),
  stamped('totals that differ show as mismatch', other, false, {
    custbody_stripe_status: 'mismatch',
  }),
  stamped('attempts are shown in the account’s time', DUNNED, true, {
    custbody_stripe_next_attempt: '2026-02-28T16:00:00-08:00',
    custbody_stripe_attempt_count: 2,
    custbody_stripe_last_error: 'Your card has insufficient funds.',
  }),
  {
    name: 'the due date is Stripe’s when the setting says so',
    ...{ node: 'details', input: { ...read(), totals: { agree: true } } },
    expect: {
      ...{ ...read(), totals: { agree: true } },
      details: { ...STAMPED, dueDate: '2026-03-30' },
    },
    settings: {
      ...{ ...SETTINGS, stripeOwnsDueDate: true },
      ...{ stampRemaining: false, stampAttempts: false },
    },
  },
]
