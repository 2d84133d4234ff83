import { readFileSync } from 'node:fs'
import { TABLES, type Invoice } from './data.ts'

/** The mapping as an analyst writes it; it reads the tables from `$tables`. */
export const MAPPING = readFileSync(new URL('mapping.jsonata', import.meta.url), 'utf8')
export const FILTER = 'status in ["open", "paid", "uncollectible"]'

/** The filter by hand. */
export function keep(record: Invoice): boolean {
  const { status } = record
  return status === 'open' || status === 'paid' || status === 'uncollectible'
}

/** The mapping by hand, as a careful developer writes it: what every target's output must equal. */
export function map(r: Invoice) {
  const currency = r.currency.toUpperCase()
  const rate = TABLES.fx[currency] ?? NaN
  const scale = currency === 'JPY' ? 1 : 100
  const email = r.customer_email.trim().replace(/\s+/g, ' ').toLowerCase()
  const address = r.customer_address
  return {
    externalId: `stripe:${r.id}`,
    tranId: r.number,
    tranDate: day(r.created),
    dueDate: r.due_date ? day(r.due_date) : day(r.created + 2_592_000),
    postingPeriod: period(r.created),
    entity: { externalId: `stripe:${r.customer}` },
    entityName: r.customer_name ? r.customer_name : email,
    email,
    currency: { refName: currency },
    exchangeRate: rate,
    subsidiary: { id: TABLES.subsidiary[r.account_country] },
    salesRep: { id: TABLES.rep[r.metadata.sales_rep] },
    billAddress: {
      addr1: address.line1,
      addr2: address.line2,
      city: address.city,
      state: address.state,
      zip: address.postal_code,
      country: address.country,
    },
    otherRefNum: r.metadata.po_number !== '' ? r.metadata.po_number : r.number,
    memo: (r.description ? r.description : `Stripe ${r.number}`).slice(0, 40),
    terms: r.collection_method === 'send_invoice' ? 'Net 14' : 'Due on receipt',
    status: r.status === 'paid' ? 'Paid In Full' : r.status === 'open' ? 'Open' : 'Written Off',
    isTaxable: r.customer_tax_exempt === 'none',
    subTotal: r.subtotal / scale,
    taxTotal: sumOf(r.total_tax_amounts) / scale,
    discountTotal: sumOf(r.total_discount_amounts) / scale,
    total: r.total / scale,
    totalBase: roundToCents((r.total / scale) * rate),
    custbody_stripe_url: r.hosted_invoice_url,
    item: {
      items: r.lines.data.map((line) => ({
        item: { id: TABLES.item[line.price.product] ?? '9999' },
        description: line.description,
        quantity: line.quantity,
        rate: line.price.unit_amount / scale,
        amount: line.amount / scale,
        taxCode: line.tax_amounts[0]?.tax_rate === 'txr_std' ? 'S-19' : 'Z-0',
        department: line.metadata.department,
        startDate: day(line.period.start),
        endDate: day(line.period.end),
      })),
    },
  }
}

function day(seconds: number): string {
  const date = new Date(seconds * 1000)
  return `${date.getUTCFullYear()}-${two(date.getUTCMonth() + 1)}-${two(date.getUTCDate())}`
}

function period(seconds: number): string {
  const date = new Date(seconds * 1000)
  return `${two(date.getUTCMonth() + 1)}/${date.getUTCFullYear()}`
}

function two(value: number): string {
  return value < 10 ? `0${value}` : String(value)
}

function sumOf(list: readonly { amount: number }[]): number {
  let sum = 0
  for (const one of list) sum += one.amount
  return sum
}

/** Half to even at two places, as JSONata's $round. */
function roundToCents(value: number): number {
  const scaled = Number(`${value}e2`)
  let rounded = Math.round(scaled)
  if (Math.abs(rounded - scaled) === 0.5 && Math.abs(rounded % 2) === 1) rounded -= 1
  const cents = Number(`${rounded}e-2`)
  return Object.is(cents, -0) ? 0 : cents
}
