import { NodeError, toNodeError } from '../../errors.ts'
import type { Exchange } from '../../http/exchanges.ts'
import { recordExchangesIn } from '../../http/exchanges.ts'
import type { Json } from '../../json.ts'
import { isJsonObject } from '../../json.ts'
import type { ConfigOf } from '../../kind.ts'
import type { Item, NodeContext, StepResult } from '../../runner.ts'
import { transform } from '../../runner.ts'
import type { StripeReader } from '../client/client.ts'
import { paymentsOf } from '../common/invoice-payments.ts'
import { idFrom } from '../common/sink-values.ts'
import { stripeInvoiceOfPayment } from './kind.ts'

/** Charges do not name their invoice any more: https://docs.stripe.com/api/invoice-payment/list */
export const runStripeInvoiceOfPayment = transform<typeof stripeInvoiceOfPayment, StripeReader>(
  stripeInvoiceOfPayment,
  {
    run: (config, items, context) =>
      Promise.all(items.map((item) => runOne(config, item, context))),
  },
)

type Config = ConfigOf<typeof stripeInvoiceOfPayment>

async function runOne(
  config: Config,
  item: Item,
  context: NodeContext<StripeReader>,
): Promise<StepResult> {
  const exchanges: Exchange[] = []
  try {
    return await recordExchangesIn(exchanges, async () => {
      const { client, signal } = context
      const payment = await idFrom(config.id, item, 'id', 'payment')
      const id = await invoiceOf(payment, context)
      if (id === null && config.onNone === 'filter')
        return {
          outcome: 'filtered',
          reason: `The payment ${payment} belongs to no Stripe invoice.`,
        }
      if (id !== null && config.onFound === 'filter')
        return { outcome: 'filtered', reason: `The payment ${payment} belongs to invoice ${id}.` }
      const invoice: Json = id && config.whole ? await client.get('invoice', id, { signal }) : id
      const record = { ...item.record, [config.into]: invoice }
      return { outcome: 'done', record, exchanges }
    })
  } catch (thrown) {
    return { outcome: 'failed', error: toNodeError(thrown), exchanges }
  }
}

async function invoiceOf(
  payment: string,
  { client, signal }: NodeContext<StripeReader>,
): Promise<string | null> {
  const intent = payment.startsWith('pi_') ? payment : await intentOfCharge(payment, client, signal)
  if (intent === null) return null
  const filter = { payment: { type: 'payment_intent', payment_intent: intent } }
  const found = await paymentsOf(client, filter, { expand: [], signal })
  const invoices = found.flatMap(({ invoice }) => (typeof invoice === 'string' ? invoice : []))
  const [first, ...others] = new Set(invoices)
  if (others.length === 0) return first ?? null
  throw new NodeError({
    class: 'duplicate',
    code: 'several-found',
    message: `The payment ${payment} was for more than one Stripe invoice: ${[first, ...others].join(', ')}. Use "Payments of an invoice" on each of them.`,
  })
}

async function intentOfCharge(
  id: string,
  client: StripeReader,
  signal: AbortSignal,
): Promise<string | null> {
  const charge = await client.get('charge', id, { signal })
  if (!charge)
    throw new NodeError({
      class: 'missing',
      code: 'not-found',
      field: 'id',
      message: `Stripe has no charge ${id}. Check the id and that the connection is of the right account.`,
    })
  const { payment_intent } = charge
  if (isJsonObject(payment_intent)) return String(payment_intent.id)
  return typeof payment_intent === 'string' ? payment_intent : null
}
