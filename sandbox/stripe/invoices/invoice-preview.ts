import { z } from 'zod'
import { createInvoice } from './edit-invoice.ts'
import { addLines } from './edit-lines.ts'
import { discountParams, useDiscounts } from './discounts.ts'
import {
  clearable,
  currency,
  flag,
  integer,
  mergeMetadata,
  metadata,
  text,
} from '../protocol/form.ts'
import { asLine, newItem } from './invoice-item-record.ts'
import { takePendingItems } from './invoice-items.ts'
import { costOf, itemCostParams } from './line-cost.ts'
import { taxRatesOf } from './line-taxes.ts'
import type { Invoice } from '../store/records.ts'
import type { Work } from '../store/work.ts'

/**
 * The invoice that a customer would get now, with the items that wait for it and those that are
 * only thought of (https://docs.stripe.com/api/invoices/create_preview).
 */
export async function previewInvoice(work: Work, params: PreviewParams): Promise<Invoice> {
  const draft = await createInvoice(work, {
    currency: params.currency,
    customer: params.customer,
    discounts: params.discounts,
  })
  let invoice =
    params.pending_invoice_items_behavior === 'exclude'
      ? draft
      : await takePendingItems(work, draft)
  for (const [index, wanted] of (params.invoice_items ?? []).entries()) {
    const item = newItem(work, {
      cost: await costOf(work, wanted, invoice.currency),
      currency: invoice.currency,
      customer: invoice.customer ?? '',
      description: wanted.description,
      discountable: wanted.discountable,
      invoice: invoice.id,
      metadata: mergeMetadata({}, wanted.metadata),
      period: wanted.period,
      tax_rates: await taxRatesOf(work, wanted.tax_rates, `invoice_items[${index}][tax_rates]`),
    })
    const holder = { customer: invoice.customer, invoiceItem: item.id }
    const discounted = { ...item, discounts: await useDiscounts(work, wanted.discounts, holder) }
    work.save(discounted)
    invoice = await addLines(work, invoice, [asLine(discounted)])
  }
  return { ...invoice, id: invoice.id.replace(/^in_/, 'upcoming_in_') }
}

const anything = z.unknown().optional()

export const previewParams = {
  automatic_tax: anything,
  currency: currency.optional(),
  customer: text,
  customer_account: text.optional(),
  customer_details: anything,
  discounts: discountParams.optional(),
  invoice_items: z
    .array(
      z.strictObject({
        ...itemCostParams,
        currency: currency.optional(),
        description: text.optional(),
        discountable: flag.optional(),
        discounts: discountParams.optional(),
        invoiceitem: text.optional(),
        metadata: metadata.optional(),
        period: z.strictObject({ start: integer, end: integer }).optional(),
        tax_code: clearable(text).optional(),
        tax_rates: clearable(z.array(text)).optional(),
      }),
    )
    .optional(),
  issuer: anything,
  on_behalf_of: anything,
  pending_invoice_items_behavior: z.enum(['exclude', 'include']).optional(),
  preview_mode: anything,
  schedule: anything,
  schedule_details: anything,
  subscription: anything,
  subscription_details: anything,
}

type PreviewParams = z.output<z.ZodObject<typeof previewParams>>
