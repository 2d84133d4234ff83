import { z } from 'zod'
import { createPrice, createProduct, changeableThing } from '../catalogue/catalogue.ts'
import type { Endpoints } from '../protocol/endpoint.ts'
import { missing, StripeError } from '../protocol/errors.ts'
import {
  clearable,
  currency,
  decimal,
  flag,
  integer,
  mergeMetadata,
  metadata,
  text,
} from '../protocol/form.ts'
import { productData } from '../invoices/line-cost.ts'
import { listRecords, paging } from '../protocol/lists.ts'
import { newLinkLine, newPaymentLink } from './payment-link-record.ts'
import type { Records } from '../store/records.ts'
import { retrieveCall } from '../protocol/retrieve.ts'
import type { Work } from '../store/work.ts'

type PaymentLink = Records['payment_link']

/** The calls under `/v1/payment_links` (https://docs.stripe.com/api/payment-link). */
export function paymentLinkCalls({ read, write }: Endpoints) {
  return {
    create: write(createParams, createLink),
    retrieve: retrieveCall(read, 'payment_link'),
    update: write(updateParams, async (work, params, id) => {
      const before = await changeableThing(work, 'payment_link', id)
      const { payment_intent_data: data, restrictions } = params
      const after: PaymentLink = {
        ...before,
        active: params.active ?? before.active,
        after_completion: completionOf(params.after_completion) ?? before.after_completion,
        inactive_message:
          params.inactive_message === undefined ? before.inactive_message : params.inactive_message,
        metadata: mergeMetadata(before.metadata, params.metadata),
        payment_intent_data: before.payment_intent_data && {
          ...before.payment_intent_data,
          ...intentData(data),
        },
        payment_method_types: params.payment_method_types ?? before.payment_method_types,
        restrictions: restrictions
          ? {
              completed_sessions: {
                count: before.restrictions?.completed_sessions.count ?? 0,
                limit: restrictions.completed_sessions.limit,
              },
            }
          : before.restrictions,
      }
      work.save(after)
      work.emit('payment_link.updated', after, before)
      return after
    }),
    lines: read(paging, (sql, page, id) =>
      listRecords(sql, {
        kind: 'item',
        url: `/v1/payment_links/${id}/line_items`,
        page,
        filters: [{ column: 'owner', is: id }],
        order: 'oldest first',
      }),
    ),
    list: read(
      { ...paging, active: z.enum(['true', 'false']).optional() },
      (sql, { active, ...page }) =>
        listRecords(sql, {
          kind: 'payment_link',
          url: '/v1/payment_links',
          page,
          filters: [{ field: 'active', is: active }],
        }),
    ),
  }
}

async function createLink(work: Work, params: CreateParams): Promise<PaymentLink> {
  const lines: Records['item'][] = []
  for (const [index, line] of params.line_items.entries()) {
    const price = await priceOf(work, line, `line_items[${index}]`)
    const product = await work.find('product', price.product)
    lines.push(newLinkLine(work, price, { name: product?.name ?? null, quantity: line.quantity }))
  }
  const [first] = lines
  const other = lines.find((line) => line.currency !== first?.currency)
  if (!first || other) {
    const message = 'All prices on a payment link must have the same currency.'
    throw new StripeError(400, message, { param: 'line_items' })
  }
  const link = newPaymentLink(work, {
    after_completion: completionOf(params.after_completion),
    allow_promotion_codes: params.allow_promotion_codes,
    billing_address_collection: params.billing_address_collection,
    currency: first.currency,
    customer_creation: params.customer_creation,
    inactive_message: params.inactive_message,
    invoice_creation: params.invoice_creation?.enabled,
    limit: params.restrictions?.completed_sessions.limit,
    metadata: mergeMetadata({}, params.metadata),
    payment_intent_data: params.payment_intent_data && intentData(params.payment_intent_data),
    payment_method_types: params.payment_method_types,
    submit_type: params.submit_type,
  })
  for (const line of lines) work.save(line, link.id)
  work.save(link)
  work.emit('payment_link.created', link)
  return link
}

