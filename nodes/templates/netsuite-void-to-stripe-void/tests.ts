import type { JsonObject } from '../../json.ts'
import { CREDITED, ELIGIBLE, KNOWN, READY } from './eligible.ts'
import {
  AS_PAID,
  AS_VOID,
  CREDITED_INVOICE,
  DELETED_INVOICE,
  OPEN,
  payment,
  TO_VOID,
  VOIDED_INVOICE,
} from './sample-invoices.ts'

const ACT = { confirmVoids: 'act' }

/** Names a test, so that the list below reads as a specification. */
function test(name: string, node: string, facts: JsonObject): JsonObject {
  return { name, node, settings: {}, ...facts }
}

function leftOut(rows: JsonObject[], row: number, input: JsonObject): JsonObject {
  return { input, expect: { filtered: rows[row]?.reason ?? null } }
}

function found(stripeInvoice: JsonObject | null, why = 'voided'): JsonObject {
  const known = { ...VOIDED_INVOICE, void: { ...TO_VOID, why } }
  return stripeInvoice ? { ...known, stripeInvoice: { ...OPEN, ...stripeInvoice } } : known
}

function goes(port: string, record: JsonObject, settings: JsonObject = {}): JsonObject {
  return { input: record, expect: { port, record }, settings }
}

/** The flow's own tests: each gives one record to one step and says what must come out. */
export const TESTS: JsonObject[] = [
  test('a voided invoice goes on', 'eligible', { input: VOIDED_INVOICE, expect: VOIDED_INVOICE }),
  test('what Stripe has as void is left out', 'eligible', {
    ...leftOut(ELIGIBLE, 0, { ...VOIDED_INVOICE, stripestatus: 'void' }),
  }),
  test('an invoice made of a charge is left out', 'eligible', {
    ...leftOut(ELIGIBLE, 1, { ...VOIDED_INVOICE, stripeinvoice: 'ch_1' }),
  }),
  test('voided invoices are left alone when the settings say so', 'eligible', {
    ...leftOut(ELIGIBLE, 2, VOIDED_INVOICE),
    settings: { branchVoided: false },
  }),
  test('an invoice that is held back is left out', 'eligible', {
    ...leftOut(ELIGIBLE, 3, { ...VOIDED_INVOICE, held: 'T' }),
  }),
  test('an invoice before the first day of the flow is left out', 'eligible', {
    ...leftOut(ELIGIBLE, 4, VOIDED_INVOICE),
    settings: { startDate: '2026-03-01' },
  }),
  test('an invoice that was paid is left to the flow of statuses', 'credited', {
    ...leftOut(CREDITED, 0, { ...CREDITED_INVOICE, settlement: AS_PAID }),
  }),
  test('a voided invoice is voided with day and reason', 'voided', {
    input: VOIDED_INVOICE,
    expect: { ...VOIDED_INVOICE, void: TO_VOID },
  }),
  test('a credited invoice is voided for the reason on its credit memo', 'voided', {
    input: { ...CREDITED_INVOICE, settlement: AS_VOID },
    expect: {
      ...{ ...CREDITED_INVOICE, settlement: AS_VOID },
      void: { ...TO_VOID, why: 'credited', day: '2026-02-26', reason: 'Wrong customer' },
    },
  }),
  test('a deleted invoice is voided where it was sent to', 'deleted', {
    input: DELETED_INVOICE,
    expect: {
      ...DELETED_INVOICE,
      void: {
        ...{ why: 'deleted', name: 'Invoice #INV1216', id: 'in_2Qx', day: '2026-02-28' },
        reason: 'Deleted in NetSuite',
      },
    },
  }),
  test('a deleted invoice that was never sent is left out', 'known', {
    ...leftOut(KNOWN, 1, { ...DELETED_INVOICE, sent: null }),
  }),
  test('deleted invoices are left alone when the settings say so', 'known', {
    ...leftOut(KNOWN, 0, DELETED_INVOICE),
    settings: { branchDeleted: false },
  }),
  test('an open one is voided', 'way', goes('otherwise', found({}))),
  test('one that is void is only noted', 'way', goes('gone-or-void', found({ status: 'void' }))),
  test('one that is gone is only noted', 'way', goes('gone-or-void', found(null))),
  test('a paid one is reported', 'way', goes('paid', found({ status: 'paid' }))),
  test('a bank payment on its way defers', 'ready', {
    ...leftOut(READY, 0, found({ payments: { data: [payment('processing')] } })),
    settings: ACT,
  }),
  test('as it comes, the flow only lists what it would void', 'ready', {
    ...leftOut(READY, 2, found({})),
  }),
  test('one that is held back in Stripe is left out', 'ready', {
    ...leftOut(READY, 1, found({ metadata: { netsuite_block_integration: 'true' } })),
    settings: ACT,
  }),
  test('it voids when the settings let it', 'ready', {
    ...{ input: found({}), expect: found({}), settings: ACT },
  }),
  test('what is paid in part is credited', 'how', {
    ...goes('part-paid', found({ amount_paid: 4000, amount_remaining: 6825 })),
  }),
  test('what was credited gets a credit note when the settings say so', 'how', {
    ...goes('credit-note', found({}, 'credited'), { creditedBecomes: 'credit_note' }),
  }),
  test('a paid one is credited when the settings say so', 'onPaid', {
    ...goes('to-credit', found({ status: 'paid', amount_paid: 10_825 }), {
      ...{ ...ACT, onPaid: 'refund' },
    }),
  }),
  test('a paid one that is credited already is only noted', 'onPaid', {
    ...goes('credited-already', found({ status: 'paid', amount_paid: 0 })),
  }),
]
