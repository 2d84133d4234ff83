import { isJsonObject, type JsonObject } from '../../json.ts'
import { ELIGIBLE } from './eligible.ts'
import * as sample from './sample-invoices.ts'
import { STAMP_TESTS } from './stamp-tests.ts'

/** What the tests assume, whatever the flow's own settings are. */
export const SETTINGS: JsonObject = {
  ...{ subsidiary: '1', accountTimeZone: 'America/Los_Angeles' },
  ...{ itemMap: { prod_starter: '101', prod_usage: '105' }, defaultItem: '90' },
  ...{ discountItem: '91', taxItem: '92', roundingItem: '93', appliedBalanceItem: '94' },
}

/** The parts of `amounts` that most invoices leave empty. */
const PLAIN = {
  ...{ discount: 0, taxes: [], shipping: 0, balanceLine: 0 },
  ...{ unused: [], appliedCredit: 0, credit: 0 },
}
const PERIOD = { start: 1_769_904_000, end: 1_772_323_200 }
const DAYS = {
  custcol_stripe_period_start: '2026-01-31',
  custcol_stripe_period_end: '2026-02-28',
}

const teamLine = {
  id: 'il_1',
  description: 'Team plan',
  ...{ product: 'prod_team', price: 'price_1' },
  quantity: 1,
  ...PERIOD,
}
const seats = { product: 'prod_seat', price: 'price_1', ...PERIOD }
const unusedLine = { ...seats, id: 'il_2', description: 'Unused time on 4 × Seats', quantity: 4 }
const addedLine = {
  ...seats,
  id: 'il_3',
  description: 'Remaining time on 10 × Seats',
  quantity: 10,
}
const workshop = {
  ...{ id: 'il_2', description: 'Workshop', product: 'prod_unknown' },
  ...{ price: 'price_1', quantity: 2.5 },
}

const DISCOUNT_AND_TAX = {
  ...PLAIN,
  total: 21_420,
  lines: [
    { ...teamLine, minor: 10_000 },
    { ...workshop, ...PERIOD, minor: 10_000 },
  ],
  discount: 2000,
  taxes: [{ rate: 'txr_vat', description: 'Tax', minor: 3420 }],
}
const PRORATED_LINE = {
  ...PLAIN,
  total: 13_000,
  lines: [
    { ...teamLine, minor: 10_000 },
    { ...unusedLine, minor: -2000 },
    { ...addedLine, minor: 5000 },
  ],
}
const PRORATED_CREDIT = {
  ...PLAIN,
  total: 15_000,
  lines: [
    { ...teamLine, minor: 10_000 },
    { ...addedLine, minor: 5000 },
  ],
  unused: [{ ...unusedLine, minor: -2000 }],
  credit: 2000,
}
const OWED = {
  ...{ ...PLAIN, total: 6000, balanceLine: 1000 },
  lines: [{ ...teamLine, minor: 5000 }],
}
const NO_USAGE = {
  ...{ ...PLAIN, total: 4000 },
  lines: [
    { ...teamLine, description: 'Base fee', minor: 4000 },
    {
      ...{ id: 'il_2', description: '0 × API calls', product: 'prod_usage', price: 'price_1' },
      ...{ ...PERIOD, quantity: 1, minor: 0 },
    },
  ],
}
const CREDIT = {
  ...PLAIN,
  total: 10_000,
  lines: [{ ...teamLine, minor: 10_000 }],
  appliedCredit: 3000,
  credit: 3000,
}

/** Names a test, so that the list below reads as a specification. */
function test(name: string, node: string, facts: JsonObject): JsonObject {
  const { settings, ...rest } = facts
  const own = isJsonObject(settings) ? settings : {}
  return { name, node, ...rest, settings: { ...SETTINGS, ...own } }
}

function leftOut(invoice: JsonObject, row: number, over: JsonObject = {}): JsonObject {
  const input = sample.read({ ...invoice, ...over })
  return { input, expect: { filtered: ELIGIBLE[row]?.reason ?? null } }
}

function sorted(invoice: JsonObject, amounts: JsonObject, settings: JsonObject = {}): JsonObject {
  const input = sample.found(invoice)
  return { input, expect: { ...input, amounts }, settings }
}

