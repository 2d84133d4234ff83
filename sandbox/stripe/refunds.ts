import { z } from 'zod'
import type { Endpoints } from './endpoint.ts'
import { missing, StripeError } from './errors.ts'
import { integer, mergeMetadata, metadata, moments, text } from './form.ts'
import { listRecords, paging } from './lists.ts'
import { balanceTransaction } from './payments.ts'
import type { Records } from './records.ts'
import { retrieveCall } from './retrieve.ts'
import type { Work } from './work.ts'

/** The calls under `/v1/refunds` (https://docs.stripe.com/api/refunds). */
export function refundCalls({ read, write }: Endpoints) {
  return {
    create: write(refundParams, createRefund),
    retrieve: retrieveCall(read, 'refund'),
    update: write({ metadata: metadata.optional() }, async (work, params, id) => {
      const before = await work.find('refund', id)
      if (!before) throw missing('refund', id, 'id', 404)
      const after = { ...before, metadata: mergeMetadata(before.metadata, params.metadata) }
      work.save(after)
      work.emit('refund.updated', after, before)
      return after
    }),
    list: read(
      {
        ...paging,
        charge: text.optional(),
        created: moments.optional(),
        payment_intent: text.optional(),
      },
      (sql, { charge, created, payment_intent, ...page }) =>
        listRecords(sql, {
          kind: 'refund',
          url: '/v1/refunds',
          page,
          filters: [
            { column: 'charge', is: charge },
            { column: 'payment_intent', is: payment_intent },
            { moment: 'created', within: created },
          ],
        }),
    ),
  }
}

/** Gives back a card payment, all that is left of it or a part; the fee is not returned. */
async function createRefund(work: Work, params: RefundParams): Promise<Records['refund']> {
  const charge = await chargeOf(work, params)
  const left = charge.amount_captured - charge.amount_refunded
  const amount = params.amount ?? left
  if (left === 0) {
    const message = `Charge ${charge.id} has already been refunded.`
    throw new StripeError(400, message, { code: 'charge_already_refunded' })
  }
  if (amount <= 0 || amount > left) {
    const message = `Refund amount (${amount}) is greater than unrefunded amount on charge (${left})`
    throw new StripeError(400, message, { param: 'amount' })
  }
  const id = work.newId('re_3', 23)
  const { currency } = charge
  const entry = balanceTransaction(work, { type: 'refund', amount: -amount, currency, source: id })
  const refund: Records['refund'] = {
    id,
    object: 'refund',
    amount,
    balance_transaction: entry.id,
    charge: charge.id,
    created: work.now,
    currency,
    customer: null,
    customer_account: null,
    destination_details: {
      card: {
        reference_status: 'pending',
        reference_type: 'acquirer_reference_number',
        type: 'refund',
      },
      type: 'card',
    },
    metadata: mergeMetadata({}, params.metadata),
    payment_intent: charge.payment_intent,
    payment_method: null,
    reason: params.reason ?? null,
    receipt_number: null,
    source_transfer_reversal: null,
    status: 'succeeded',
    transfer_reversal: null,
  }
  const refunded = charge.amount_refunded + amount
  const after = { ...charge, amount_refunded: refunded, refunded: refunded === charge.amount }
  for (const record of [entry, refund, after]) work.save(record)
  work.emit('refund.created', refund)
  work.emit('charge.refunded', after, charge)
  return refund
}

async function chargeOf(work: Work, params: RefundParams): Promise<Records['charge']> {
  let id = params.charge
  if (params.payment_intent !== undefined) {
    const intent = await work.find('payment_intent', params.payment_intent)
    if (!intent) throw missing('payment_intent', params.payment_intent, 'payment_intent', 400)
    if (intent.status !== 'succeeded' || intent.latest_charge === null) {
      const message = `This PaymentIntent (${intent.id}) does not have a successful charge to refund.`
      throw new StripeError(400, message, { param: 'payment_intent' })
    }
    id = intent.latest_charge
  }
  if (id === undefined) {
    const message =
      'One of the following params should be provided for this request: payment_intent or charge.'
    throw new StripeError(400, message, { code: 'parameter_missing', param: 'charge' })
  }
  const charge = await work.find('charge', id)
  if (!charge) throw missing('charge', id, 'charge', 400)
  return charge
}

const refundParams = {
  amount: integer.optional(),
  charge: text.optional(),
  metadata: metadata.optional(),
  payment_intent: text.optional(),
  reason: z.enum(['duplicate', 'fraudulent', 'requested_by_customer']).optional(),
}

type RefundParams = z.output<z.ZodObject<typeof refundParams>>
