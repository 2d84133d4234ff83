import Big from 'big.js'
import { z } from 'zod'
import { changeableCustomer } from './customers.ts'
import type { Endpoints } from './endpoint.ts'
import { missing, StripeError } from './errors.ts'
import {
  clearable,
  currency,
  decimal,
  flag,
  integer,
  mergeMetadata,
  metadata,
  text,
} from './form.ts'
import { addLines, type LineSpec } from './invoice-lines.ts'
import { lineAmount } from './invoice-math.ts'
import { listRecords, paging } from './lists.ts'
import type { Invoice, LineItem, Records } from './records.ts'
import { findRecord } from './store.ts'
import type { Work } from './work.ts'

type InvoiceItem = Records['invoiceitem']

/** The calls under `/v1/invoiceitems` (https://docs.stripe.com/api/invoiceitems). */
export function invoiceItemCalls({ read, write }: Endpoints) {
  return {
    create: write(itemParams, createItem),
    retrieve: read({}, async (sql, _params, id) => {
      const item = await findRecord(sql, 'invoiceitem', id)
      if (!item) throw missing('invoiceitem', id, 'id', 404)
      return item
    }),
    list: read(
      { ...paging, customer: text.optional(), invoice: text.optional() },
      (sql, { customer, invoice, ...page }) =>
        listRecords(sql, {
          kind: 'invoiceitem',
          url: '/v1/invoiceitems',
          page,
          filters: [
            { column: 'customer', is: customer },
            { column: 'invoice', is: invoice },
          ],
        }),
    ),
  }
}

/** Puts the customer's waiting invoice items of the same currency onto a new draft. */
export async function takePendingItems(work: Work, invoice: Invoice): Promise<Invoice> {
  const items = await work.related('invoiceitem', 'customer', invoice.customer ?? '')
  const waiting = items.filter(
    (item) => item.invoice === null && item.currency === invoice.currency,
  )
  for (const item of waiting) work.save({ ...item, invoice: invoice.id })
  return waiting.length === 0 ? invoice : addLines(work, invoice, waiting.map(asLine))
}

/** The lines that `POST /v1/invoices/{id}/add_lines` asks for. */
export async function toLineSpecs(
  work: Work,
  invoice: Invoice,
  lines: LineParams[],
): Promise<LineSpec[]> {
  const specs: LineSpec[] = []
  for (const line of lines) {
    const cost = await costOf(work, line, invoice.currency)
    specs.push({
      ...cost,
      description: line.description ?? cost.name,
      discountable: line.discountable,
      metadata: mergeMetadata({}, line.metadata),
      parent: { invoiceItem: work.newId('ii_1', 23) },
      period: line.period,
      taxes: (line.tax_amounts ?? []).map((tax) => toTax(work, tax)),
    })
  }
  return specs
}

async function createItem(work: Work, params: ItemParams): Promise<InvoiceItem> {
  const customer = await changeableCustomer(work, params.customer, 'customer', 400)
  const invoice = params.invoice ? await work.find('invoice', params.invoice) : null
  if (invoice === undefined) throw missing('invoice', params.invoice ?? '', 'invoice', 400)
  const money = invoice?.currency ?? params.currency ?? customer.currency ?? 'usd'
  if (params.currency !== undefined && params.currency !== money) {
    const message = `The currency of the invoice item (${params.currency}) differs from the invoice's (${money}).`
    throw new StripeError(400, message, { param: 'currency' })
  }
  const cost = await costOf(work, params, money)
  const item: InvoiceItem = {
    id: work.newId('ii_1', 23),
    object: 'invoiceitem',
    amount: cost.amount,
    currency: money,
    customer: customer.id,
    customer_account: null,
    date: work.now,
    description: params.description ?? cost.name,
    discountable: params.discountable ?? true,
    discounts: [],
    invoice: invoice?.id ?? null,
    livemode: false,
    metadata: mergeMetadata({}, params.metadata),
    parent: null,
    period: params.period ?? { start: work.now, end: work.now },
    pricing: {
      type: 'price_details',
      unit_amount_decimal: cost.unitAmount,
      ...(cost.price && cost.product
        ? { price_details: { price: cost.price, product: cost.product } }
        : {}),
    },
    proration: false,
    quantity: new Big(cost.quantity).round(0, Big.roundDown).toNumber(),
    quantity_decimal: cost.quantity,
    tax_rates: [],
    test_clock: null,
  }
  work.save(item)
  work.emit('invoiceitem.created', item)
  if (invoice) await addLines(work, invoice, [asLine(item)])
  return item
}

