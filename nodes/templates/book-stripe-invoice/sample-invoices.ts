import type { JsonObject } from '../../json.ts'

/** 2026-03-01 00:00 UTC in seconds: still the last of February in Los Angeles. */
const MARCH = 1_772_323_200
const DAY = 86_400

interface LineFacts {
  id: string
  /** Minor units, before discounts and exclusive tax. */
  amount: number
  description?: string
  product?: string
  quantity?: string
  taxes?: JsonObject[]
  proration?: boolean
}

/** A line as `GET /v1/invoices/{id}/lines` gives it, with the fields that the flow reads. */
function line(facts: LineFacts): JsonObject {
  const { id, amount, description, product, quantity = '1', taxes = [], proration } = facts
  return {
    ...{ id, object: 'line_item', amount, description: description ?? null },
    ...{ quantity: Math.floor(Number(quantity)), quantity_decimal: quantity },
    discount_amounts: [],
    parent: {
      type: 'subscription_item_details',
      invoice_item_details: null,
      subscription_item_details: { proration: proration ?? false, subscription: 'sub_1' },
    },
    period: { start: MARCH - 28 * DAY, end: MARCH },
    pricing: product ? { price_details: { price: 'price_1', product } } : null,
    taxes,
  }
}

/** A finalized invoice with the fields that the flow reads; `over` replaces what differs. */
function invoice(id: string, lines: JsonObject[], over: JsonObject): JsonObject {
  return {
    ...{ id, object: 'invoice', number: `NC-${id.slice(-4)}`, status: 'open', currency: 'usd' },
    ...{ customer: 'cus_ada', customer_email: 'Ada@Example.com', customer_name: 'Ada GmbH' },
    ...{ customer_phone: null, customer_address: null, customer_tax_ids: [] },
    ...{ description: null, metadata: {} },
    ...{ created: MARCH - 3600, effective_at: null, due_date: MARCH + 30 * DAY },
    ...{ period_start: MARCH - 28 * DAY, period_end: MARCH },
    status_transitions: { finalized_at: MARCH, paid_at: null, voided_at: null },
    ...{ starting_balance: 0, ending_balance: 0, amount_paid: 0, amount_shipping: 0 },
    ...{ total_discount_amounts: [], total_taxes: [] },
    hosted_invoice_url: `https://invoice.stripe.com/i/${id}`,
    invoice_pdf: `https://pay.stripe.com/invoice/${id}/pdf`,
    lines: { object: 'list', has_more: false, data: lines },
    ...over,
  }
}

/** A tax as lines and invoice carry it; `inclusive` tax is inside the amount. */
function tax(amount: number, behavior: 'inclusive' | 'exclusive', rate = 'txr_vat'): JsonObject {
  return { amount, tax_behavior: behavior, tax_rate_details: { tax_rate: rate } }
}

/** ¥5,500 with the tax inside: Japan has no minor unit. */
export const YEN = invoice(
  'in_jpy_0001',
  [
    line({
      ...{ id: 'il_1', amount: 3300, description: 'スタータープラン', product: 'prod_starter' },
      taxes: [tax(300, 'inclusive')],
    }),
    line({
      ...{ id: 'il_2', amount: 2200, description: 'Seats', product: 'prod_seat', quantity: '2' },
      taxes: [tax(200, 'inclusive')],
    }),
  ],
  { currency: 'jpy', total: 5500, total_taxes: [tax(500, 'inclusive')] },
)

/** KD 12.350: three decimals. */
export const DINAR = invoice(
  'in_kwd_0002',
  [line({ id: 'il_1', amount: 12_350, description: 'Usage', product: 'prod_usage' })],
  { currency: 'kwd', total: 12_350 },
)

/** $100.00 and 2.5 hours at $40.00, less 10 %, plus exclusive tax. */
export const DISCOUNT_AND_TAX = invoice(
  'in_usd_0003',
  [
    line({
      ...{ id: 'il_1', amount: 10_000, description: 'Team plan', product: 'prod_team' },
      taxes: [tax(1710, 'exclusive')],
    }),
    line({
      ...{ id: 'il_2', amount: 10_000, description: 'Workshop', product: 'prod_unknown' },
      ...{ quantity: '2.5', taxes: [tax(1710, 'exclusive')] },
    }),
  ],
  {
    ...{ total: 21_420, total_discount_amounts: [{ amount: 2000, discount: 'di_1' }] },
    ...{ total_taxes: [tax(3420, 'exclusive')], metadata: { po_number: 'PO-77' } },
    ...{ description: 'Thank you for your business.' },
  },
)

