import { z } from 'zod'
import type { StripeReader } from '#nodes/stripe/client/client.ts'
import { readStripeList, type Reading } from './stripe-list.ts'

const ID = z.string()

/** An id, whether Stripe gave it alone or with its object. */
const REFERENCE = z
  .union([ID, z.object({ id: ID }).transform((one) => one.id)])
  .nullish()
  .transform((id) => id ?? '')

const METADATA = z
  .record(z.string(), z.string())
  .nullish()
  .transform((metadata) => metadata ?? {})

/** https://docs.stripe.com/api/invoice-payment/object */
const invoicePaymentSchema = z.object({
  id: ID,
  invoice: REFERENCE,
  currency: z.string(),
  status: z.string(),
  amount_paid: z.number().int().nullish(),
  payment: z.object({
    type: z.string(),
    payment_intent: REFERENCE,
    charge: REFERENCE,
  }),
})

/** https://docs.stripe.com/api/payment_intents/object */
const intentSchema = z.object({
  id: ID,
  status: z.string(),
  currency: z.string(),
  amount_received: z.number().int().default(0),
  latest_charge: REFERENCE,
})

/** https://docs.stripe.com/api/charges/object */
const chargeSchema = z.object({
  id: ID,
  status: z.string(),
  currency: z.string(),
  captured: z.boolean().default(false),
  amount_captured: z.number().int().default(0),
  payment_intent: REFERENCE,
  metadata: METADATA,
})

/** https://docs.stripe.com/api/refunds/object */
const refundSchema = z.object({
  id: ID,
  status: z.string().nullish(),
  currency: z.string(),
  amount: z.number().int(),
})

export type InvoicePayment = z.infer<typeof invoicePaymentSchema>
export type Intent = z.infer<typeof intentSchema>
export type Charge = z.infer<typeof chargeSchema>
export type StripeRefund = z.infer<typeof refundSchema>

/** The money that moved in a Stripe account; amounts are in minor units. */
export interface StripeMoney {
  invoicePayments: InvoicePayment[]
  intents: Map<string, Intent>
  charges: Map<string, Charge>
  refunds: StripeRefund[]
  /** By payment intent and by charge: what of an invoice it paid. */
  paidInvoice: Map<string, InvoicePayment>
}

/** Reads payments of invoices, payment intents, charges and refunds. */
export async function readStripeMoney(
  stripe: StripeReader,
  reading: Reading,
): Promise<StripeMoney> {
  const [invoicePayments, intents, charges, refunds] = await Promise.all([
    readStripeList(stripe, { object: 'invoice_payment', schema: invoicePaymentSchema }, reading),
    readStripeList(stripe, { object: 'payment_intent', schema: intentSchema }, reading),
    readStripeList(stripe, { object: 'charge', schema: chargeSchema }, reading),
    readStripeList(stripe, { object: 'refund', schema: refundSchema }, reading),
  ])
  const byIntent = new Map(intents.map((intent) => [intent.id, intent]))
  const paidInvoice = new Map<string, InvoicePayment>()
  for (const payment of invoicePayments) {
    const { payment_intent: intent, charge } = payment.payment
    for (const id of [intent, charge, byIntent.get(intent)?.latest_charge ?? '']) {
      if (id !== '' && paidInvoice.get(id)?.status !== 'paid') paidInvoice.set(id, payment)
    }
  }
  return {
    invoicePayments,
    intents: byIntent,
    charges: new Map(charges.map((charge) => [charge.id, charge])),
    refunds,
    paidInvoice,
  }
}
