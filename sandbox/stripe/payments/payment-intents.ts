import { z } from 'zod'
import { addressParams, fullAddress } from '../protocol/address.ts'
import { changeableCustomer } from '../customers/customers.ts'
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
import { cancelIntent, newIntent, unexpectedState } from './intent-record.ts'
import { captureIntent, confirmIntent } from './intent-states.ts'
import { listRecords, paging } from '../protocol/lists.ts'
import { usePaymentMethod } from './payment-method-record.ts'
import { methodData, newMethodFrom } from './payment-methods.ts'
import type { PaymentIntent } from '../store/records.ts'
import { retrieveCall } from '../protocol/retrieve.ts'
import type { Work } from '../store/work.ts'

/** The calls under `/v1/payment_intents` (https://docs.stripe.com/api/payment_intents). */
export function paymentIntentCalls({ read, write }: Endpoints) {
  return {
    create: write(createParams, createIntent),
    retrieve: retrieveCall(read, 'payment_intent'),
    update: write(updateParams, async (work, params, id) =>
      updateIntent(work, await changeable(work, id), params),
    ),
    confirm: write(confirmParams, async (work, params, id) =>
      confirm(work, await changeable(work, id), params),
    ),
    capture: write(captureParams, async (work, params, id) =>
      captureIntent(work, await changeable(work, id), params.amount_to_capture),
    ),
    cancel: write(
      {
        cancellation_reason: z
          .enum(['abandoned', 'duplicate', 'fraudulent', 'requested_by_customer'])
          .optional(),
      },
      async (work, params, id) =>
        cancelIntent(work, await changeable(work, id), params.cancellation_reason ?? null),
    ),
    list: read(
      {
        ...paging,
        created: moments.optional(),
        customer: text.optional(),
        customer_account: text.optional(),
      },
      (sql, { created, customer, customer_account: _, ...page }) =>
        listRecords(sql, {
          kind: 'payment_intent',
          url: '/v1/payment_intents',
          page,
          filters: [
            { column: 'customer', is: customer },
            { moment: 'created', within: created },
          ],
        }),
    ),
  }
}

async function changeable(work: Work, id: string): Promise<PaymentIntent> {
  const intent = await work.find('payment_intent', id)
  if (!intent) throw missing('payment_intent', id, 'intent', 404)
  return intent
}

async function createIntent(work: Work, params: CreateParams): Promise<object> {
  checkAmount(params.amount, params.currency)
  const customer = params.customer
    ? await changeableCustomer(work, params.customer, 'customer', 400)
    : null
  const given = params.payment_method_data && newMethodFrom(work, params.payment_method_data)
  const method =
    given ??
    (params.payment_method
      ? await usePaymentMethod(work, params.payment_method, customer)
      : undefined)
  const { amount, description, receipt_email, setup_future_usage, shipping } = params
  const intent = newIntent(work, {
    amount,
    automatic: params.automatic_payment_methods && {
      allow_redirects: params.automatic_payment_methods.allow_redirects ?? 'always',
      enabled: params.automatic_payment_methods.enabled,
    },
    capture_method: params.capture_method,
    currency: params.currency,
    customer: customer?.id,
    description,
    metadata: mergeMetadata({}, params.metadata),
    payment_method: method?.id,
    payment_method_types: params.allowed_payment_method_types,
    receipt_email,
    setup_future_usage,
    shipping: shipping && fullShipping(shipping),
    statement_descriptor: params.statement_descriptor,
    statement_descriptor_suffix: params.statement_descriptor_suffix,
    transfer_group: params.transfer_group,
  })
  return params.confirm ? confirm(work, intent, { off_session: params.off_session }) : intent
}

async function confirm(
  work: Work,
  before: PaymentIntent,
  params: Partial<ConfirmParams>,
): Promise<object> {
  const customer = before.customer ? await work.find('customer', before.customer) : undefined
  const given = params.payment_method_data && newMethodFrom(work, params.payment_method_data)
  const wanted = params.payment_method ?? before.payment_method
  if (!given && !wanted) {
    const message =
      'You cannot confirm this PaymentIntent because it is missing a payment method. You can either update the PaymentIntent with a payment method and then confirm it again, or confirm it again directly with a payment method or ConfirmationToken.'
    throw unexpectedState(message, before)
  }
  const method = given ?? (await usePaymentMethod(work, wanted ?? '', customer ?? null))
  const offSession = params.off_session !== undefined && params.off_session !== 'false'
  const trouble = await confirmIntent(work, before, method, { offSession })
  return trouble ?? (await work.find('payment_intent', before.id)) ?? before
}