/** The header that all sample invoices share. */
function header(invoice: JsonObject, over: JsonObject): JsonObject {
  return {
    ...{ entity: { id: '5001' }, subsidiary: { id: '1' }, currency: { id: '4' } },
    ...{ tranDate: '2026-02-28', dueDate: '2026-03-30' },
    ...{ startDate: '2026-01-31', endDate: '2026-02-28' },
    tranId: invoice.number ?? null,
    memo: `Stripe invoice ${String(invoice.number)}`,
    custbody_stripe_invoice_id: invoice.id ?? null,
    custbody_stripe_number: invoice.number ?? null,
    custbody_stripe_hosted_url: invoice.hosted_invoice_url ?? null,
    custbody_stripe_pdf_url: invoice.invoice_pdf ?? null,
    custbody_stripe_status: invoice.status ?? null,
    ...over,
  }
}

function mapped(invoice: JsonObject, amounts: JsonObject, over: JsonObject): JsonObject {
  const input = { ...sample.found(invoice), amounts }
  return { input, expect: { ...input, netsuiteInvoice: header(invoice, over) } }
}

function productLine(
  item: string,
  [id, description]: [string, string],
  [quantity, rate, amount]: [number, number, number],
): JsonObject {
  return {
    ...{ item: { id: item }, description, quantity, price: { id: '-1' }, rate, amount },
    ...{ custcol_stripe_line_id: id, ...DAYS },
  }
}

function plainLine(item: string, description: string, amount: number): JsonObject {
  return { item: { id: item }, description, rate: amount, amount }
}

function credited(invoice: JsonObject, amounts: JsonObject, over: JsonObject): JsonObject {
  const input = {
    ...{ ...sample.found(invoice), amounts, netsuite: { id: '777' } },
  }
  const memo = {
    ...{ entity: { id: '5001' }, subsidiary: { id: '1' }, currency: { id: '4' } },
    ...{ tranDate: '2026-02-28', memo: `Credit of Stripe invoice ${String(invoice.number)}` },
    custbody_stripe_invoice_id: invoice.id ?? null,
    ...over,
  }
  return { input, expect: { ...input, netsuiteCredit: memo } }
}

const booked = sample.read(sample.FROM_NETSUITE, {
  system: 'netsuite',
  type: 'invoice',
  id: '70412',
})
const trial = sample.read(sample.TRIAL)

const NEGATIVE = {
  ...{ ...PLAIN, total: -2000 },
  lines: [
    { ...teamLine, description: 'Unused time on Team plan', minor: -3000 },
    {
      ...{ id: 'il_2', description: 'Usage', product: 'prod_usage', price: 'price_1' },
      ...{ quantity: 1, minor: 1000, ...PERIOD },
    },
  ],
}
const TAXED = {
  ...{ ...PLAIN, total: 15_825 },
  lines: [
    { ...teamLine, minor: 10_000, tax: 825, taxRates: 'txr_city+txr_state' },
    { ...NEGATIVE.lines[1], minor: 5000, tax: 0 },
  ],
}
const BY_CODE = { taxMode: 'code', taxCodeMap: { 'txr_city+txr_state': '88' } }