/** Seats changed in the middle of the month: $20.00 unused, $50.00 for the rest. */
export const PRORATION = invoice(
  'in_usd_0004',
  [
    line({ id: 'il_1', amount: 10_000, description: 'Team plan', product: 'prod_team' }),
    line({
      ...{ id: 'il_2', amount: -2000, description: 'Unused time on 4 × Seats' },
      ...{ product: 'prod_seat', quantity: '4', proration: true },
    }),
    line({
      ...{ id: 'il_3', amount: 5000, description: 'Remaining time on 10 × Seats' },
      ...{ product: 'prod_seat', quantity: '10', proration: true },
    }),
  ],
  { total: 13_000, status: 'paid', amount_paid: 13_000 },
)

/** $100.00 of which the customer's balance covers $30.00. */
export const CREDIT = invoice(
  'in_usd_0005',
  [line({ id: 'il_1', amount: 10_000, description: 'Team plan', product: 'prod_team' })],
  { total: 10_000, starting_balance: -3000, ending_balance: 0, effective_at: MARCH + DAY },
)

/** $50.00, with which the customer pays $10.00 from before. */
export const OWED = invoice(
  'in_usd_0011',
  [line({ id: 'il_1', amount: 5000, description: 'Team plan', product: 'prod_team' })],
  { total: 5000, starting_balance: 1000, ending_balance: 0 },
)

/** A month without usage of a metered price. */
export const NO_USAGE = invoice(
  'in_usd_0012',
  [
    line({ id: 'il_1', amount: 4000, description: 'Base fee', product: 'prod_team' }),
    line({
      ...{ id: 'il_2', amount: 0, description: '0 × API calls', product: 'prod_usage' },
      quantity: '0',
    }),
  ],
  { total: 4000 },
)

/** Usage billed project by project: 120 lines of $1.01. */
export const LONG = invoice(
  'in_usd_0006',
  Array.from({ length: 120 }, (_, index) =>
    line({
      ...{ id: `il_${index + 1}`, amount: 101, product: 'prod_usage', quantity: '3' },
      description: `API calls, project ${index + 1}`,
    }),
  ),
  { total: 12_120 },
)

/** A trial: nothing to pay. */
export const TRIAL = invoice(
  'in_usd_0007',
  [line({ id: 'il_1', amount: 0, description: 'Trial period', product: 'prod_team' })],
  { total: 0, status: 'paid', due_date: null },
)

/** Made in Stripe for an invoice that NetSuite had first. */
export const FROM_NETSUITE = invoice(
  'in_usd_0008',
  [line({ id: 'il_1', amount: 5000, description: 'Onboarding' })],
  { total: 5000, metadata: { netsuite_invoice_id: '70412' } },
)

/** A plan was given up: $30.00 unused, $10.00 used. Stripe owes the customer $20.00. */
export const NEGATIVE_TOTAL = invoice(
  'in_usd_0009',
  [
    line({
      ...{ id: 'il_1', amount: -3000, description: 'Unused time on Team plan' },
      ...{ product: 'prod_team', proration: true },
    }),
    line({ id: 'il_2', amount: 1000, description: 'Usage', product: 'prod_usage' }),
  ],
  { total: -2000, status: 'paid', ending_balance: -2000 },
)

/** $100.00 with two taxes, and $50.00 without any. */
export const TAXED = invoice(
  'in_usd_0010',
  [
    line({
      ...{ id: 'il_1', amount: 10_000, description: 'Team plan', product: 'prod_team' },
      taxes: [tax(800, 'exclusive', 'txr_state'), tax(25, 'exclusive', 'txr_city')],
    }),
    line({ id: 'il_2', amount: 5000, description: 'Usage', product: 'prod_usage' }),
  ],
  {
    total: 15_825,
    total_taxes: [tax(800, 'exclusive', 'txr_state'), tax(25, 'exclusive', 'txr_city')],
  },
)

/** A record as it comes to the step "Only invoices to book". */
export function read(stripeInvoice: JsonObject, booked: JsonObject | null = null): JsonObject {
  return { id: stripeInvoice.id ?? null, object: 'invoice', invoice: stripeInvoice, booked }
}

/** A record as it comes to the step "Sort lines, taxes and credits". */
export function found(stripeInvoice: JsonObject): JsonObject {
  return {
    ...read(stripeInvoice),
    customer: { id: 'cus_ada', object: 'customer', name: 'Ada GmbH', email: 'Ada@Example.com' },
    currency: { id: '4', symbol: 'EUR' },
    netsuiteCustomer: { id: '5001', companyname: 'Ada GmbH', email: 'ada@example.com' },
    postingDay: '2026-02-28',
    items: { prod_team: { id: '102', itemid: 'SaaS-Team' } },
  }
}