async function priceOf(work: Work, line: LineParams, param: string): Promise<Records['price']> {
  const { price, price_data: data } = line
  if (price !== undefined) {
    const found = await work.find('price', price)
    if (!found) throw missing('price', price, `${param}[price]`, 400)
    return found
  }
  const unitAmount = data?.unit_amount_decimal ?? data?.unit_amount?.toString()
  if (!data || unitAmount === undefined) {
    const message = `You must provide one of \`price\` or \`price_data\`.`
    throw new StripeError(400, message, { code: 'parameter_missing', param: `${param}[price]` })
  }
  const product = data.product_data
    ? createProduct(work, data.product_data)
    : await work.find('product', data.product ?? '')
  if (!product) throw missing('product', data.product ?? '', `${param}[price_data][product]`, 400)
  const { currency: money, tax_behavior } = data
  return createPrice(work, { currency: money, product: product.id, tax_behavior, unitAmount })
}

function completionOf(
  given: z.output<typeof afterCompletion> | undefined,
): PaymentLink['after_completion'] | undefined {
  if (!given) return undefined
  if (given.redirect) return { redirect: given.redirect, type: 'redirect' }
  const message = given.hosted_confirmation?.custom_message ?? null
  return { hosted_confirmation: { custom_message: message }, type: 'hosted_confirmation' }
}

function intentData(given: z.output<typeof intentParams> | undefined) {
  const { description, metadata: notes, setup_future_usage } = given ?? {}
  return {
    ...(description === undefined ? {} : { description }),
    ...(notes === undefined ? {} : { metadata: mergeMetadata({}, notes) }),
    ...(setup_future_usage === undefined ? {} : { setup_future_usage }),
  }
}

const anything = z.unknown().optional()

const lineParams = z.strictObject({
  adjustable_quantity: anything,
  price: text.optional(),
  price_data: z
    .strictObject({
      currency,
      product: text.optional(),
      product_data: productData.optional(),
      recurring: anything,
      tax_behavior: z.enum(['exclusive', 'inclusive', 'unspecified']).optional(),
      unit_amount: integer.optional(),
      unit_amount_decimal: decimal.optional(),
    })
    .optional(),
  quantity: integer,
})

type LineParams = z.output<typeof lineParams>

const afterCompletion = z.strictObject({
  hosted_confirmation: z.strictObject({ custom_message: text.optional() }).optional(),
  redirect: z.strictObject({ url: text }).optional(),
  type: z.enum(['hosted_confirmation', 'redirect']),
})

const intentParams = z.strictObject({
  capture_method: anything,
  description: clearable(text).optional(),
  metadata: metadata.optional(),
  setup_future_usage: z.enum(['off_session', 'on_session']).optional(),
  statement_descriptor: anything,
  statement_descriptor_suffix: anything,
  transfer_group: anything,
})

const common = {
  after_completion: afterCompletion.optional(),
  allow_promotion_codes: flag.optional(),
  application_fee_amount: anything,
  application_fee_percent: anything,
  automatic_tax: anything,
  billing_address_collection: z.enum(['auto', 'required']).optional(),
  consent_collection: anything,
  custom_fields: anything,
  custom_text: anything,
  customer_creation: z.enum(['always', 'if_required']).optional(),
  inactive_message: clearable(text).optional(),
  invoice_creation: z.strictObject({ enabled: flag, invoice_data: anything }).optional(),
  metadata: metadata.optional(),
  name_collection: anything,
  on_behalf_of: anything,
  optional_items: anything,
  payment_intent_data: intentParams.optional(),
  payment_method_collection: anything,
  payment_method_options: anything,
  payment_method_types: clearable(z.array(text)).optional(),
  phone_number_collection: anything,
  restrictions: clearable(
    z.strictObject({ completed_sessions: z.strictObject({ limit: integer }) }),
  ).optional(),
  shipping_address_collection: anything,
  shipping_options: anything,
  submit_type: z.enum(['auto', 'book', 'donate', 'pay', 'subscribe']).optional(),
  subscription_data: anything,
  tax_id_collection: anything,
  transfer_data: anything,
}

const createParams = {
  ...common,
  currency: currency.optional(),
  line_items: z.array(lineParams).min(1).max(20),
  managed_payments: anything,
}

type CreateParams = z.output<z.ZodObject<typeof createParams>>

const updateParams = { ...common, active: flag.optional(), line_items: anything }