/** The flow's own tests: each gives one record to one step and says what must come out. */
export const TESTS: JsonObject[] = [
  test('a trial over 0 is left out', 'eligible', leftOut(sample.TRIAL, 6)),
  test('a trial over 0 is booked when the setting says so', 'eligible', {
    ...{ input: trial, expect: trial, settings: { excludeZero: false } },
  }),
  test('a draft is left out', 'eligible', leftOut(sample.CREDIT, 0, { status: 'draft' })),
  test('a void invoice is left out', 'eligible', leftOut(sample.CREDIT, 1, { status: 'void' })),
  test('an invoice from NetSuite is left out', 'eligible', leftOut(sample.FROM_NETSUITE, 3)),
  test('an invoice that this flow booked goes on', 'eligible', { input: booked, expect: booked }),
  test('an invoice that is held back is left out', 'eligible', {
    ...leftOut(sample.CREDIT, 4, { metadata: { netsuite_block_integration: 'true' } }),
  }),
  test('an invoice before the first day of the flow is left out', 'eligible', {
    ...leftOut(sample.CREDIT, 7),
    settings: { startDate: '2026-03-02' },
  }),
  test('discount and tax are kept apart', 'amounts', {
    ...sorted(sample.DISCOUNT_AND_TAX, DISCOUNT_AND_TAX),
  }),
  test('unused time stays a negative line', 'amounts', sorted(sample.PRORATION, PRORATED_LINE)),
  test('unused time becomes a credit when the setting says so', 'amounts', {
    ...sorted(sample.PRORATION, PRORATED_CREDIT, { unusedTime: 'creditMemo' }),
  }),
  test('used-up balance becomes a credit', 'amounts', sorted(sample.CREDIT, CREDIT)),
  test('used-up balance becomes a line when the setting says so', 'amounts', {
    ...sorted(
      sample.CREDIT,
      { ...CREDIT, total: 7000, balanceLine: -3000, appliedCredit: 0, credit: 0 },
      { appliedBalance: 'line' },
    ),
  }),
  test('what the customer owed from before becomes a line', 'amounts', sorted(sample.OWED, OWED)),
  test('what the customer owed from before stays outside when the setting says so', 'amounts', {
    ...sorted(sample.OWED, { ...OWED, total: 5000, balanceLine: 0 }, { appliedBalance: 'leave' }),
  }),
  test('a line without usage counts as one', 'amounts', sorted(sample.NO_USAGE, NO_USAGE)),
  test('one line for the whole invoice', 'amounts', {
    ...sorted(
      sample.DISCOUNT_AND_TAX,
      {
        ...{ ...PLAIN, total: 21_420 },
        lines: [{ description: 'Stripe invoice NC-0003', quantity: 1, minor: 21_420 }],
      },
      { lineMode: 'single' },
    ),
  }),
  test('lines, discount and tax add up to 214.20', 'map', {
    ...mapped(sample.DISCOUNT_AND_TAX, DISCOUNT_AND_TAX, {
      ...{ memo: 'Thank you for your business.', otherRefNum: 'PO-77' },
      item: {
        items: [
          productLine('102', ['il_1', 'Team plan'], [1, 100, 100]),
          productLine('90', ['il_2', 'Workshop'], [2.5, 40, 100]),
          plainLine('91', 'Discount', -20),
          plainLine('92', 'Tax', 34.2),
        ],
      },
    }),
  }),
  test('¥5,500 stay 5,500, not 55', 'map', {
    ...mapped(
      sample.YEN,
      {
        ...{ ...PLAIN, total: 5500 },
        lines: [
          { ...teamLine, product: 'prod_starter', minor: 3000 },
          { ...seats, id: 'il_2', description: 'Seats', quantity: 2, minor: 2000 },
        ],
        taxes: [{ rate: 'txr_vat', description: 'Tax', minor: 500 }],
      },
      {
        item: {
          items: [
            productLine('101', ['il_1', 'Team plan'], [1, 3000, 3000]),
            productLine('90', ['il_2', 'Seats'], [2, 1000, 2000]),
            plainLine('92', 'Tax', 500),
          ],
        },
      },
    ),
  }),
  test('12,350 fils are 12.350 dinars', 'map', {
    ...mapped(
      sample.DINAR,
      { ...PLAIN, total: 12_350, lines: [{ ...teamLine, product: 'prod_usage', minor: 12_350 }] },
      { item: { items: [productLine('105', ['il_1', 'Team plan'], [1, 12.35, 12.35])] } },
    ),
  }),
  test('an invoice of 120 lines has 120 lines', 'map', {
    ...mapped(
      sample.LONG,
      {
        ...{ ...PLAIN, total: 12_120 },
        lines: Array.from({ length: 120 }, (_, index) => ({
          ...{ id: `il_${index + 1}`, description: `API calls, project ${index + 1}` },
          ...{ product: 'prod_usage', quantity: 3, minor: 101, ...PERIOD },
        })),
      },
      {
        item: {
          items: Array.from({ length: 120 }, (_, index) =>
            productLine(
              '105',
              [`il_${index + 1}`, `API calls, project ${index + 1}`],
              [3, 0.33666667, 1.01],
            ),
          ),
        },
      },
    ),
  }),
  test('half a cent a line goes to the rounding item', 'map', {
    ...mapped(
      sample.DINAR,
      {
        ...{ ...PLAIN, total: 12_355 },
        lines: [{ ...teamLine, product: 'prod_usage', minor: 12_350 }],
      },
      {
        item: {
          items: [
            productLine('105', ['il_1', 'Team plan'], [1, 12.35, 12.35]),
            plainLine('93', 'Rounding', 0.005),
          ],
        },
      },
    ),
  }),
  test('the credit memo for unused time is applied to the invoice', 'creditMap', {
    ...credited(sample.PRORATION, PRORATED_CREDIT, {
      item: { items: [productLine('90', ['il_2', 'Unused time on 4 × Seats'], [4, 5, 20])] },
      apply: { items: [{ doc: { id: '777' }, apply: true, amount: 20 }] },
    }),
  }),
  test('what the customer owed from before is invoiced with the rest', 'map', {
    ...mapped(sample.OWED, OWED, {
      item: {
        items: [
          productLine('102', ['il_1', 'Team plan'], [1, 50, 50]),
          plainLine('94', 'Applied balance', 10),
        ],
      },
    }),
  }),
  test('a line without usage is booked over 0', 'map', {
    ...mapped(sample.NO_USAGE, NO_USAGE, {
      item: {
        items: [
          productLine('102', ['il_1', 'Base fee'], [1, 40, 40]),
          productLine('105', ['il_2', '0 × API calls'], [1, 0, 0]),
        ],
      },
    }),
  }),
  test('the credit memo for used-up balance is applied to the invoice', 'creditMap', {
    ...credited(sample.CREDIT, CREDIT, {
      item: { items: [plainLine('94', 'Applied balance', 30)] },
      apply: { items: [{ doc: { id: '777' }, apply: true, amount: 30 }] },
    }),
  }),
  test('the lines of an invoice below 0 change their sign in a credit memo', 'negativeMap', {
    ...belowZero(),
  }),
  test('taxes become tax codes when the setting says so', 'amounts', {
    ...sorted(sample.TAXED, TAXED, BY_CODE),
  }),
  test('a line with two taxes has the tax code of both, and Stripe’s tax', 'map', {
    ...mapped(sample.TAXED, TAXED, {
      item: {
        items: [
          {
            ...productLine('102', ['il_1', 'Team plan'], [1, 100, 100]),
            ...{ taxCode: { id: '88' }, tax1Amt: 8.25 },
          },
          productLine('105', ['il_2', 'Usage'], [1, 50, 50]),
        ],
      },
    }),
    settings: BY_CODE,
  }),
  test('an invoice below 0 is left out when the setting says so', 'eligible', {
    ...leftOut(sample.NEGATIVE_TOTAL, 5),
    settings: { negativeTotal: 'leaveOut' },
  }),
  test('an invoice is paid by the customer of the invoice where that was deleted', 'payer', {
    ...payerOf({ id: 'cus_ada', object: 'customer', deleted: true }),
  }),
  ...STAMP_TESTS,
]

/** An invoice below 0 with its credit memo. */
function belowZero(): JsonObject {
  const invoice = sample.NEGATIVE_TOTAL
  const input = { ...sample.found(invoice), amounts: NEGATIVE }
  const { startDate: _start, endDate: _end, dueDate: _due, ...fields } = header(invoice, {})
  const items = [
    productLine('102', ['il_1', 'Unused time on Team plan'], [1, 30, 30]),
    productLine('105', ['il_2', 'Usage'], [1, -10, -10]),
  ]
  return { input, expect: { ...input, netsuiteCredit: { ...fields, item: { items } } } }
}

function payerOf(customer: JsonObject): JsonObject {
  const input = { ...sample.read(sample.CREDIT), customer }
  const payer = {
    ...{ id: 'cus_ada', name: 'Ada GmbH', email: 'Ada@Example.com', phone: null, address: null },
    ...{ metadata: {}, tax_ids: { data: [] }, currency: 'usd' },
  }
  return { input, expect: { ...input, payer } }
}
