import { changeableCustomer } from '../customers/customers.ts'
import { addLines } from './edit-lines.ts'
import { useDiscounts } from './discounts.ts'
import { missing, StripeError } from '../protocol/errors.ts'
import { mergeMetadata } from '../protocol/form.ts'
import { asLine, costBefore, newItem } from './invoice-item-record.ts'
import { takePendingItems } from './invoice-items.ts'
import {
  LATE_PARAMS,
  paymentSettings,
  renderedFields,
  type CreateParams,
  type EditParams,
} from './invoice-params.ts'
import { newInvoice } from './invoice-record.ts'
import { taxRatesOf } from './line-taxes.ts'
import { recalculate } from './recalculate.ts'
import type { Customer, Invoice } from '../store/records.ts'
import type { Work } from '../store/work.ts'

/** Makes a draft: without lines, with the customer's waiting items, or as a revision. */
export async function createInvoice(work: Work, params: CreateParams): Promise<Invoice> {
  const original = params.from_invoice && (await revisable(work, params.from_invoice.invoice))
  const id = params.customer ?? original?.customer
  if (!id) {
    const message = 'Missing required param: customer.'
    throw new StripeError(400, message, { code: 'parameter_missing', param: 'customer' })
  }
  const customer = await changeableCustomer(work, id, 'customer', 400)
  const blank = await blankInvoice(work, customer, params, original)
  const holder = { customer: customer.id, invoice: blank.id }
  const discounts = await useDiscounts(work, params.discounts, holder)
  const invoice: Invoice = { ...blank, discounts }
  work.save(invoice)
  work.emit('invoice.created', invoice)
  if (invoice.automatically_finalizes_at !== null) {
    work.schedule({ kind: 'finalize', id: invoice.id, at: invoice.automatically_finalizes_at })
  }
  if (original) return copyLines(work, invoice, original)
  if (params.pending_invoice_items_behavior !== 'include') return invoice
  return takePendingItems(work, invoice)
}

/** Changes what may still be changed; a finalised invoice keeps what was sent to the customer. */
export async function updateInvoice(
  work: Work,
  before: Invoice,
  params: EditParams,
): Promise<Invoice> {
  checkEditable(before, params)
  const { metadata: notes, payment_settings, days_until_due, ...rest } = params
  const { default_tax_rates, discounts, rendering: _, shipping_details: __, ...others } = rest
  const { application_fee_amount: _fee, automatic_tax, issuer: _issuer, ...more } = others
  const { shipping_cost: _cost, transfer_data: _transfer, ...plain } = more
  const holder = { customer: before.customer, invoice: before.id }
  const after: Invoice = {
    ...before,
    ...Object.fromEntries(Object.entries(plain).filter(([, value]) => value !== undefined)),
    ...(days_until_due === undefined ? {} : { due_date: before.created + days_until_due * 86_400 }),
    ...renderedFields(params),
    ...(automatic_tax === undefined
      ? {}
      : { automatic_tax: { ...before.automatic_tax, enabled: automatic_tax.enabled } }),
    ...(default_tax_rates === undefined
      ? {}
      : { default_tax_rates: await taxRatesOf(work, default_tax_rates, 'default_tax_rates') }),
    ...(discounts === undefined ? {} : { discounts: await useDiscounts(work, discounts, holder) }),
    metadata: mergeMetadata(before.metadata, notes),
    payment_settings: { ...before.payment_settings, ...paymentSettings(payment_settings) },
  }
  if (after.due_date !== before.due_date && after.collection_method !== 'send_invoice') {
    const message = 'You can only set `due_date` when `collection_method` is `send_invoice`.'
    throw new StripeError(400, message, { param: 'due_date' })
  }
  const final = { ...after, ...advance(work, before, after) }
  return storeUpdated(work, before, final)
}

