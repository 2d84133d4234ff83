import { z } from 'zod'
import { bookCharge, newCharge } from './charge-record.ts'
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
import { captureIntent } from './intent-states.ts'
import { listRecords, paging } from '../protocol/lists.ts'
import { usePaymentMethod } from './payment-method-record.ts'
import type { Charge } from '../store/records.ts'
import { retrieveCall } from '../protocol/retrieve.ts'
import { behaviourOf } from './test-methods.ts'
import type { Work } from '../store/work.ts'

/** The calls under `/v1/charges` (https://docs.stripe.com/api/charges). */
export function chargeCalls({ read, write }: Endpoints) {
  return {
    create: write(createParams, createCharge),
    retrieve: retrieveCall(read, 'charge'),
    update: write(updateParams, async (work, params, id) => {
      const before = await changeable(work, id)
      const { description, receipt_email, transfer_group } = params
      const after: Charge = {
        ...before,
        customer: params.customer ?? before.customer,
        description: description === undefined ? before.description : description,
        metadata: mergeMetadata(before.metadata, params.metadata),
        receipt_email: receipt_email ?? before.receipt_email,
        transfer_group: transfer_group ?? before.transfer_group,
      }
      work.save(after)
      work.emit('charge.updated', after, before)
      return after
    }),
    capture: write(captureParams, async (work, params, id) => {
      const charge = await changeable(work, id)
      if (charge.captured) {
        const message = `Charge ${id} has already been captured.`
        throw new StripeError(400, message, { code: 'charge_already_captured' })
      }
      const intent = await work.find('payment_intent', charge.payment_intent ?? '')
      if (intent) await captureIntent(work, intent, params.amount)
      else captureAlone(work, charge, params.amount ?? charge.amount)
      return changeable(work, id)
    }),
    list: read(
      {
        ...paging,
        created: moments.optional(),
        customer: text.optional(),
        payment_intent: text.optional(),
        transfer_group: text.optional(),
      },
      (sql, { created, customer, payment_intent, transfer_group: _, ...page }) =>
        listRecords(sql, {
          kind: 'charge',
          url: '/v1/charges',
          page,
          filters: [
            { column: 'customer', is: customer },
            { column: 'payment_intent', is: payment_intent },
            { moment: 'created', within: created },
          ],
        }),
    ),
  }
}

async function changeable(work: Work, id: string): Promise<Charge> {
  const charge = await work.find('charge', id)
  if (!charge) throw missing('charge', id, 'charge', 404)
  return charge
}

/** A charge of the old kind, without a payment intent: from a token or what a customer pays with. */
async function createCharge(work: Work, params: CreateParams): Promise<Charge | StripeError> {
  const customer = params.customer
    ? await changeableCustomer(work, params.customer, 'customer', 400)
    : null
  const source =
    params.source ?? customer?.default_source ?? customer?.invoice_settings.default_payment_method
  if (!source) {
    const message = 'Must provide source or customer.'
    throw new StripeError(400, message, { code: 'parameter_missing' })
  }
  const method = await usePaymentMethod(work, source, customer)
  const behaviour = behaviourOf(method)
  const origin = {
    amount: params.amount,
    capture_method: params.capture === false ? ('manual' as const) : ('automatic' as const),
    currency: params.currency,
    customer: customer?.id ?? null,
    description: params.description ?? null,
    id: null,
    metadata: mergeMetadata({}, params.metadata),
    receipt_email: params.receipt_email ?? null,
    shipping: null,
    statement_descriptor: params.statement_descriptor ?? null,
    statement_descriptor_suffix: params.statement_descriptor_suffix ?? null,
    transfer_group: params.transfer_group ?? null,
  }
  const charge = newCharge(work, origin, method, behaviour)
  work.save(charge)
  if (behaviour.kind === 'declined') {
    work.emit('charge.failed', charge)
    const { code, message, declineCode } = behaviour
    const fields = { code, charge: charge.id, decline_code: declineCode ?? undefined }
    return new StripeError(402, message, { type: 'card_error', ...fields })
  }
  const settled = charge.captured && charge.paid ? bookCharge(work, charge, charge.amount) : charge
  work.emit(settled.status === 'pending' ? 'charge.pending' : 'charge.succeeded', settled)
  return settled
}

function captureAlone(work: Work, charge: Charge, amount: number): void {
  if (amount > charge.amount || amount <= 0) {
    const message = `The requested capture amount is greater than the amount you can capture for this charge.`
    throw new StripeError(400, message, { code: 'amount_too_large', param: 'amount' })
  }
  const captured = { ...charge, amount_captured: amount, captured: true }
  work.emit('charge.captured', bookCharge(work, captured, amount), charge)
}

const anything = z.unknown().optional()

const createParams = {
  amount: integer.refine((amount) => amount > 0, {
    params: { code: 'parameter_invalid_integer' },
    error: 'Invalid positive integer',
  }),
  application_fee: anything,
  application_fee_amount: anything,
  capture: flag.optional(),
  currency,
  customer: text.optional(),
  description: clearable(text).optional(),
  destination: anything,
  metadata: metadata.optional(),
  on_behalf_of: anything,
  radar_options: anything,
  receipt_email: text.optional(),
  shipping: anything,
  source: text.optional(),
  statement_descriptor: text.optional(),
  statement_descriptor_suffix: text.optional(),
  transfer_data: anything,
  transfer_group: text.optional(),
}

type CreateParams = z.output<z.ZodObject<typeof createParams>>

const updateParams = {
  customer: text.optional(),
  description: clearable(text).optional(),
  fraud_details: anything,
  metadata: metadata.optional(),
  receipt_email: text.optional(),
  shipping: anything,
  transfer_group: text.optional(),
}

const captureParams = {
  amount: integer.optional(),
  application_fee: anything,
  application_fee_amount: anything,
  receipt_email: text.optional(),
  statement_descriptor: text.optional(),
  statement_descriptor_suffix: text.optional(),
  transfer_data: anything,
  transfer_group: text.optional(),
}
