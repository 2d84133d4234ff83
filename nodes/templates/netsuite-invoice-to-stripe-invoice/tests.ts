import { isJsonObject, type JsonObject } from '../../json.ts'
import { ELIGIBLE, LARGE_ENOUGH } from './eligible.ts'
import { DEPOSIT, DINAR, LONG, MIXED, prepared, TAXED, YEN } from './sample-invoices.ts'

/** What the tests assume, whatever the flow's own settings are. */
const SETTINGS: JsonObject = {
  ...{ subsidiary: '1', accountTimeZone: 'America/Los_Angeles', itemMap: {} },
}

/** 27 characters; Stripe takes 26. */
const LONG_NUMBER = 'INV-2026-02-NORTHWEST-01216'

const LINE = { description: 'Onboarding', amount: 7825 }

/** Names a test, so that the list below reads as a specification. */
function test(name: string, node: string, facts: JsonObject): JsonObject {
  const { settings, ...rest } = facts
  const own = isJsonObject(settings) ? settings : {}
  return { name, node, ...rest, settings: { ...SETTINGS, ...own } }
}

function leftOut(over: JsonObject, row: number, settings: JsonObject = {}): JsonObject {
  const input = { id: '1215', netsuiteInvoice: { ...DEPOSIT, ...over } }
  return { input, expect: { filtered: ELIGIBLE[row]?.reason ?? null }, settings }
}

function lines(input: JsonObject, amounts: JsonObject, settings: JsonObject = {}): JsonObject {
  return { input, expect: { ...input, amounts }, settings }
}

/** Fields that all sample invoices share; the tests run on 2026-03-01 in UTC, which is 16:00 of the day before there. */
function fields(input: JsonObject, over: JsonObject, settings: JsonObject = {}): JsonObject {
  const source = isJsonObject(input.netsuiteInvoice) ? input.netsuiteInvoice : {}
  const stripeInvoice = {
    ...{ customer: 'cus_acme', currency: 'usd', collection_method: 'send_invoice' },
    ...{ due_date: 1_774_206_000, number: source.tranId ?? null, custom_fields: [] },
    effective_at: 1_771_617_600,
    metadata: {
      netsuite_invoice_id: source.id ?? null,
      netsuite_customer_id: '614',
      netsuite_invoice_number: source.tranId ?? null,
    },
    lines: [LINE],
  }
  const record = { ...input, amounts: { due: 7825, lines: [LINE] } }
  const expected = Object.fromEntries(
    Object.entries({ ...stripeInvoice, ...over }).filter(([, value]) => value !== null),
  )
  return { input: record, expect: { ...record, stripeInvoice: expected }, settings }
}

