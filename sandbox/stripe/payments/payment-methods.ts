import { z } from 'zod'
import { addressParams, fullAddress } from '../protocol/address.ts'
import { changeableCustomer } from '../customers/customers.ts'
import type { Endpoints } from '../protocol/endpoint.ts'
import { missing, StripeError } from '../protocol/errors.ts'
import { clearable, integer, mergeMetadata, metadata, text } from '../protocol/form.ts'
import { listRecords, paging } from '../protocol/lists.ts'
import { newPaymentMethod, usePaymentMethod } from './payment-method-record.ts'
import type { PaymentMethod } from '../store/records.ts'
import { retrieveCall } from '../protocol/retrieve.ts'
import { findRecord } from '../store/store.ts'
import { testMethod } from './test-methods.ts'
import type { Work } from '../store/work.ts'

/** The calls under `/v1/payment_methods` (https://docs.stripe.com/api/payment_methods). */
export function paymentMethodCalls({ read, write }: Endpoints) {
  return {
    create: write(
      {
        ...methodData.shape,
        customer: text.optional(),
        payment_method: text.optional(),
      },
      async (work, params) => newMethodFrom(work, params),
    ),
    retrieve: retrieveCall(read, 'payment_method'),
    update: write(
      {
        allow_redisplay: z.enum(['always', 'limited', 'unspecified']).optional(),
        billing_details: billing.optional(),
        card: z.unknown().optional(),
        metadata: metadata.optional(),
        us_bank_account: z.unknown().optional(),
      },
      async (work, params, id) => {
        const before = await changeable(work, id)
        const after: PaymentMethod = {
          ...before,
          allow_redisplay: params.allow_redisplay ?? before.allow_redisplay,
          billing_details: { ...before.billing_details, ...billingOf(params.billing_details) },
          metadata: mergeMetadata(before.metadata, params.metadata),
        }
        work.save(after)
        work.emit('payment_method.updated', after, before)
        return after
      },
    ),
    attach: write(
      { customer: text, customer_account: text.optional() },
      async (work, params, id) => {
        const customer = await changeableCustomer(work, params.customer, 'customer', 400)
        const method = await usePaymentMethod(work, id, customer)
        if (method.customer !== null && method.customer !== customer.id) {
          const message = 'The payment method you provided has already been attached to a customer.'
          throw new StripeError(400, message, { param: 'payment_method' })
        }
        const after = { ...method, customer: customer.id }
        work.save(after)
        work.emit('payment_method.attached', after)
        return after
      },
    ),
    detach: write({}, async (work, _params, id) => {
      const before = await changeable(work, id)
      if (before.customer === null) {
        const message =
          'The payment method you provided is not attached to a customer so detachment is impossible.'
        throw new StripeError(400, message)
      }
      const after = { ...before, customer: null }
      work.save(after)
      work.emit('payment_method.detached', after, before)
      return after
    }),
    list: read(
      { ...listParams, customer: text.optional(), customer_account: text.optional() },
      (sql, { customer, customer_account: _, allow_redisplay: __, type, ...page }) =>
        listRecords(sql, {
          kind: 'payment_method',
          url: '/v1/payment_methods',
          page,
          filters: [
            { column: 'customer', is: customer },
            { column: 'type', is: type },
          ],
        }),
    ),
    /** `GET /v1/customers/{id}/payment_methods` */
    listOfCustomer: read(listParams, (sql, { allow_redisplay: _, type, ...page }, id) =>
      listRecords(sql, {
        kind: 'payment_method',
        url: `/v1/customers/${id}/payment_methods`,
        page,
        filters: [
          { column: 'customer', is: id },
          { column: 'type', is: type },
        ],
      }),
    ),
    /** `GET /v1/customers/{id}/payment_methods/{pm}` */
    retrieveOfCustomer: read({}, async (sql, _params, path) => {
      const [customer = '', id = ''] = path.split('/')
      const method = await findRecord(sql, 'payment_method', id)
      if (method?.customer !== customer) throw missing('PaymentMethod', id, 'payment_method', 404)
      return method
    }),
  }
}

/** Makes a payment method from a test number, a test token or a bank account number. */
export function newMethodFrom(work: Work, params: MethodData): PaymentMethod {
  const common = {
    billing: billingOf(params.billing_details),
    metadata: mergeMetadata({}, params.metadata),
  }
  if (params.type === 'us_bank_account') {
    const { account_number: number = '000123456789', routing_number: routing } =
      params.us_bank_account ?? {}
    return newPaymentMethod(work, { ...common, brand: 'bank', last4: number.slice(-4), routing })
  }
  const card = params.card ?? {}
  const ready = card.token === undefined ? undefined : testMethod(card.token)
  if (card.token !== undefined && !ready) {
    throw missing('token', card.token, 'card[token]', 400)
  }
  if (!ready && card.number === undefined) {
    const message = 'Missing required param: card[number].'
    throw new StripeError(400, message, { code: 'parameter_missing', param: 'card[number]' })
  }
  const number = card.number ?? ''
  return newPaymentMethod(work, {
    ...common,
    ...(ready ?? { brand: BRANDS[number.charAt(0)] ?? 'visa', last4: number.slice(-4) }),
    ...(card.exp_month && card.exp_year
      ? { expires: { month: card.exp_month, year: card.exp_year } }
      : {}),
  })
}

async function changeable(work: Work, id: string): Promise<PaymentMethod> {
  const method = await work.find('payment_method', id)
  if (!method) throw missing('PaymentMethod', id, 'payment_method', 404)
  return method
}

function billingOf(details: z.output<typeof billing> | undefined) {
  const { address, email, name, phone } = details ?? {}
  return {
    ...(address === undefined ? {} : { address: address && fullAddress(address) }),
    ...(email === undefined ? {} : { email }),
    ...(name === undefined ? {} : { name }),
    ...(phone === undefined ? {} : { phone }),
  }
}

const billing = z.strictObject({
  address: clearable(addressParams).optional(),
  email: clearable(text).optional(),
  name: clearable(text).optional(),
  phone: clearable(text).optional(),
  tax_id: text.optional(),
})

/** What describes a new payment method, here and in `payment_method_data`. */
export const methodData = z.strictObject({
  allow_redisplay: z.enum(['always', 'limited', 'unspecified']).optional(),
  billing_details: billing.optional(),
  card: z
    .strictObject({
      cvc: text.optional(),
      exp_month: integer.optional(),
      exp_year: integer.optional(),
      networks: z.unknown().optional(),
      number: z
        .string()
        .regex(/^\d{12,19}$/)
        .optional(),
      token: text.optional(),
    })
    .optional(),
  metadata: metadata.optional(),
  radar_options: z.unknown().optional(),
  type: z.enum(['card', 'us_bank_account']),
  us_bank_account: z
    .strictObject({
      account_holder_type: z.enum(['company', 'individual']).optional(),
      account_number: text.optional(),
      account_type: z.enum(['checking', 'savings']).optional(),
      financial_connections_account: text.optional(),
      routing_number: text.optional(),
    })
    .optional(),
})

type MethodData = z.output<typeof methodData>

const listParams = {
  ...paging,
  allow_redisplay: text.optional(),
  type: text.optional(),
}

/** The card network by the first digit of the number. */
const BRANDS: Record<string, string | undefined> = {
  '3': 'amex',
  '4': 'visa',
  '5': 'mastercard',
  '6': 'discover',
}
