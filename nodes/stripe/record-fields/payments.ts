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

const ID = text('Id', undefined, { readOnly: true })
const CREATED = moment('Created', { readOnly: true })

/** https://docs.stripe.com/api/charges/object and /update */
export const CHARGE_FIELDS = {
  description: text('Description'),
  receipt_email: text('Receipt email'),
  metadata: METADATA,
  ...({
    id: ID,
    amount: whole('Amount (minor units)', { readOnly: true }),
    amount_captured: whole('Captured (minor units)', { readOnly: true }),
    amount_refunded: whole('Refunded (minor units)', { readOnly: true }),
    currency: text('Currency', 3, { readOnly: true }),
    status: oneOf('Status', ['succeeded', 'pending', 'failed'], { readOnly: true }),
    customer: reference('Customer', 'customer', { readOnly: true }),
    payment_intent: reference('Payment', 'payment_intent', { readOnly: true }),
    balance_transaction: reference('Balance transaction', 'balance_transaction', {
      readOnly: true,
    }),
    created: CREATED,
  } satisfies FieldsOf<Stripe.Charge>),
} satisfies FieldsOf<Stripe.ChargeUpdateParams & Stripe.Charge>

/** https://docs.stripe.com/api/payment_intents/object and /update */
export const PAYMENT_INTENT_FIELDS = {
  description: text('Description', 1000),
  receipt_email: text('Receipt email'),
  metadata: METADATA,
  id: ID,
  amount: whole('Amount (minor units)', { readOnly: true }),
  amount_received: whole('Received (minor units)', { readOnly: true }),
  currency: text('Currency', 3, { readOnly: true }),
  status: text('Status', undefined, { readOnly: true }),
  customer: reference('Customer', 'customer', { readOnly: true }),
  latest_charge: reference('Charge', 'charge', { readOnly: true }),
  created: CREATED,
} satisfies FieldsOf<Stripe.PaymentIntentUpdateParams & Stripe.PaymentIntent>

/** https://docs.stripe.com/api/refunds/create */
export const REFUND_FIELDS = {
  charge: reference('Charge', 'charge'),
  payment_intent: reference('Payment', 'payment_intent'),
  amount: whole('Amount (minor units); blank: all that is left'),
  reason: oneOf('Reason', ['duplicate', 'fraudulent', 'requested_by_customer']),
  metadata: METADATA,
  id: ID,
  status: text('Status', undefined, { readOnly: true }),
  created: CREATED,
} satisfies FieldsOf<Stripe.RefundCreateParams & Stripe.Refund>

/** https://docs.stripe.com/api/credit_notes/create */
export const CREDIT_NOTE_FIELDS = {
  invoice: reference('Invoice', 'invoice', { required: true }),
  amount: whole('Amount (minor units)'),
  lines: lines('Lines', {
    type: oneOf('Type', ['invoice_line_item', 'custom_line_item'], { required: true }),
    invoice_line_item: text('Invoice line'),
    description: text('Description'),
    quantity: whole('Quantity'),
    amount: whole('Amount (minor units)'),
    unit_amount: whole('Price of one (minor units)'),
    metadata: METADATA,
  } satisfies FieldsOf<Stripe.CreditNoteCreateParams.Line>),
  credit_amount: whole('To the customer balance (minor units)'),
  refund_amount: whole('To refund (minor units)'),
  out_of_band_amount: whole('Paid back outside of Stripe (minor units)'),
  refunds: lines('Refunds', {
    refund: reference('Refund', 'refund'),
    amount_refunded: whole('Amount (minor units)'),
  } satisfies FieldsOf<Stripe.CreditNoteCreateParams.Refund>),
  memo: text('Memo', 5000),
  reason: oneOf('Reason', ['duplicate', 'fraudulent', 'order_change', 'product_unsatisfactory']),
  effective_at: moment('Date'),
  metadata: METADATA,
} satisfies FieldsOf<Stripe.CreditNoteCreateParams>

/** https://docs.stripe.com/api/payment-link/create */
export const PAYMENT_LINK_FIELDS = {
  line_items: lines(
    'Lines',
    {
      price: reference('Price', 'price'),
      price_data: object('Price of its own', {
        currency: text('Currency', 3, { required: true }),
        product: reference('Product', 'product'),
        product_data: object('Product of its own', {
          name: text('Name', 250, { required: true }),
        }),
        unit_amount: whole('Price of one (minor units)'),
      }),
      quantity: whole('Quantity', { required: true }),
    } satisfies FieldsOf<Stripe.PaymentLinkCreateParams.LineItem>,
    { required: true },
  ),
  metadata: METADATA,
  payment_intent_data: object('Payment', { description: text('Description'), metadata: METADATA }),
  payment_method_types: lines('Payment methods'),
  after_completion: object('After the payment', {
    type: oneOf('Type', ['hosted_confirmation', 'redirect'], { required: true }),
    redirect: object('Redirect', { url: text('Address', undefined, { required: true }) }),
  }),
  restrictions: object('Restrictions', {
    completed_sessions: object('Payments', { limit: whole('At most', { required: true }) }),
  }),
  allow_promotion_codes: flag('Allow promotion codes'),
  submit_type: oneOf('Button', ['auto', 'book', 'donate', 'pay', 'subscribe']),
} satisfies FieldsOf<Stripe.PaymentLinkCreateParams>