function asLine(item: InvoiceItem): LineSpec {
  return {
    amount: item.amount,
    description: item.description,
    discountable: item.discountable,
    metadata: item.metadata ?? {},
    parent: { invoiceItem: item.id },
    period: item.period,
    price: item.pricing?.price_details?.price,
    product: item.pricing?.price_details?.product,
    quantity: item.quantity_decimal,
    unitAmount: item.pricing?.unit_amount_decimal ?? null,
  }
}

/** What a line costs, by amount, unit amount, price or price data; exactly one may be given. */
async function costOf(work: Work, params: CostParams, money: string) {
  const quantity = params.quantity_decimal ?? String(params.quantity ?? 1)
  if (params.amount !== undefined) {
    const unitAmount = new Big(params.amount).div(quantity).round(12).toFixed()
    return { amount: params.amount, quantity, unitAmount, name: null }
  }
  const priceId = params.pricing?.price
  const price = priceId ? await work.find('price', priceId) : null
  if (price === undefined) throw missing('price', priceId ?? '', 'pricing[price]', 400)
  const data = params.price_data
  const unitAmount =
    params.unit_amount_decimal ??
    price?.unit_amount_decimal ??
    data?.unit_amount_decimal ??
    data?.unit_amount?.toString()
  if (unitAmount === undefined || unitAmount === null) {
    const message =
      'You must provide one of `amount`, `unit_amount_decimal`, `pricing` or `price_data`.'
    throw new StripeError(400, message, { code: 'parameter_missing', param: 'amount' })
  }
  const productId = price?.product ?? data?.product
  const product = productId ? await work.find('product', productId) : undefined
  return {
    amount: lineAmount(unitAmount, quantity, money),
    name: product?.name ?? null,
    price: price?.id ?? null,
    product: product?.id ?? null,
    quantity,
    unitAmount,
  }
}

/** A tax somebody else has computed; its rate is remembered so that it can be looked up. */
function toTax(work: Work, tax: TaxParams): NonNullable<LineItem['taxes']>[number] {
  const { display_name, inclusive, percentage, country, state, jurisdiction, description } =
    tax.tax_rate_data
  const rate: Records['tax_rate'] = {
    id: work.newId('txr_1', 23),
    object: 'tax_rate',
    active: false,
    country: country ?? null,
    created: work.now,
    description: description ?? null,
    display_name,
    effective_percentage: null,
    flat_amount: null,
    inclusive,
    jurisdiction: jurisdiction ?? null,
    jurisdiction_level: null,
    livemode: false,
    metadata: {},
    percentage: Number(percentage),
    rate_type: 'percentage',
    state: state ?? null,
    tax_type: null,
  }
  work.save(rate)
  return {
    amount: tax.amount,
    tax_behavior: inclusive ? 'inclusive' : 'exclusive',
    tax_rate_details: { tax_rate: rate.id },
    taxability_reason: tax.taxability_reason ?? 'not_available',
    taxable_amount: tax.taxable_amount,
    type: 'tax_rate_details',
  }
}

const taxParams = z.strictObject({
  amount: integer,
  tax_rate_data: z.strictObject({
    display_name: text,
    inclusive: flag,
    percentage: decimal,
    country: text.optional(),
    description: text.optional(),
    jurisdiction: text.optional(),
    state: text.optional(),
  }),
  taxability_reason: text.optional(),
  taxable_amount: integer,
})

type TaxParams = z.output<typeof taxParams>

const costParams = {
  amount: integer.optional(),
  price_data: z
    .strictObject({
      currency,
      product: text,
      tax_behavior: z.enum(['exclusive', 'inclusive', 'unspecified']).optional(),
      unit_amount: integer.optional(),
      unit_amount_decimal: decimal.optional(),
    })
    .optional(),
  pricing: z.strictObject({ price: text.optional() }).optional(),
  quantity: integer.optional(),
  quantity_decimal: decimal.optional(),
  unit_amount_decimal: decimal.optional(),
}

type CostParams = z.output<z.ZodObject<typeof costParams>>

const commonParams = {
  description: text.optional(),
  discountable: flag.optional(),
  metadata: metadata.optional(),
  period: z.strictObject({ start: integer, end: integer }).optional(),
}

const { unit_amount_decimal: _, ...lineCost } = costParams

/** One line of `add_lines`. */
export const lineParams = z.strictObject({
  ...lineCost,
  ...commonParams,
  tax_amounts: clearable(z.array(taxParams)).optional(),
})

type LineParams = z.output<typeof lineParams>

const itemParams = {
  ...costParams,
  ...commonParams,
  currency: currency.optional(),
  customer: text,
  invoice: text.optional(),
}

type ItemParams = z.output<z.ZodObject<typeof itemParams>>
