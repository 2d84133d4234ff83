import { z } from 'zod'
import { changeableCustomer } from '../customers/customers.ts'
import { discountParams, useDiscounts } from './discounts.ts'
import type { Endpoints } from '../protocol/endpoint.ts'
import { missing, StripeError } from '../protocol/errors.ts'
import {
  clearable,
  currency,
  flag,
  integer,
  mergeMetadata,
  metadata,
  moments,
  text,
} from '../protocol/form.ts'
import { asLine, costBefore, costFields, newItem } from './invoice-item-record.ts'
import { addLines, changeLine, dropLines, lineOfItem } from './edit-lines.ts'
import { costOf, itemCostParams } from './line-cost.ts'
import { taxRatesOf } from './line-taxes.ts'
import { listRecords, paging } from '../protocol/lists.ts'
import type { Invoice, Records } from '../store/records.ts'
import { retrieveCall } from '../protocol/retrieve.ts'
import type { Work } from '../store/work.ts'

type InvoiceItem = Records['invoiceitem']

/** The calls under `/v1/invoiceitems` (https://docs.stripe.com/api/invoiceitems). */
export function invoiceItemCalls({ read, write }: Endpoints) {
  return {
    create: write(createParams, createItem),
    retrieve: retrieveCall(read, 'invoiceitem'),
    update: write(commonParams, async (work, params, id) =>
      updateItem(work, await changeable(work, id), params),
    ),
    remove: write({}, async (work, _params, id) => {
      const item = await changeable(work, id)
      const invoice = item.invoice === null ? undefined : await work.find('invoice', item.invoice)
      const line = invoice && (await lineOfItem(work, invoice, id))
      if (invoice && line) await dropLines(work, invoice, [line.id])
      work.remove(item)
      work.emit('invoiceitem.deleted', item)
      return { id, object: 'invoiceitem', deleted: true }
    }),
    list: read(
      {
        ...paging,
        created: moments.optional(),
        customer: text.optional(),
        customer_account: text.optional(),
        invoice: text.optional(),
        pending: flag.optional(),
      },
      (sql, { created, customer, customer_account: _, invoice, pending, ...page }) =>
        listRecords(sql, {
          kind: 'invoiceitem',
          url: '/v1/invoiceitems',
          page,
          filters: [
            { column: 'customer', is: customer },
            { column: 'invoice', is: invoice },
            { column: 'invoice', empty: pending },
            { moment: 'created', within: created },
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
  if (waiting.length === 0) return invoice
  return addLines(
    work,
    invoice,
    waiting.map((item) => asLine(item)),
  )
}

async function changeable(work: Work, id: string): Promise<InvoiceItem> {
  const item = await work.find('invoiceitem', id)
  if (!item) throw missing('invoiceitem', id, 'invoiceitem', 404)
  const invoice = item.invoice === null ? undefined : await work.find('invoice', item.invoice)
  if (invoice && invoice.status !== 'draft') {
    const message = `The invoice item ${id} can't be changed: it is attached to an invoice that is no longer editable.`
    throw new StripeError(400, message, { code: 'invoice_not_editable' })
  }
  return item
}

async function createItem(work: Work, params: CreateParams): Promise<InvoiceItem> {
  const invoice = params.invoice ? await work.find('invoice', params.invoice) : null
  if (invoice === undefined) throw missing('invoice', params.invoice ?? '', 'invoice', 400)
  const customer = await customerOf(work, params, invoice)
  if (invoice && invoice.customer !== customer.id) {
    const message = `The invoice ${invoice.id} belongs to another customer than ${customer.id}.`
    throw new StripeError(400, message, { param: 'invoice' })
  }
  const money =
    invoice?.currency ??
    params.currency ??
    (await pricedIn(work, params)) ??
    customer.currency ??
    'usd'
  if (params.currency !== undefined && params.currency !== money) {
    const message = `The currency of the invoice item (${params.currency}) differs from the invoice's (${money}).`
    throw new StripeError(400, message, { param: 'currency' })
  }
  const blank = newItem(work, {
    cost: await costOf(work, params, money),
    currency: money,
    customer: customer.id,
    description: params.description,
    discountable: params.discountable,
    invoice: invoice?.id ?? null,
    metadata: mergeMetadata({}, params.metadata),
    period: params.period,
    tax_rates: await taxRatesOf(work, params.tax_rates, 'tax_rates'),
  })
  const holder = { customer: customer.id, invoiceItem: blank.id }
  const item = { ...blank, discounts: await useDiscounts(work, params.discounts, holder) }
  work.save(item)
  work.emit('invoiceitem.created', item)
  if (invoice) await addLines(work, invoice, [asLine(item)])
  return item
}

/** The currency that the price says, for an item without an invoice and without a currency. */
async function pricedIn(work: Work, params: CreateParams): Promise<string | undefined> {
  const price = params.pricing?.price && (await work.find('price', params.pricing.price))
  return params.price_data?.currency ?? (price ? price.currency : undefined)
}

async function customerOf(work: Work, params: CreateParams, invoice: Invoice | null) {
  const id = params.customer ?? invoice?.customer
  if (id) return changeableCustomer(work, id, 'customer', 400)
  const message = 'Missing required param: customer.'
  throw new StripeError(400, message, { code: 'parameter_missing', param: 'customer' })
}

async function updateItem(
  work: Work,
  before: InvoiceItem,
  params: CommonParams,
): Promise<InvoiceItem> {
  const { description, discountable, period } = params
  const priced = Object.keys(itemCostParams).some((key) => Reflect.get(params, key) !== undefined)
  const cost = priced && (await costOf(work, params, before.currency, costBefore(before)))
  const holder = { customer: before.customer, invoiceItem: before.id }
  const after: InvoiceItem = {
    ...before,
    ...(cost ? costFields(cost) : {}),
    ...(description === undefined ? {} : { description }),
    ...(discountable === undefined ? {} : { discountable }),
    ...(period === undefined ? {} : { period }),
    ...(params.discounts === undefined
      ? {}
      : { discounts: await useDiscounts(work, params.discounts, holder) }),
    ...(params.tax_rates === undefined
      ? {}
      : { tax_rates: await taxRatesOf(work, params.tax_rates, 'tax_rates') }),
    metadata: mergeMetadata(before.metadata, params.metadata),
  }
  work.save(after)
  const invoice = after.invoice === null ? undefined : await work.find('invoice', after.invoice)
  const line = invoice && (await lineOfItem(work, invoice, after.id))
  if (invoice && line) {
    const taxes = params.tax_rates === undefined ? line.taxes : []
    await changeLine(work, invoice, line, asLine(after, taxes))
  }
  return after
}

const commonParams = {
  ...itemCostParams,
  description: text.optional(),
  discountable: flag.optional(),
  discounts: discountParams.optional(),
  invoicing_rules: z.unknown().optional(),
  metadata: metadata.optional(),
  period: z.strictObject({ start: integer, end: integer }).optional(),
  tax_code: clearable(text).optional(),
  tax_rates: clearable(z.array(text)).optional(),
}

type CommonParams = z.output<z.ZodObject<typeof commonParams>>

const createParams = {
  ...commonParams,
  currency: currency.optional(),
  customer: text.optional(),
  customer_account: text.optional(),
  invoice: text.optional(),
  subscription: text.optional(),
}

type CreateParams = z.output<z.ZodObject<typeof createParams>>
