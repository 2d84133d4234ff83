import { ACCOUNT } from '../account.ts'
import { StripeError } from '../protocol/errors.ts'
import type { Customer, Invoice, Records } from '../store/records.ts'
import type { Work } from '../store/work.ts'

/** What somebody who makes an invoice says about it. */
interface InvoiceSpec {
  collection_method?: Invoice['collection_method']
  days_until_due?: number
  due_date?: number
  auto_advance?: boolean
  automatically_finalizes_at?: number
  automatic_tax?: { enabled: boolean }
  account_tax_ids?: string[] | null
  default_source?: string | null
  default_tax_rates?: Records['tax_rate'][]
  from_invoice?: Invoice['from_invoice']
  on_behalf_of?: string | null
  payment_method_options?: Invoice['payment_settings']['payment_method_options']
  rendering?: Invoice['rendering']
  shipping_details?: Invoice['shipping_details']
  currency?: string
  description?: string | null
  footer?: string | null
  metadata?: Record<string, string>
  custom_fields?: { name: string; value: string }[] | null
  number?: string | null
  effective_at?: number | null
  default_payment_method?: string | null
  payment_method_types?: string[] | null
  statement_descriptor?: string | null
  billing_reason?: Invoice['billing_reason']
  subscription?: string
  period?: { start: number; end: number }
}

/** Makes a draft without lines, every key present as Stripe sends it. */
export function newInvoice(work: Work, customer: Customer, spec: InvoiceSpec): Invoice {
  const method = spec.collection_method ?? 'charge_automatically'
  const id = work.newId('in_')
  return {
    id,
    object: 'invoice',
    account_country: ACCOUNT.country ?? null,
    account_name: ACCOUNT.business_profile?.name ?? null,
    account_tax_ids: spec.account_tax_ids ?? null,
    amount_due: Math.max(0, customer.balance),
    amount_overpaid: 0,
    amount_paid: 0,
    amount_remaining: Math.max(0, customer.balance),
    amount_shipping: 0,
    application: null,
    attempt_count: 0,
    attempted: false,
    auto_advance: spec.auto_advance ?? false,
    automatic_tax: {
      disabled_reason: null,
      enabled: spec.automatic_tax?.enabled ?? false,
      liability: null,
      provider: null,
      status: null,
    },
    automatically_finalizes_at: finalizesAt(work, spec),
    billing_reason: spec.billing_reason ?? 'manual',
    collection_method: method,
    created: work.now,
    currency: spec.currency ?? customer.currency ?? 'usd',
    custom_fields: spec.custom_fields ?? customer.invoice_settings.custom_fields,
    customer: customer.id,
    customer_account: null,
    customer_address: customer.address ?? null,
    customer_email: customer.email,
    customer_name: customer.name ?? null,
    customer_phone: customer.phone ?? null,
    customer_shipping: customer.shipping,
    customer_tax_exempt: customer.tax_exempt ?? 'none',
    customer_tax_ids: [],
    default_payment_method: spec.default_payment_method ?? null,
    default_source: spec.default_source ?? null,
    default_tax_rates: spec.default_tax_rates ?? [],
    description: spec.description ?? null,
    discounts: [],
    due_date: dueDate(work, method, spec),
    effective_at: spec.effective_at ?? null,
    ending_balance: null,
    footer: spec.footer ?? customer.invoice_settings.footer,
    from_invoice: spec.from_invoice ?? null,
    hosted_invoice_url: null,
    invoice_pdf: null,
    issuer: { type: 'self' },
    last_finalization_error: null,
    latest_revision: null,
    lines: { object: 'list', data: [], has_more: false, url: `/v1/invoices/${id}/lines` },
    livemode: false,
    metadata: spec.metadata ?? {},
    next_payment_attempt: null,
    number: spec.number ?? null,
    on_behalf_of: spec.on_behalf_of ?? null,
    parent: spec.subscription
      ? {
          quote_details: null,
          subscription_details: { metadata: {}, subscription: spec.subscription },
          type: 'subscription_details',
        }
      : null,
    payment_settings: {
      default_mandate: null,
      payment_method_options: spec.payment_method_options ?? null,
      payment_method_types: spec.payment_method_types ?? null,
    },
    period_end: spec.period?.end ?? work.now,
    period_start: spec.period?.start ?? work.now,
    post_payment_credit_notes_amount: 0,
    pre_payment_credit_notes_amount: 0,
    receipt_number: null,
    rendering: spec.rendering ?? null,
    shipping_cost: null,
    shipping_details: spec.shipping_details ?? null,
    starting_balance: customer.balance,
    statement_descriptor: spec.statement_descriptor ?? null,
    status: 'draft',
    status_transitions: {
      finalized_at: null,
      marked_uncollectible_at: null,
      paid_at: null,
      voided_at: null,
    },
    subtotal: 0,
    subtotal_excluding_tax: 0,
    test_clock: customer.test_clock ?? null,
    total: 0,
    total_discount_amounts: [],
    total_excluding_tax: 0,
    total_pretax_credit_amounts: [],
    total_taxes: [],
    webhooks_delivered_at: work.now,
  }
}

/** A draft that advances by itself does so an hour after it was made. */
function finalizesAt(work: Work, spec: InvoiceSpec): number | null {
  if (!spec.auto_advance) return null
  return spec.automatically_finalizes_at ?? work.now + 3600
}

function dueDate(work: Work, method: string, spec: InvoiceSpec): number | null {
  const { due_date, days_until_due } = spec
  if (method !== 'send_invoice') {
    const param = due_date !== undefined ? 'due_date' : 'days_until_due'
    if (due_date === undefined && days_until_due === undefined) return null
    const message = `You can only set \`${param}\` when \`collection_method\` is \`send_invoice\`.`
    throw new StripeError(400, message, { param })
  }
  if (due_date !== undefined) return due_date
  if (days_until_due !== undefined) return work.now + days_until_due * 86_400
  const message =
    'You must pass `days_until_due` or `due_date` when `collection_method` is `send_invoice`.'
  throw new StripeError(400, message, { code: 'parameter_missing', param: 'days_until_due' })
}
