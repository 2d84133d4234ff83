import { NodeError } from '../../errors.ts'
import type { JsonObject } from '../../json.ts'
import { isJsonObject } from '../../json.ts'
import type { StripeReader, StripeRecord } from '../client/client.ts'

/**
 * The payments of an invoice, complete, each with its payment intent in full. `status` narrows them.
 * https://docs.stripe.com/api/invoice-payment/list
 */
export async function paymentsOf(
  client: Pick<StripeReader, 'list'>,
  filter: JsonObject,
  options: { expand?: readonly string[]; signal: AbortSignal },
): Promise<StripeRecord[]> {
  const { expand = ['data.payment.payment_intent'], signal } = options
  const payments: StripeRecord[] = []
  for (let after: string | undefined; ;) {
    const query = { filter, expand, limit: 100, ...(after ? { after } : {}) }
    const page = await client.list('invoice_payment', query, signal)
    payments.push(...page.data)
    after = page.data.at(-1)?.id
    if (!page.hasMore || !after) return payments
  }
}

/** The payment intent behind an invoice payment; null for other kinds of payment. */
export function intentOf(payment: StripeRecord): JsonObject | null {
  const inner = isJsonObject(payment.payment) ? payment.payment.payment_intent : null
  return isJsonObject(inner) ? inner : null
}

/**
 * Throws NodeError `intermittent`, code `payment-processing`, while money for the invoice is under way:
 * a bank debit takes up to four business days (https://docs.stripe.com/payments/ach-direct-debit), and
 * whatever is done to the invoice meanwhile would be wrong for one of the two outcomes.
 */
export async function refuseWhileProcessing(
  client: Pick<StripeReader, 'list'>,
  invoiceId: string,
  signal: AbortSignal,
): Promise<void> {
  const payments = await paymentsOf(client, { invoice: invoiceId, status: 'open' }, { signal })
  if (!payments.some((payment) => intentOf(payment)?.status === 'processing')) return
  throw new NodeError({
    class: 'intermittent',
    code: 'payment-processing',
    message: `A bank payment for the Stripe invoice ${invoiceId} is on its way and settles within four business days. Retry it then.`,
  })
}
