import { z } from 'zod'
import { addressParams, fullAddress } from '../protocol/address.ts'
import { discountParams } from './discounts.ts'
import { clearable, currency, flag, integer, metadata, text } from '../protocol/form.ts'
import type { Invoice } from '../store/records.ts'

const anything = z.unknown().optional()

const methodOptions = z.strictObject({
  acss_debit: anything,
  bancontact: anything,
  billie: anything,
  blik: anything,
  card: clearable(
    z.strictObject({
      installments: anything,
      request_three_d_secure: z.enum(['any', 'automatic', 'challenge']).optional(),
    }),
  ).optional(),
  customer_balance: anything,
  konbini: anything,
  payto: anything,
  pix: anything,
  sepa_debit: anything,
  upi: anything,
  us_bank_account: clearable(
    z.strictObject({
      financial_connections: anything,
      verification_method: z.enum(['automatic', 'instant', 'microdeposits']).optional(),
    }),
  ).optional(),
})

/** What may be said when an invoice is made or changed (https://docs.stripe.com/api/invoices/update). */
export const editParams = {
  account_tax_ids: clearable(z.array(text)).optional(),
  application_fee_amount: integer.optional(),
  auto_advance: flag.optional(),
  automatic_tax: z.strictObject({ enabled: flag, liability: z.unknown().optional() }).optional(),
  automatically_finalizes_at: integer.optional(),
  collection_method: z.enum(['charge_automatically', 'send_invoice']).optional(),
  custom_fields: clearable(
    z.array(z.strictObject({ name: text.max(40), value: text.max(140) })).max(4),
  ).optional(),
  days_until_due: integer.optional(),
  default_payment_method: clearable(text).optional(),
  default_source: clearable(text).optional(),
  default_tax_rates: clearable(z.array(text)).optional(),
  description: clearable(z.string().max(1500)).optional(),
  discounts: discountParams.optional(),
  due_date: integer.optional(),
  effective_at: clearable(integer).optional(),
  footer: clearable(z.string().max(5000)).optional(),
  issuer: z.unknown().optional(),
  metadata: metadata.optional(),
  number: clearable(z.string().max(26)).optional(),
  on_behalf_of: clearable(text).optional(),
  payment_settings: z
    .strictObject({
      default_mandate: clearable(text).optional(),
      payment_method_options: methodOptions.optional(),
      payment_method_types: clearable(z.array(text)).optional(),
    })
    .optional(),
  rendering: z
    .strictObject({
      amount_tax_display: clearable(text).optional(),
      pdf: z.strictObject({ page_size: text.optional() }).optional(),
      template: text.optional(),
      template_version: clearable(integer).optional(),
    })
    .optional(),
  shipping_cost: z.unknown().optional(),
  shipping_details: clearable(
    z.strictObject({ address: addressParams, name: text, phone: clearable(z.string()).optional() }),
  ).optional(),
  statement_descriptor: clearable(z.string().max(22)).optional(),
  transfer_data: z.unknown().optional(),
}

export type EditParams = z.output<z.ZodObject<typeof editParams>>

export const createParams = {
  ...editParams,
  currency: currency.optional(),
  customer: text.optional(),
  customer_account: text.optional(),
  from_invoice: z.strictObject({ action: z.literal('revision'), invoice: text }).optional(),
  pending_invoice_items_behavior: z.enum(['exclude', 'include']).optional(),
  subscription: text.optional(),
}

export type CreateParams = z.output<z.ZodObject<typeof createParams>>

/** What may still be changed when an invoice is finalised, and in every later state. */
export const LATE_PARAMS = new Set([
  'auto_advance',
  'custom_fields',
  'default_payment_method',
  'default_source',
  'description',
  'due_date',
  'footer',
  'metadata',
  'payment_settings',
  'rendering',
  'statement_descriptor',
])

/** How `payment_settings` look on the invoice; what is not said stays as it was. */
export function paymentSettings(given: EditParams['payment_settings']) {
  const { payment_method_types: types, default_mandate: mandate } = given ?? {}
  const options = given?.payment_method_options
  const verification = options?.us_bank_account?.verification_method
  const secure = options?.card?.request_three_d_secure
  return {
    ...(types === undefined ? {} : { payment_method_types: types }),
    ...(mandate === undefined ? {} : { default_mandate: mandate }),
    ...(options === undefined
      ? {}
      : {
          payment_method_options: {
            ...NO_OPTIONS,
            card: secure
              ? { installments: { enabled: false }, request_three_d_secure: secure }
              : null,
            us_bank_account: verification
              ? { financial_connections: { prefetch: null }, verification_method: verification }
              : null,
          },
        }),
  }
}

/** How the parameters of rendering and shipping look on the invoice. */
export function renderedFields({ rendering, shipping_details }: EditParams): {
  rendering?: Invoice['rendering']
  shipping_details?: Invoice['shipping_details']
} {
  return {
    ...(rendering === undefined
      ? {}
      : {
          rendering: {
            amount_tax_display: rendering.amount_tax_display ?? null,
            pdf: rendering.pdf ? { page_size: rendering.pdf.page_size ?? 'auto' } : null,
            template: rendering.template ?? null,
            template_version: rendering.template_version ?? null,
          },
        }),
    ...(shipping_details === undefined
      ? {}
      : {
          shipping_details: shipping_details && {
            address: fullAddress(shipping_details.address),
            name: shipping_details.name,
            phone: shipping_details.phone ?? null,
          },
        }),
  }
}

const NO_OPTIONS = {
  acss_debit: null,
  bancontact: null,
  customer_balance: null,
  konbini: null,
  payto: null,
  pix: null,
  sepa_debit: null,
  upi: null,
}
