/** The tables that the mapping looks things up in. */
export interface Tables {
  fx: Record<string, number>
  subsidiary: Record<string, string>
  item: Record<string, string>
  rep: Record<string, string>
}

export const TABLES: Tables = {
  fx: { USD: 1, EUR: 1.0873, GBP: 1.2714, CAD: 0.7312, AUD: 0.6547, JPY: 0.00671 },
  subsidiary: { US: '1', CA: '3', GB: '4', DE: '5', FR: '5', AU: '7' },
  item: {
    prod_starter: '1001',
    prod_team: '1002',
    prod_business: '1003',
    prod_seat: '1010',
    prod_usage: '1020',
    prod_support: '1090',
  },
  rep: Object.fromEntries(Array.from({ length: 13 }, (_, k) => [`rep${k}`, String(500 + k)])),
}

export type Invoice = ReturnType<typeof invoice>

/** A page as the source serves it, `page` from 1: the list shape of Stripe's API. */
export function invoicePage(page: number, size: number, count: number) {
  const from = (page - 1) * size
  const length = Math.max(0, Math.min(size, count - from))
  const data = Array.from({ length }, (_, offset) => invoice(from + offset))
  return { object: 'list', url: '/v1/invoices', has_more: page * size < count, data }
}

/** How many of the first `count` invoices the filter keeps: every tenth is a draft. */
export function keptOf(count: number): number {
  return Array.from({ length: count }).filter((_, index) => !isDraft(index)).length
}

/** Invoice number `i`, about 3 KB of JSON: the same one in every process and every run. */
export function invoice(i: number) {
  const r = randomNumbers(i * 7919 + 17)
  const pick = <T>(list: readonly [T, ...T[]]): T => list[Math.floor(r() * list.length)] ?? list[0]
  const currency = pick(['usd', 'eur', 'gbp', 'cad', 'aud', 'jpy'])
  const country = pick(['US', 'DE', 'GB', 'CA', 'AU', 'FR'])
  const created = JANUARY_2026 + i * 613 + Math.floor(r() * 600)
  const lineCount = 1 + Math.floor(r() * 5)
  const first = pick(['Ada', 'Grace', 'Linus', 'Barbara', 'Ken', 'Zoë', 'José', 'Mary'])
  const last = pick(LAST_NAMES)
  const id = String(i).padStart(8, '0')
  const data = Array.from({ length: lineCount }, (_, k) => {
    const quantity = 1 + Math.floor(r() * 20)
    const unit = 500 + Math.floor(r() * 20_000)
    const amount = quantity * unit
    const product = pick(PRODUCTS)
    const name = product.slice(5)
    return {
      id: `il_${id}${k}`,
      object: 'line_item',
      amount,
      currency,
      description: `${quantity} × ${name} (at ${(unit / 100).toFixed(2)} / month)`,
      discountable: r() > 0.5,
      discount_amounts: [],
      livemode: false,
      metadata: lineMetadata(r),
      period: { start: created, end: created + 2_592_000 },
      price: {
        id: `price_${name}`,
        object: 'price',
        product,
        unit_amount: unit,
        type: 'recurring',
        recurring: { interval: 'month', interval_count: 1 },
      },
      proration: r() > 0.9,
      quantity,
      subscription: `sub_${id}`,
      tax_amounts: [{ amount: Math.round(amount * 0.19), inclusive: false, tax_rate: 'txr_std' }],
      type: 'subscription',
    }
  })
  const subtotal = data.reduce((sum, line) => sum + line.amount, 0)
  const tax = Math.round(subtotal * 0.19)
  const discount = r() > 0.8 ? Math.round(subtotal * 0.1) : 0
  const total = subtotal + tax - discount
  const status = isDraft(i) ? 'draft' : pick(['open', 'paid', 'paid', 'paid', 'uncollectible'])
  const paid = status === 'paid' ? total : 0
  return {
    id: `in_${id}`,
    object: 'invoice',
    account_country: country,
    account_name: 'Acme Inc.',
    amount_due: total,
    amount_paid: paid,
    amount_remaining: total - paid,
    attempt_count: 1,
    attempted: true,
    auto_advance: false,
    billing_reason: 'subscription_cycle',
    collection_method: r() > 0.5 ? 'charge_automatically' : 'send_invoice',
    created,
    currency,
    customer: `cus_${String(i % 977).padStart(6, '0')}`,
    customer_email: `  ${first}.${last}@Example.com `,
    customer_name: r() > 0.1 ? `${first} ${last}` : null,
    customer_phone: r() > 0.5 ? '+1 555 0100' : null,
    customer_address: {
      line1: `${1 + Math.floor(r() * 999)} Main Street`,
      line2: r() > 0.6 ? `Suite ${Math.floor(r() * 99)}` : null,
      city: 'Springfield',
      state: 'CA',
      postal_code: String(10_000 + Math.floor(r() * 89_999)),
      country,
    },
    customer_tax_exempt: r() > 0.9 ? 'exempt' : 'none',
    customer_tax_ids: [],
    default_payment_method: null,
    description: r() > 0.5 ? `Invoice for ${first}` : null,
    due_date: r() > 0.4 ? created + 1_209_600 : null,
    ending_balance: 0,
    hosted_invoice_url: `https://invoice.stripe.com/i/acct_1/test_${id}`,
    invoice_pdf: `https://pay.stripe.com/invoice/acct_1/test_${id}/pdf`,
    lines: {
      object: 'list',
      data,
      has_more: false,
      total_count: lineCount,
      url: `/v1/invoices/in_${id}/lines`,
    },
    livemode: false,
    metadata: { po_number: r() > 0.5 ? `PO-${i}` : '', sales_rep: `rep${i % 13}` },
    number: `ACME-${id}`,
    paid: status === 'paid',
    period_start: created - 2_592_000,
    period_end: created,
    status,
    status_transitions: {
      finalized_at: created + 3_600,
      paid_at: status === 'paid' ? created + 7_200 : null,
    },
    subtotal,
    tax,
    total,
    total_discount_amounts: discount ? [{ amount: discount, discount: 'di_1' }] : [],
    total_tax_amounts: [{ amount: tax, inclusive: false, tax_rate: 'txr_std' }],
    webhooks_delivered_at: created + 60,
  }
}

const JANUARY_2026 = 1_767_225_600
const LAST_NAMES = [
  ...(['Lovelace', 'Hopper', 'Torvalds', 'Liskov', 'Thompson', 'Müller'] as const),
  ...(['García', 'Jackson'] as const),
] as const
const PRODUCTS = [
  ...(['prod_starter', 'prod_team', 'prod_business', 'prod_seat', 'prod_usage'] as const),
  ...(['prod_support', 'prod_unmapped'] as const),
] as const

function isDraft(index: number): boolean {
  return index % 10 === 3
}

function lineMetadata(r: () => number): { department?: string; class?: string } {
  if (r() <= 0.7) return {}
  return { department: String(100 + Math.floor(r() * 9)), class: `C${Math.floor(r() * 5)}` }
}

/** mulberry32: small, quick and the same everywhere. */
function randomNumbers(seed: number): () => number {
  let a = seed >>> 0
  return () => {
    a = (a + 0x6d2b79f5) | 0
    let t = Math.imul(a ^ (a >>> 15), 1 | a)
    t = (t + Math.imul(t ^ (t >>> 7), 61 | t)) ^ t
    return ((t ^ (t >>> 14)) >>> 0) / 4_294_967_296
  }
}
