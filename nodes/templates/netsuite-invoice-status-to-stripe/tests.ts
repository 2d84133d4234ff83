import { isJsonObject, type Json, type JsonObject } from '../../json.ts'
import { ELIGIBLE, TO_DO } from './eligible.ts'
import {
  BY_CHECK,
  BY_CREDIT,
  CHECK,
  CREDIT,
  FROM_STRIPE,
  OPEN,
  PAID,
  payment,
} from './sample-invoices.ts'

const PLAN = { payments: [], elsewhere: false, processing: false, credit: 0, rest: 10_825 }

const PART = { id: '3001', minor: 10_825, day: '2026-02-25', name: 'PYMT12' }

/** Names a test, so that the list below reads as a specification. */
function test(name: string, node: string, facts: JsonObject): JsonObject {
  return { name, node, ...facts }
}

function leftOut(rows: JsonObject[], row: number, input: JsonObject): JsonObject {
  return { input, expect: { filtered: rows[row]?.reason ?? null } }
}

function settled(by: Json[], over: JsonObject): JsonObject {
  const input = { ...PAID, settledBy: by }
  return { input, expect: { ...input, settlement: { ...BY_CHECK, ...over } } }
}

function planned(
  settlement: JsonObject,
  { settledBy = [], ...stripeInvoice }: JsonObject,
  plan: JsonObject,
  settings: JsonObject = {},
): JsonObject {
  const input = { ...PAID, settledBy, settlement, stripeInvoice: { ...OPEN, ...stripeInvoice } }
  return { input, expect: { ...input, plan: { ...PLAN, ...plan } }, settings }
}

/** A record as it comes to the last filter. */
function judged(over: JsonObject): JsonObject {
  return { ...PAID, settlement: BY_CHECK, stripeInvoice: OPEN, plan: PLAN, ...over }
}

/** A record and the way it takes. */
function goes(port: string, over: JsonObject, settings: JsonObject = {}): JsonObject {
  const { stripeInvoice, ...rest } = over
  const changed = isJsonObject(stripeInvoice) ? stripeInvoice : {}
  const input = judged({ ...rest, stripeInvoice: { ...OPEN, ...changed } })
  return { input, expect: { port, record: input }, settings }
}