async function blankInvoice(
  work: Work,
  customer: Customer,
  params: CreateParams,
  original: Invoice | undefined,
): Promise<Invoice> {
  const { default_tax_rates, metadata, payment_settings, discounts: _, ...plain } = params
  const inherited = original && {
    collection_method: original.collection_method,
    currency: original.currency,
    custom_fields: original.custom_fields,
    description: original.description,
    footer: original.footer,
    ...(original.due_date === null ? {} : { due_date: Math.max(original.due_date, work.now) }),
  }
  const spec = {
    ...inherited,
    ...Object.fromEntries(Object.entries(plain).filter(([, value]) => value !== undefined)),
  }
  const rates = await taxRatesOf(work, default_tax_rates, 'default_tax_rates')
  const blank = newInvoice(work, customer, {
    ...spec,
    ...renderedFields(params),
    default_tax_rates: rates.length > 0 ? rates : (original?.default_tax_rates ?? []),
    from_invoice: params.from_invoice ?? null,
    metadata: mergeMetadata(original?.metadata ?? {}, metadata),
    payment_method_types: payment_settings?.payment_method_types,
  })
  const settings = { ...blank.payment_settings, ...paymentSettings(payment_settings) }
  const taxIds = await work.related('tax_id', 'customer', customer.id)
  return {
    ...blank,
    customer_tax_ids: taxIds.map(({ type, value }) => ({ type, value })),
    payment_settings: settings,
  }
}

async function revisable(work: Work, id: string): Promise<Invoice> {
  const original = await work.find('invoice', id)
  if (!original) throw missing('invoice', id, 'from_invoice[invoice]', 400)
  if (original.status === 'open' || original.status === 'uncollectible') return original
  const message = `Only open or uncollectible invoices can be revised. This invoice is ${original.status}.`
  throw new StripeError(400, message, { param: 'from_invoice[invoice]' })
}

async function copyLines(work: Work, invoice: Invoice, original: Invoice): Promise<Invoice> {
  const lines = await work.related('line_item', 'invoice', original.id)
  const specs = []
  for (const line of lines) {
    const item = newItem(work, {
      cost: costBefore(line),
      currency: invoice.currency,
      customer: invoice.customer ?? '',
      description: line.description ?? undefined,
      discountable: line.discountable,
      invoice: invoice.id,
      metadata: line.metadata,
      period: line.period,
    })
    work.save(item)
    specs.push(asLine(item, line.taxes))
  }
  return addLines(work, invoice, specs)
}

function checkEditable(before: Invoice, params: EditParams): void {
  const given = Object.keys(params).filter((key) => Reflect.get(params, key) !== undefined)
  const locked = given.find((key) => !LATE_PARAMS.has(key))
  if (before.status === 'draft' || locked === undefined) return
  const message = `Finalized invoices can't be updated in this way: '${locked}' can only be changed while the invoice is a draft.`
  throw new StripeError(400, message, { code: 'invoice_not_editable', param: locked })
}

/** A draft that is told to advance, or to stop advancing, gets or loses its moment. */
function advance(work: Work, before: Invoice, after: Invoice) {
  if (after.status !== 'draft') return {}
  if (!after.auto_advance) return { automatically_finalizes_at: null }
  const at = after.automatically_finalizes_at ?? work.now + 3600
  if (at !== before.automatically_finalizes_at) {
    work.schedule({ kind: 'finalize', id: after.id, at })
  }
  return { automatically_finalizes_at: at }
}

async function storeUpdated(work: Work, before: Invoice, edited: Invoice): Promise<Invoice> {
  const priced = ['default_tax_rates', 'discounts'] as const
  const differs = priced.some((key) => JSON.stringify(edited[key]) !== JSON.stringify(before[key]))
  const lines = differs ? await work.related('line_item', 'invoice', edited.id) : []
  const after = differs ? await recalculate(work, edited, lines, before) : edited
  if (JSON.stringify(after) === JSON.stringify(before)) return before
  work.save(after)
  if (after.due_date !== null && after.due_date !== before.due_date && after.status === 'open') {
    work.schedule({ kind: 'overdue', id: after.id, at: after.due_date })
  }
  work.emit('invoice.updated', after, before)
  return after
}
