import { isJsonObject, type JsonObject } from '../../json.ts'
import { ELIGIBLE } from './eligible.ts'
import { found, paidInvoice, payment, read, refund, toShare } from './samples.ts'

/** What the tests assume, whatever the flow's own settings are. */
const SETTINGS: JsonObject = {
  ...{ accountTimeZone: 'America/Los_Angeles', taxItem: '92', partialLines: 'first' },
  ...{ taxMode: 'proportional', exchangeRate: 'invoice', paymentAccount: '7' },
  ...{ paymentOption: '9', onLateFailure: 'voidBoth', skipCreditNotes: false },
}

const PLANNED = {
  ...{ amount: 50, label: '50 USD', problem: null, waits: false },
}

/** Names a test, so that the list below reads as a specification. */
function test(name: string, node: string, facts: JsonObject): JsonObject {
  const { settings, ...rest } = facts
  const own = isJsonObject(settings) ? settings : {}
  return { name, node, ...rest, settings: { ...SETTINGS, ...own } }
}

function leftOut(row: number, over: JsonObject): JsonObject {
  return { input: read(over), expect: { filtered: ELIGIBLE[row]?.reason ?? null } }
}

function planned(over: JsonObject, plan: JsonObject): JsonObject {
  const input = found(over)
  return { input, expect: { ...input, plan: { ...PLANNED, ...plan } } }
}

function shared(amount: number, credit: JsonObject, settings: JsonObject = {}): JsonObject {
  const input = toShare(amount)
  const all = { whole: false, left: 132, fits: true, ...credit }
  return { input, expect: { ...input, credit: all }, settings }
}

function line(item: string, description: string, amount: number): JsonObject {
  return { item: { id: item }, description, rate: amount, amount }
}

/** Half of an invoice over 100.00 and its tax, which NetSuite keeps with the line. */
function withTaxCode(items: JsonObject[]): JsonObject {
  const taxed = { item: { id: '101' }, amount: 100, taxCode: { id: '11' }, tax1Amt: 8.25 }
  const invoiceRecord = { id: '70', tranId: 'INV7', total: 108.25, item: { items: [taxed] } }
  const input = toShare(5000, { invoiceRecord })
  const credit = { whole: false, left: 108.25, fits: true, items }
  return { input, expect: { ...input, credit }, settings: { taxMode: 'none' } }
}

const again = read({ metadata: { netsuite_customer_refund_id: '90' } }, { id: '90' })
const manual = { netsuite_credit_memo_id: '88' }

/** The flow's own tests: each gives one record to one step and says what must come out. */
export const TESTS: JsonObject[] = [
  test('a pending refund is left out for now', 'eligible', leftOut(0, { status: 'pending' })),
  test('a refund that failed before it was booked is left out', 'eligible', {
    ...leftOut(2, { status: 'failed' }),
  }),
  test('a refund that was made from NetSuite is left out', 'eligible', {
    ...leftOut(3, { metadata: { netsuite_customer_refund_id: '90' } }),
  }),
  test('a refund that this flow booked goes on', 'eligible', { input: again, expect: again }),
  test('a refund of a paid invoice credits the invoice', 'plan', {
    ...planned({}, { invoice: '70', credit: 50, documents: [] }),
  }),
  test('a refund of unapplied money is paid out of the payment', 'plan', {
    ...planned(
      { money: [payment('50')], netsuiteInvoice: null },
      { credit: 0, documents: [{ type: 'customerPayment', id: '80', amount: 50 }] },
    ),
  }),
  test('of an overpaid invoice the unapplied part goes first', 'plan', {
    ...planned(
      { money: [payment('2')] },
      {
        ...{ invoice: '70', credit: 48 },
        documents: [{ type: 'customerPayment', id: '80', amount: 2 }],
      },
    ),
  }),
  test('a credit memo that a person made is paid out', 'plan', {
    ...planned(
      { refund: refund(5000, 'usd', { metadata: manual }) },
      { credit: 0, documents: [{ type: 'creditMemo', id: '88', amount: 50 }] },
    ),
  }),
  test('an invoice that is not there yet is waited for', 'plan', {
    ...planned({ netsuiteInvoice: null, money: [] }, { waits: true }),
  }),
  test('a payment that is not there yet is waited for', 'plan', {
    ...planned({ netsuiteInvoice: paidInvoice('50', '50'), money: [] }, { waits: true }),
  }),
  test('the whole invoice is credited with its own lines', 'credit', {
    ...shared(13_200, { whole: true, items: [] }),
  }),
  test('a part goes to the first item, with its share of the tax', 'credit', {
    ...shared(5000, {
      items: [line('101', 'Partial refund re_1', 45.45), line('92', 'Tax', 4.55)],
    }),
  }),
  test('a part goes to the item of the settings, without tax when they say so', 'credit', {
    ...shared(
      5000,
      { items: [line('95', 'Partial refund re_1', 50)] },
      { partialItem: '95', taxMode: 'none' },
    ),
  }),
  test('a part without tax says so where its line has a tax code', 'credit', {
    ...withTaxCode([
      { ...line('101', 'Partial refund re_1', 50), taxCode: { id: '11' }, tax1Amt: 0 },
    ]),
  }),
  test('a part is spread over all lines, to the cent', 'credit', {
    ...shared(
      5000,
      {
        items: [
          line('101', 'Team plan', 37.88),
          line('102', 'Seats', 12.62),
          line('91', 'Discount', -5.05),
          line('92', 'Tax', 4.55),
        ],
      },
      { partialLines: 'spread' },
    ),
  }),
]
