import type { JsonObject } from '../../json.ts'
import { sink } from '../../runner.ts'
import type { StripeReader, StripeWriter } from '../client/client.ts'
import { checkAmounts } from '../common/minor-amounts.ts'
import { idFrom, metadataFrom, refused, settled } from '../common/sink-values.ts'
import { stripeReportPayment } from './kind.ts'

/**
 * Puts a payment on record, once per record of the flow. Stripe has no list of payment records, so
 * after a lost answer it is its idempotency key that gives the same one back.
 * https://docs.stripe.com/api/payment-record/report-payment
 */
export const runStripeReportPayment = sink<typeof stripeReportPayment, StripeReader, StripeWriter>(
  stripeReportPayment,
  {
    intend: async (config, item) => {
      const currency = (await idFrom(config.currency, item, 'currency', 'currency')).toLowerCase()
      const amount = await config.amount(item)
      const paidAt = await config.paidAt(item)
      if (typeof amount !== 'number' || amount <= 0)
        throw refused('amount', 'The amount of a payment must be more than 0, in minor units.')
      checkAmounts({ amount }, currency)
      if (typeof paidAt !== 'number' || !Number.isInteger(paidAt))
        throw refused('paidAt', 'The time of a payment must be in seconds since 1970.')
      const reference = await config.reference(item)
      const customer = await config.customer(item)
      const metadata = await metadataFrom(config.metadata, item)
      const payload: JsonObject = {
        amount_requested: { currency, value: amount },
        initiated_at: paidAt,
        outcome: 'guaranteed',
        guaranteed: { guaranteed_at: paidAt },
        payment_method_details: { type: 'custom', custom: { display_name: config.method } },
        ...(typeof reference === 'string' && reference !== ''
          ? { processor_details: { type: 'custom', custom: { payment_reference: reference } } }
          : {}),
        ...(typeof customer === 'string' && customer !== ''
          ? { customer_details: { customer } }
          : {}),
        ...(Object.keys(metadata).length > 0 ? { metadata } : {}),
      }
      return {
        identity: item.key,
        role: 'payment_record',
        target: { system: 'stripe', type: 'payment_record' },
        payload,
        link: null,
      }
    },
    look: () => Promise.resolve(null),
    write: async (_config, intent, existing, { client, idempotencyKey, signal }) => {
      // What is on record stays as it is: Stripe has no way to change it.
      if (existing) return { id: existing.id, changed: false }
      const write = { idempotencyKey, signal }
      const made = await client.update('payment_record', 'report_payment', intent.payload, write)
      return { id: made.id, changed: true }
    },
    settle: (config, item, _intent, id) => settled(config, item, id),
  },
)
