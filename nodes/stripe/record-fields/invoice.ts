import type Stripe from 'stripe'
import {
  type FieldsOf,
  flag,
  lines,
  METADATA,
  moment,
  object,
  oneOf,
  reference,
  text,
  whole,
} from './entry.ts'

/** https://docs.stripe.com/api/invoices/add_lines */
const LINE = {
  description: text('Description', 5000),
  amount: whole('Amount (minor units)'),
  quantity: whole('Quantity'),
  pricing: object('Pricing', { price: reference('Price', 'price') }),
  price_data: object('Price of its own', {
    currency: text('Currency', 3, { required: true }),
    product: reference('Product', 'product'),
    product_data: object('Product of its own', {
      name: text('Name', 250, { required: true }),
      description: text('Description', 5000),
    }),
    unit_amount: whole('Price of one (minor units)'),
    unit_amount_decimal: text('Price of one (minor units, up to 12 decimals)'),
    tax_behavior: oneOf('Tax behaviour', ['exclusive', 'inclusive', 'unspecified']),
  }),
  period: object('Period', {
    start: moment('Start', { required: true }),
    end: moment('End', { required: true }),
  }),
  tax_rates: lines('Tax rates'),
  discountable: flag('Discountable'),
  metadata: METADATA,
} satisfies FieldsOf<Stripe.InvoiceAddLinesParams.Line>

/** https://docs.stripe.com/api/invoices/create */
const WRITTEN = {
  customer: reference('Customer', 'customer', { required: true }),
  currency: text('Currency', 3),
  collection_method: oneOf('Collection method', ['send_invoice', 'charge_automatically']),
  due_date: moment('Due date'),
  days_until_due: whole('Days until due'),
  auto_advance: flag('Finalise and collect automatically'),
  number: text('Number', 26),
  description: text('Memo', 1500),
  footer: text('Footer', 5000),
  statement_descriptor: text('Statement descriptor', 22),
  effective_at: moment('Invoice date'),
  custom_fields: lines('Custom fields (at most 4)', {
    name: text('Name', 40, { required: true }),
    value: text('Value', 140, { required: true }),
  }),
  payment_settings: object('Payment settings', {
    payment_method_types: lines('Payment methods'),
  }),
  default_tax_rates: lines('Tax rates'),
  discounts: lines('Discounts', { coupon: reference('Coupon', 'coupon') }),
  default_payment_method: text('Payment method'),
  pending_invoice_items_behavior: oneOf('Waiting invoice items', ['exclude', 'include']),
  metadata: METADATA,
} satisfies FieldsOf<Stripe.InvoiceCreateParams>

const READ = {
  id: text('Id', undefined, { readOnly: true }),
  status: oneOf('Status', ['draft', 'open', 'paid', 'uncollectible', 'void'], { readOnly: true }),
  subtotal: whole('Subtotal (minor units)', { readOnly: true }),
  total: whole('Total (minor units)', { readOnly: true }),
  amount_due: whole('Amount due (minor units)', { readOnly: true }),
  amount_paid: whole('Amount paid (minor units)', { readOnly: true }),
  amount_remaining: whole('Amount remaining (minor units)', { readOnly: true }),
  hosted_invoice_url: text('Payment page', undefined, { readOnly: true }),
  invoice_pdf: text('PDF', undefined, { readOnly: true }),
  created: moment('Created', { readOnly: true }),
} satisfies FieldsOf<Stripe.Invoice>

/** The fields of a Stripe invoice; `lines` are what "Add Stripe invoice" adds to it. */
export const INVOICE_FIELDS = { ...WRITTEN, lines: lines('Lines', LINE), ...READ }
