import Big from 'big.js'
import { applyBalance, invoiceTotals } from './invoice-math.ts'
import type { Invoice, LineItem } from '../store/records.ts'
import type { Work } from '../store/work.ts'

/** What somebody who adds a line says about it; amounts in minor units. */
export interface LineSpec {
  description: string | null
  amount: number
  /** A decimal, `1` or `2.5`. */
  quantity: string
  unitAmount: string | null
  price?: string | null
  product?: string | null
  period?: { start: number; end: number }
  metadata?: Record<string, string>
  discountable?: boolean
  discounts?: string[]
  proration?: boolean
  taxes?: LineItem['taxes']
  parent: { invoiceItem: string } | { subscription: string; subscriptionItem: string }
}

/** Makes a line of an invoice, as `GET /v1/invoices/{id}/lines` shows it. */
export function newLine(work: Work, invoice: Invoice, spec: LineSpec): LineItem {
  const proration = spec.proration ?? false
  return {
    id: work.newId('il_1', 23),
    object: 'line_item',
    amount: spec.amount,
    currency: invoice.currency,
    description: spec.description,
    discount_amounts: [],
    discountable: !proration && (spec.discountable ?? true),
    discounts: spec.discounts ?? [],
    invoice: invoice.id,
    livemode: false,
    metadata: spec.metadata ?? {},
    parent: lineParent(spec, proration),
    period: spec.period ?? { start: work.now, end: work.now },
    pretax_credit_amounts: [],
    pricing: linePricing(spec),
    quantity: new Big(spec.quantity).round(0, Big.roundDown).toNumber(),
    quantity_decimal: spec.quantity,
    subscription: 'subscription' in spec.parent ? spec.parent.subscription : null,
    subtotal: spec.amount,
    taxes: spec.taxes ?? [],
  }
}

/** The invoice with its sums and its first ten lines brought up to date. */
export function withLines(invoice: Invoice, lines: LineItem[]): Invoice {
  const totals = invoiceTotals(lines)
  const { due } = applyBalance(totals.total, invoice.starting_balance)
  return {
    ...invoice,
    ...totals,
    amount_due: due,
    amount_remaining: due - invoice.amount_paid,
    lines: {
      object: 'list',
      data: lines.slice(0, 10),
      has_more: lines.length > 10,
      url: `/v1/invoices/${invoice.id}/lines`,
    },
  }
}

function lineParent(spec: LineSpec, proration: boolean): LineItem['parent'] {
  if ('invoiceItem' in spec.parent) {
    return {
      type: 'invoice_item_details',
      invoice_item_details: {
        invoice_item: spec.parent.invoiceItem,
        proration,
        proration_details: proration ? { credited_items: null } : null,
        subscription: null,
      },
      subscription_item_details: null,
    }
  }
  return {
    type: 'subscription_item_details',
    invoice_item_details: null,
    subscription_item_details: {
      invoice_item: null,
      proration,
      proration_details: proration ? { credited_items: null } : null,
      subscription: spec.parent.subscription,
      subscription_item: spec.parent.subscriptionItem,
    },
  }
}

function linePricing(spec: LineSpec): LineItem['pricing'] {
  const { price, product, unitAmount } = spec
  if (!price && unitAmount === null) return null
  const details = price && product ? { price_details: { price, product } } : {}
  return { type: 'price_details', unit_amount_decimal: unitAmount, ...details }
}
