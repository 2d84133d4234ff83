import type { JsonObject } from '../../json.ts'

interface LineFacts {
  item: string
  name: string
  amount: number
  quantity?: number
  rate?: number
  description?: string
  type?: string
  taxCode?: string
}

function line(facts: LineFacts, at: number): JsonObject {
  const { item, name, amount, quantity = 1, type = 'Service', description, taxCode } = facts
  return {
    ...{ line: at + 1, item: { id: item, refName: name }, itemType: { id: type, refName: type } },
    ...(description === undefined ? {} : { description }),
    ...{ quantity, rate: facts.rate ?? amount, amount },
    ...(taxCode === undefined ? {} : { taxCode: { id: taxCode } }),
  }
}

/** An open invoice as NetSuite's record service gives it, with the fields that the flow reads. */
function invoice(id: string, lines: LineFacts[], over: JsonObject): JsonObject {
  return {
    ...{ id, tranId: `INV${id}`, tranDate: '2026-02-20', dueDate: '2026-03-22' },
    entity: { id: '614', refName: 'Acme Ltd' },
    subsidiary: { id: '1', refName: 'Parent Company' },
    currency: { id: '1', refName: 'US Dollar' },
    ...{ discountTotal: 0, taxTotal: 0 },
    status: { id: 'Open', refName: 'Open' },
    approvalStatus: { id: '2', refName: 'Approved' },
    item: { items: lines.map(line), totalResults: lines.length },
    ...over,
  }
}

/** A record as it comes to the mappings. */
export function prepared(
  netsuiteInvoice: JsonObject,
  symbol = 'USD',
  over: JsonObject = {},
): JsonObject {
  return {
    id: netsuiteInvoice.id ?? null,
    netsuiteInvoice,
    invoiceCurrency: { id: '1', symbol },
    before: null,
    stripeCustomer: { id: 'cus_acme' },
    items: { '101': { id: '101', custitem_stripe_product_id: 'prod_seats' } },
    ...over,
  }
}

/** 100.00 and 8.25 tax, of which 30.00 are settled by a deposit. */
export const DEPOSIT = invoice(
  '1215',
  [{ item: '86', name: 'Onboarding', description: 'Onboarding workshop', amount: 100 }],
  { taxTotal: 8.25, total: 108.25, amountRemaining: 78.25, otherRefNum: 'PO-77' },
)

/** Seats of a known product, half a day of consulting, a discount and shipping. */
export const MIXED = invoice(
  '1216',
  [
    { item: '101', name: 'Seats', quantity: 4, rate: 25, amount: 100 },
    { item: '87', name: 'Consulting', quantity: 2.5, rate: 120, amount: 300 },
    { item: '-2', name: 'Subtotal', type: 'Subtotal', amount: 400 },
    { item: '91', name: 'Discount', type: 'Discount', rate: -40, amount: -40 },
  ],
  { shippingCost: 12.5, discountTotal: -10, total: 362.5, amountRemaining: 362.5 },
)

/** ¥5,000: Japan has no minor unit. */
export const YEN = invoice('1217', [{ item: '86', name: 'Onboarding', amount: 5000 }], {
  ...{ total: 5000, amountRemaining: 5000, dueDate: '2026-02-27' },
})

/** 12.350 dinars in two lines that end in single fils. */
export const DINAR = invoice(
  '1218',
  [
    { item: '86', name: 'Onboarding', amount: 6.175 },
    { item: '86', name: 'Onboarding', amount: 6.175 },
  ],
  { total: 12.35, amountRemaining: 12.35 },
)

/** 251 lines, one more than Stripe takes. */
export const LONG = invoice(
  '1219',
  Array.from({ length: 251 }, (_, at) => ({ item: '86', name: `Project ${at + 1}`, amount: 1.5 })),
  { total: 376.5, amountRemaining: 376.5 },
)

/** Tax codes on its lines, for the mode with Stripe tax rates. */
export const TAXED = invoice(
  '1220',
  [{ item: '86', name: 'Onboarding', amount: 100, taxCode: '7' }],
  { taxTotal: 19, total: 119, amountRemaining: 119 },
)