/** The flow's own tests: each gives one record to one step and says what must come out. */
export const TESTS: JsonObject[] = [
  test('an open and approved invoice goes on', 'eligible', {
    input: { netsuiteInvoice: DEPOSIT },
    expect: { netsuiteInvoice: DEPOSIT },
  }),
  test('an invoice that names a Stripe invoice is left out', 'eligible', {
    ...leftOut({ custbody_stripe_invoice_id: 'in_1' }, 1),
  }),
  test('an invoice that was made of a charge is left out', 'eligible', {
    ...leftOut({ custbody_stripe_charge_id: 'ch_1' }, 1),
  }),
  test('an invoice with a Stripe id as its external id is left out', 'eligible', {
    ...leftOut({ externalId: 'in_1Qx' }, 2),
  }),
  test('a paid invoice is left out', 'eligible', {
    ...leftOut({ status: { id: 'Paid In Full', refName: 'Paid In Full' } }, 3),
  }),
  test('an invoice that waits for approval is left out', 'eligible', {
    ...leftOut({ approvalStatus: { id: '1', refName: 'Pending Approval' } }, 4),
  }),
  test('an invoice over 0 is left out', 'eligible', leftOut({ total: 0, amountRemaining: 0 }, 5)),
  test('an invoice that is held back is left out', 'eligible', {
    ...leftOut({ custbody_stripe_skip: true }, 7),
  }),
  test('an invoice of another subsidiary is left out', 'eligible', {
    ...leftOut({ subsidiary: { id: '2' } }, 8),
  }),
  test('an invoice before the first day of the flow is left out', 'eligible', {
    ...leftOut({}, 9, { startDate: '2026-03-01' }),
  }),
  test('an invoice that the skip filter names is left out', 'eligible', {
    ...leftOut({}, 10, { skipFilter: 'netsuiteInvoice.otherRefNum = "PO-77"' }),
  }),
  test('less than Stripe charges is left out', 'enough', {
    input: prepared({ ...DEPOSIT, amountRemaining: 0.49 }),
    expect: { filtered: LARGE_ENOUGH[0]?.reason ?? null },
  }),
  test('100.00 and 8.25 tax less a deposit of 30.00 come to 7825', 'amounts', {
    ...lines(prepared(DEPOSIT), {
      due: 7825,
      lines: [
        { description: 'Onboarding workshop', amount: 10_000 },
        { description: 'Tax', amount: 825 },
        { description: 'Payments and credits received', amount: -3000 },
      ],
    }),
  }),
  test('products, odd quantities, discounts and shipping keep their lines', 'amounts', {
    ...lines(prepared(MIXED), {
      due: 36_250,
      lines: [
        {
          description: 'Seats',
          quantity: 4,
          price_data: { currency: 'usd', product: 'prod_seats', unit_amount: 2500 },
        },
        { description: 'Consulting (2.5 × 120)', amount: 30_000 },
        { description: 'Discount', amount: -4000 },
        { description: 'Shipping and handling', amount: 1250 },
        { description: 'Discount', amount: -1000 },
      ],
    }),
  }),
  test('¥5,000 stay 5000, not 500000', 'amounts', {
    ...lines(prepared(YEN, 'JPY'), {
      due: 5000,
      lines: [{ description: 'Onboarding', amount: 5000 }],
    }),
  }),
  test('12.350 dinars are 12350, in one line because Stripe takes no single fils', 'amounts', {
    ...lines(prepared(DINAR, 'KWD'), {
      due: 12_350,
      lines: [{ description: 'Goods and services as per invoice INV1218', amount: 12_350 }],
    }),
  }),
  test('251 lines become one', 'amounts', {
    ...lines(prepared(LONG), {
      due: 37_650,
      lines: [{ description: 'Goods and services as per invoice INV1219', amount: 37_650 }],
    }),
  }),
  test('one line for the whole invoice, under a product', 'amounts', {
    ...lines(
      prepared(DEPOSIT),
      {
        due: 7825,
        lines: [
          {
            description: 'Goods and services as per invoice INV1215',
            quantity: 1,
            price_data: { currency: 'usd', product: 'prod_all', unit_amount: 10_825 },
          },
          { description: 'Payments and credits received', amount: -3000 },
        ],
      },
      { lineMode: 'single', singleProduct: 'prod_all' },
    ),
  }),
  test('Stripe works the tax out when the settings name its tax rates', 'amounts', {
    ...lines(
      prepared(TAXED, 'EUR'),
      {
        due: 11_900,
        lines: [{ description: 'Onboarding', amount: 10_000, tax_rates: ['txr_vat'] }],
      },
      { taxMode: 'rates', taxRateMap: { '7': 'txr_vat' } },
    ),
  }),
  test('the due date is noon of that day, the PO number is shown', 'map', {
    ...fields(prepared(DEPOSIT), { custom_fields: [{ name: 'PO', value: 'PO-77' }] }),
  }),
  test('a due date that is past is due at once', 'map', {
    ...fields(prepared(YEN, 'JPY'), { currency: 'jpy', due_date: null, days_until_due: 0 }),
  }),
  test('a due date that is past gets days of grace when the settings say so', 'map', {
    ...fields(
      prepared(YEN, 'JPY'),
      { currency: 'jpy', due_date: null, days_until_due: 10 },
      { pastDue: 'grace', graceDays: 10 },
    ),
  }),
  test('an invoice that is due today gets no days of grace, though it is past noon', 'map', {
    ...fields(
      prepared({ ...YEN, dueDate: '2026-02-28' }, 'JPY'),
      { currency: 'jpy', due_date: null, days_until_due: 0 },
      { pastDue: 'grace', graceDays: 10 },
    ),
  }),
  test('NetSuite’s number is shown beside Stripe’s own when the settings say so', 'map', {
    ...fields(
      prepared(MIXED),
      { number: null, custom_fields: [{ name: 'Invoice', value: 'INV1216' }] },
      { numberMode: 'customField' },
    ),
  }),
  test('a number that is too long for Stripe is shown beside Stripe’s own', 'map', {
    ...fields(prepared({ ...MIXED, tranId: LONG_NUMBER }), {
      ...{ number: null, custom_fields: [{ name: 'Invoice', value: LONG_NUMBER }] },
    }),
  }),
  test('an invoice that Stripe charges has no due date', 'map', {
    ...fields(
      prepared(MIXED),
      {
        ...{ due_date: null, collection_method: 'charge_automatically', footer: 'Thank you.' },
        payment_settings: { payment_method_types: ['card', 'us_bank_account'] },
      },
      {
        ...{ collectionMethod: 'charge_automatically', footer: 'Thank you.' },
        paymentMethods: 'card, us_bank_account',
      },
    ),
  }),
  test('an invoice that takes the place of a voided one gets a new number', 'map', {
    ...fields(
      prepared(MIXED, 'USD', {
        before: { system: 'stripe', type: 'invoice', id: 'in_old' },
        earlier: { id: 'in_old', status: 'void' },
      }),
      {
        ...{ number: null, custom_fields: [{ name: 'Invoice', value: 'INV1216' }] },
        metadata: {
          ...{ netsuite_invoice_id: '1216', netsuite_customer_id: '614' },
          ...{ netsuite_invoice_number: 'INV1216', netsuite_replaces: 'in_old' },
        },
      },
    ),
  }),
]
