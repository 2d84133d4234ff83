import { z } from 'zod'
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
import { listRecords, paging } from '../protocol/lists.ts'
import type { Charge, Refund } from '../store/records.ts'
import { changeRefund, newRefund } from './refund-states.ts'
import { retrieveCall } from '../protocol/retrieve.ts'
import type { Work } from '../store/work.ts'

/** The calls under `/v1/refunds` (https://docs.stripe.com/api/refunds). */
export function refundCalls({ read, write }: Endpoints) {
  return {
    create: write(refundParams, async (work, params) =>
      newRefund(work, await chargeOf(work, params), {
        ...params,
        metadata: mergeMetadata({}, params.metadata),
      }),
    ),
    retrieve: retrieveCall(read, 'refund'),
    update: write({ metadata: metadata.optional() }, async (work, params, id) => {
      const before = await changeable(work, id)
      const after = { ...before, metadata: mergeMetadata(before.metadata, params.metadata) }
      work.save(after)
      work.emit('refund.updated', after, before)
      work.emit('charge.refund.updated', after, before)
      return after
    }),
    cancel: write({}, async (work, _params, id) => {
      const refund = await changeable(work, id)
      if (refund.status === 'requires_action') return changeRefund(work, refund, 'canceled')
      const message = `You can only cancel a refund with the status requires_action. This one is ${refund.status}.`
      throw new StripeError(400, message)
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
    /** `GET /v1/charges/{id}/refunds` */
    listOfCharge: read(paging, (sql, page, id) =>
      listRecords(sql, {
        kind: 'refund',
        url: `/v1/charges/${id}/refunds`,
        page,
        filters: [{ column: 'charge', is: id }],
      }),
    ),
  }
}

async function changeable(work: Work, id: string): Promise<Refund> {
  const refund = await work.find('refund', id)
  if (!refund) throw missing('refund', id, 'id', 404)
  return refund
}

async function chargeOf(work: Work, params: RefundParams): Promise<Charge> {
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
  currency: currency.optional(),
  customer: text.optional(),
  instructions_email: clearable(text).optional(),
  metadata: metadata.optional(),
  origin: z.unknown().optional(),
  payment_intent: text.optional(),
  reason: z.enum(['duplicate', 'fraudulent', 'requested_by_customer']).optional(),
  refund_application_fee: flag.optional(),
  reverse_transfer: flag.optional(),
}

type RefundParams = z.output<z.ZodObject<typeof refundParams>>