async function updateIntent(
  work: Work,
  before: PaymentIntent,
  params: UpdateParams,
): Promise<PaymentIntent> {
  const waiting = ['requires_payment_method', 'requires_confirmation', 'requires_action']
  const frozen = ['amount', 'currency', 'customer', 'payment_method'] as const
  const late = frozen.find((key) => params[key] !== undefined)
  if (!waiting.includes(before.status) && late) {
    const message = `This PaymentIntent's ${late} could not be updated because it has a status of ${before.status}. You may only update the ${late} of a PaymentIntent with one of the following statuses: ${waiting.join(', ')}.`
    throw unexpectedState(message, before)
  }
  checkAmount(params.amount ?? before.amount, params.currency ?? before.currency)
  if (params.customer) await changeableCustomer(work, params.customer, 'customer', 400)
  const method = params.payment_method
    ? await usePaymentMethod(work, params.payment_method, null)
    : undefined
  const { amount, capture_method, customer, description, receipt_email, shipping } = params
  const plain = {
    amount,
    capture_method,
    currency: params.currency,
    customer,
    description,
    receipt_email,
    setup_future_usage: params.setup_future_usage,
    shipping: shipping && fullShipping(shipping),
    statement_descriptor: params.statement_descriptor,
    statement_descriptor_suffix: params.statement_descriptor_suffix,
    transfer_group: params.transfer_group,
  }
  const after: PaymentIntent = {
    ...before,
    ...Object.fromEntries(Object.entries(plain).filter(([, value]) => value !== undefined)),
    ...(method ? { payment_method: method.id, status: 'requires_confirmation' } : {}),
    metadata: mergeMetadata(before.metadata, params.metadata),
  }
  work.save(after)
  return after
}

/** Stripe takes nothing below what half a dollar is worth; told exactly for dollars only. */
function checkAmount(amount: number, money: string): void {
  if (amount <= 0) {
    const code = 'parameter_invalid_integer'
    throw new StripeError(400, 'This value must be greater than or equal to 1.', {
      code,
      param: 'amount',
    })
  }
  if (money !== 'usd' || amount >= 50) return
  const message = 'Amount must be at least $0.50 usd'
  throw new StripeError(400, message, { code: 'amount_too_small', param: 'amount' })
}

function fullShipping(shipping: z.output<typeof shippingParams>) {
  return {
    address: fullAddress(shipping.address),
    carrier: shipping.carrier ?? null,
    name: shipping.name,
    phone: shipping.phone ?? null,
    tracking_number: shipping.tracking_number ?? null,
  }
}

const shippingParams = z.strictObject({
  address: addressParams,
  carrier: text.optional(),
  name: text,
  phone: text.optional(),
  tracking_number: text.optional(),
})

const anything = z.unknown().optional()

const common = {
  allowed_payment_method_types: z.array(text).optional(),
  amount_details: anything,
  application_fee_amount: anything,
  capture_method: z.enum(['automatic', 'automatic_async', 'manual']).optional(),
  customer_account: text.optional(),
  description: clearable(text).optional(),
  excluded_payment_method_types: anything,
  hooks: anything,
  metadata: metadata.optional(),
  payment_details: anything,
  payment_method: text.optional(),
  payment_method_data: methodData.optional(),
  payment_method_options: anything,
  receipt_email: clearable(text).optional(),
  setup_future_usage: clearable(z.enum(['off_session', 'on_session'])).optional(),
  shipping: clearable(shippingParams).optional(),
  statement_descriptor: z.string().max(22).optional(),
  statement_descriptor_suffix: z.string().max(22).optional(),
  transfer_data: anything,
  transfer_group: text.optional(),
}

const confirming = {
  confirmation_token: anything,
  error_on_requires_action: flag.optional(),
  mandate: anything,
  mandate_data: anything,
  off_session: z.unknown().optional(),
  radar_options: anything,
  return_url: text.optional(),
  use_stripe_sdk: flag.optional(),
}

const createParams = {
  ...common,
  ...confirming,
  amount: integer,
  automatic_payment_methods: z
    .strictObject({ allow_redirects: z.enum(['always', 'never']).optional(), enabled: flag })
    .optional(),
  confirm: flag.optional(),
  confirmation_method: z.enum(['automatic', 'manual']).optional(),
  currency,
  customer: text.optional(),
  on_behalf_of: text.optional(),
  payment_method_configuration: anything,
}

type CreateParams = z.output<z.ZodObject<typeof createParams>>

const updateParams = {
  ...common,
  amount: integer.optional(),
  currency: currency.optional(),
  customer: text.optional(),
  payment_method_configuration: anything,
}

type UpdateParams = z.output<z.ZodObject<typeof updateParams>>

const confirmParams = { ...common, ...confirming, amount_to_confirm: integer.optional() }

type ConfirmParams = z.output<z.ZodObject<typeof confirmParams>>

const captureParams = {
  amount_details: anything,
  amount_to_capture: integer.optional(),
  application_fee_amount: anything,
  final_capture: flag.optional(),
  hooks: anything,
  metadata: metadata.optional(),
  payment_details: anything,
  statement_descriptor: text.optional(),
  statement_descriptor_suffix: text.optional(),
  transfer_data: anything,
}
