import Big from 'big.js'
import type { LineCost } from './line-cost.ts'
import type { LineSpec } from './invoice-lines.ts'
import type { LineItem, Records } from '../store/records.ts'
import type { Work } from '../store/work.ts'

type InvoiceItem = Records['invoiceitem']

/** What somebody who makes an invoice item says about it. */
interface ItemSpec {
  customer: string
  invoice: string | null
  currency: string
  cost: LineCost
  description?: string
  discountable?: boolean
  metadata?: Record<string, string>
  period?: { start: number; end: number }
  tax_rates?: Records['tax_rate'][]
}

/** Makes an invoice item, every key present as Stripe sends it; the caller stores it. */
export function newItem(work: Work, spec: ItemSpec): InvoiceItem {
  return {
    id: work.newId('ii_1', 23),
    object: 'invoiceitem',
    ...costFields(spec.cost),
    currency: spec.currency,
    customer: spec.customer,
    customer_account: null,
    date: work.now,
    description: spec.description ?? spec.cost.name,
    discountable: spec.discountable ?? true,
    discounts: [],
    invoice: spec.invoice,
    livemode: false,
    metadata: spec.metadata ?? {},
    parent: null,
    period: spec.period ?? { start: work.now, end: work.now },
    proration: false,
    tax_rates: spec.tax_rates ?? [],
    test_clock: null,
  }
}

/** What a cost looks like on an invoice item. */
export function costFields({ amount, quantity, unitAmount, price, product }: LineCost) {
  const details = price && product ? { price_details: { price, product } } : {}
  return {
    amount,
    pricing: { type: 'price_details' as const, unit_amount_decimal: unitAmount, ...details },
    quantity: new Big(quantity).round(0, Big.roundDown).toNumber(),
    quantity_decimal: quantity,
  }
}

/** The cost that an invoice item or a line stands for, to be changed. */
export function costBefore(item: InvoiceItem | LineItem): LineCost {
  return {
    amount: item.amount,
    name: null,
    price: item.pricing?.price_details?.price ?? null,
    product: item.pricing?.price_details?.product ?? null,
    quantity: item.quantity_decimal ?? '1',
    unitAmount: item.pricing?.unit_amount_decimal ?? String(item.amount),
  }
}

/** The line that an invoice item becomes on its invoice. */
export function asLine(item: InvoiceItem, taxes: LineItem['taxes'] = []): LineSpec {
  return {
    amount: item.amount,
    description: item.description,
    discountable: item.discountable,
    discounts: item.discounts ?? [],
    metadata: item.metadata ?? {},
    parent: { invoiceItem: item.id },
    period: item.period,
    price: item.pricing?.price_details?.price,
    product: item.pricing?.price_details?.product,
    quantity: item.quantity_decimal,
    taxes,
    unitAmount: item.pricing?.unit_amount_decimal ?? null,
  }
}
