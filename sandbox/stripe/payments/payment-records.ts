import { z } from 'zod'
import type { Endpoints } from '../protocol/endpoint.ts'
import { currency, integer, mergeMetadata, metadata, text, clearable } from '../protocol/form.ts'
import type { Records } from '../store/records.ts'
import { retrieveCall } from '../protocol/retrieve.ts'
import type { Work } from '../store/work.ts'

/** Payments taken elsewhere and put on record (https://docs.stripe.com/api/payment-record). */
export function paymentRecordCalls({ read, write }: Endpoints) {
  return {
    report: write(reportParams, async (work, params) => report(work, params)),
    retrieve: retrieveCall(read, 'payment_record'),
  }
}

function report(work: Work, params: ReportParams): Records['payment_record'] {
  const { value, currency: money } = params.amount_requested
  const sum = (amount: number) => ({ currency: money, value: amount })
  const outcome = params.outcome ?? (params.guaranteed ? 'guaranteed' : undefined)
  const customer = params.customer_details
  const record: Records['payment_record'] = {
    id: work.newId('pr_1', 23),
    object: 'payment_record',
    amount: sum(value),
    amount_authorized: sum(outcome === 'guaranteed' ? value : 0),
    amount_canceled: sum(outcome === 'canceled' ? value : 0),
    amount_failed: sum(outcome === 'failed' ? value : 0),
    amount_guaranteed: sum(outcome === 'guaranteed' ? value : 0),
    amount_refunded: sum(0),
    amount_requested: sum(value),
    application: null,
    created: work.now,
    customer_details: customer
      ? {
          customer: customer.customer ?? null,
          email: customer.email ?? null,
          name: customer.name ?? null,
          phone: customer.phone ?? null,
        }
      : null,
    customer_presence: params.customer_presence ?? null,
    description: params.description ?? null,
    latest_payment_attempt_record: work.newId('par_1', 23),
    livemode: false,
    metadata: mergeMetadata({}, params.metadata),
    payment_method_details: {
      billing_details: null,
      payment_method: params.payment_method_details.payment_method ?? null,
      type: params.payment_method_details.type ?? 'custom',
      ...(params.payment_method_details.custom
        ? {
            custom: {
              display_name: params.payment_method_details.custom.display_name ?? '',
              type: null,
            },
          }
        : {}),
    },
    processor_details: {
      custom: { payment_reference: params.processor_details?.custom?.payment_reference ?? null },
      type: 'custom',
    },
    reported_by: 'self',
    shipping_details: null,
  }
  work.save(record)
  return record
}

const reportParams = {
  amount_requested: z.strictObject({ currency, value: integer }),
  canceled: z.unknown().optional(),
  customer_details: z
    .strictObject({
      customer: text.optional(),
      email: text.optional(),
      name: text.optional(),
      phone: text.optional(),
    })
    .optional(),
  customer_presence: z.enum(['off_session', 'on_session']).optional(),
  description: text.optional(),
  failed: z.unknown().optional(),
  guaranteed: z.strictObject({ guaranteed_at: integer }).optional(),
  initiated_at: integer,
  metadata: clearable(metadata).optional(),
  outcome: z.enum(['canceled', 'failed', 'guaranteed']).optional(),
  payment_method_details: z.strictObject({
    billing_details: z.unknown().optional(),
    custom: z.strictObject({ display_name: text.optional(), type: text.optional() }).optional(),
    payment_method: text.optional(),
    type: text.optional(),
  }),
  processor_details: z
    .strictObject({
      custom: z.strictObject({ payment_reference: text }).optional(),
      type: z.literal('custom'),
    })
    .optional(),
  shipping_details: z.unknown().optional(),
}

type ReportParams = z.output<z.ZodObject<typeof reportParams>>