/** The flow's own tests: each gives one record to one step and says what must come out. */
export const TESTS: JsonObject[] = [
  test('what is marked as paid is left out before anything is asked', 'eligible', {
    ...leftOut(ELIGIBLE, 0, { ...PAID, stripestatus: 'paid' }),
  }),
  test('an invoice made of a charge is left out', 'eligible', {
    ...leftOut(ELIGIBLE, 1, { ...PAID, stripeinvoice: 'ch_1' }),
  }),
  test('an invoice that is held back is left out', 'eligible', {
    ...leftOut(ELIGIBLE, 2, { ...PAID, held: 'T' }),
  }),
  test('an invoice before the first day of the flow is left out', 'eligible', {
    ...leftOut(ELIGIBLE, 3, PAID),
    settings: { startDate: '2026-03-01' },
  }),
  test('a check came from elsewhere', 'settlement', settled([CHECK], {})),
  test('a payment with a Stripe id came from Stripe', 'settlement', {
    ...settled([FROM_STRIPE], { outside: [], numbers: '', day: null }),
  }),
  test('a payment that the flows booked came from Stripe', 'settlement', {
    ...settled([{ ...CHECK, externalid: 'inpay_1Qx' }], {
      outside: [],
      numbers: '',
      day: null,
    }),
  }),
  test('a credit memo over the whole total is no payment', 'settlement', {
    ...settled([CREDIT], BY_CREDIT),
  }),
  test('a marked credit memo over the whole total stands for voiding', 'settlement', {
    ...settled([{ ...CREDIT, voidreason: 'Wrong customer' }], {
      ...{ ...BY_CREDIT, asVoid: true, voidReason: 'Wrong customer' },
    }),
    settings: { creditedAsVoid: true },
  }),
  test('credit memo and check together do not void', 'settlement', {
    ...settled(
      [
        { ...CREDIT, amount: '8.25', voids: 'T' },
        { ...CHECK, amount: '100' },
      ],
      {
        ...{ creditMemos: '3002', numbers: 'CM7, PYMT12' },
        day: '2026-02-26',
      },
    ),
  }),
  test('a check leaves everything to be marked as paid', 'plan', {
    ...planned(BY_CHECK, { settledBy: [CHECK] }, { payments: [PART], elsewhere: true }),
  }),
  test('a credit memo becomes a credit note', 'plan', {
    ...planned(BY_CREDIT, { settledBy: [CREDIT] }, { elsewhere: true, credit: 10_825, rest: 0 }),
  }),
  test('a credit note that was made already leaves the same to be paid', 'plan', {
    ...planned(
      { ...BY_CREDIT, creditedInFull: false, outside: ['3001'] },
      {
        ...{ amount_remaining: 4825, pre_payment_credit_notes_amount: 6000 },
        settledBy: [
          { ...CREDIT, amount: '60' },
          { ...CHECK, amount: '48.25' },
        ],
      },
      {
        payments: [{ ...PART, minor: 4825 }],
        ...{ elsewhere: true, credit: 6000, rest: 4825 },
      },
    ),
  }),
  test('a credit memo counts as paid when the settings say so', 'plan', {
    ...planned(BY_CREDIT, { settledBy: [CREDIT] }, { elsewhere: true }, { credited: 'paid' }),
  }),
  test('what was settled before the invoice came to Stripe is no part of it', 'plan', {
    ...planned(
      { ...BY_CREDIT, creditedInFull: false },
      {
        ...{ total: 7825, amount_remaining: 7825 },
        settledBy: [
          { ...CREDIT, amount: '30' },
          { ...FROM_STRIPE, day: '2026-02-27' },
        ],
      },
      { rest: 7825 },
    ),
  }),
  test('of a payment only what came after the invoice was sent counts', 'plan', {
    ...planned(
      { ...BY_CHECK, outside: ['3001', '3003'] },
      {
        ...{ total: 7825, amount_remaining: 7825 },
        settledBy: [
          { ...CHECK, id: '3003', amount: '50', day: '2026-02-27', name: 'PYMT13' },
          { ...CHECK, amount: '40' },
        ],
      },
      {
        payments: [
          { ...PART, minor: 1000 },
          { id: '3003', minor: 5000, day: '2026-02-27', name: 'PYMT13' },
        ],
        ...{ elsewhere: true, rest: 7825 },
      },
    ),
  }),
  test('a bank payment on its way is seen', 'plan', {
    ...planned(BY_CHECK, { payments: { data: [payment('processing')] } }, { processing: true }),
  }),
  test('a bank payment on its way defers', 'toDo', {
    ...leftOut(TO_DO, 0, judged({ plan: { ...PLAN, processing: true } })),
  }),
  test('what stands for voiding is left to the flow that voids', 'toDo', {
    ...leftOut(TO_DO, 1, judged({ settlement: { ...BY_CREDIT, asVoid: true } })),
  }),
  test('payments that all came from Stripe are left alone', 'toDo', {
    ...leftOut(TO_DO, 2, judged({})),
  }),
  test('an open invoice that is paid in Stripe waits for its payment', 'toDo', {
    ...leftOut(
      TO_DO,
      3,
      judged({ status: 'A', stripestatus: 'paid', stripeInvoice: { ...OPEN, status: 'paid' } }),
    ),
  }),
  test('a part paid with money that came through Stripe is left alone', 'toDo', {
    ...leftOut(TO_DO, 4, judged({ status: 'A' })),
  }),
  test('an invoice that is held back in Stripe is left out', 'toDo', {
    ...leftOut(
      TO_DO,
      5,
      judged({
        plan: { ...PLAN, elsewhere: true },
        stripeInvoice: { ...OPEN, metadata: { netsuite_block_integration: 'true' } },
      }),
    ),
  }),
  test('a part paid elsewhere is put on record', 'way', goes('paid-in-part', { status: 'A' })),
  test('an open one is marked as paid', 'way', goes('otherwise', {})),
  test('a draft is marked as paid too', 'way', {
    ...goes('otherwise', { stripeInvoice: { status: 'draft' } }),
  }),
  test('a paid one is only noted', 'way', goes('paid', { stripeInvoice: { status: 'paid' } })),
  test('a void one is reported', 'way', goes('void', { stripeInvoice: { status: 'void' } })),
  test('a void one that was credited is only noted', 'way', {
    ...goes('credited-and-void', { settlement: BY_CREDIT, stripeInvoice: { status: 'void' } }),
  }),
  test('a credited one gets a credit note', 'way', {
    ...goes('to-credit', { settlement: BY_CREDIT, plan: { ...PLAN, credit: 10_825 } }),
  }),
  test('a credited one is voided when the settings say so', 'way', {
    ...goes('to-void', { settlement: BY_CREDIT }, { credited: 'void' }),
  }),
  test('one that was marked as paid and is open again is reported', 'way', {
    ...goes('open-again', { status: 'A', stripestatus: 'paid', stripeInvoice: { status: 'paid' } }),
  }),
]
