import { toNodeError } from '../../errors.ts'
import type { Exchange } from '../../http/exchanges.ts'
import { recordExchangesIn } from '../../http/exchanges.ts'
import type { Json, JsonObject } from '../../json.ts'
import { isJsonObject } from '../../json.ts'
import type { ConfigOf } from '../../kind.ts'
import type { Item, NodeContext, StepResult } from '../../runner.ts'
import { transform } from '../../runner.ts'
import type { StripeReader, StripeRecord } from '../client/client.ts'
import { intentOf, paymentsOf } from '../common/invoice-payments.ts'
import { idFrom } from '../common/sink-values.ts'
import { stripeInvoicePayments } from './kind.ts'

/**
 * Two requests deep, because expanding from the payment to the fee would be deeper than Stripe allows
 * (https://docs.stripe.com/expand): the payments, then each one's charge with its fee.
 */
export const runStripeInvoicePayments = transform<typeof stripeInvoicePayments, StripeReader>(
  stripeInvoicePayments,
  {
    run: (config, items, context) =>
      Promise.all(items.map((item) => runOne(config, item, context))),
  },
)

type Config = ConfigOf<typeof stripeInvoicePayments>

async function runOne(
  config: Config,
  item: Item,
  context: NodeContext<StripeReader>,
): Promise<StepResult> {
  const exchanges: Exchange[] = []
  try {
    const payments = await recordExchangesIn(exchanges, async () => {
      const invoice = await idFrom(config.id, item, 'id', 'invoice')
      const filter = { invoice, ...(config.status ? { status: config.status } : {}) }
      const found = await paymentsOf(context.client, filter, { signal: context.signal })
      return Promise.all(found.map((payment) => rowOf(config, payment, context)))
    })
    if (payments.length === 0 && config.onNone === 'filter')
      return { outcome: 'filtered', reason: 'No payment in Stripe: paid elsewhere or nothing due.' }
    return { outcome: 'done', record: { ...item.record, [config.into]: payments }, exchanges }
  } catch (thrown) {
    return { outcome: 'failed', error: toNodeError(thrown), exchanges }
  }
}

async function rowOf(
  { records }: Config,
  payment: StripeRecord,
  { client, signal }: NodeContext<StripeReader>,
): Promise<JsonObject> {
  const intent = intentOf(payment)
  const inner = isJsonObject(payment.payment) ? payment.payment : {}
  const chargeId = idOf(intent?.latest_charge ?? inner.charge)
  const charge = chargeId
    ? await client.get('charge', chargeId, { expand: ['balance_transaction'], signal })
    : null
  const recordId = records ? idOf(inner.payment_record) : null
  const times = isJsonObject(payment.status_transitions) ? payment.status_transitions : {}
  return {
    id: payment.id,
    invoice: idOf(payment.invoice),
    status: payment.status ?? null,
    amount: payment.amount_paid ?? payment.amount_requested ?? null,
    currency: payment.currency ?? null,
    paid_at: times.paid_at ?? null,
    outOfBand: intent === null && charge === null,
    payment_intent: intent,
    payment_record: recordId ? await client.get('payment_record', recordId, { signal }) : null,
    charge: charge && { ...charge, balance_transaction: idOf(charge.balance_transaction) },
    balance_transaction: isJsonObject(charge?.balance_transaction)
      ? charge.balance_transaction
      : null,
  }
}

function idOf(value: Json | undefined): string | null {
  if (typeof value === 'string') return value
  return isJsonObject(value) && typeof value.id === 'string' ? value.id : null
}
