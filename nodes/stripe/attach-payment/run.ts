import { isJsonObject } from '../../json.ts'
import { sink, type Intent } from '../../runner.ts'
import type { StripeReader, StripeRecord, StripeWriter } from '../client/client.ts'
import { intendState, lookState, writeState, wrongState } from '../common/invoice-action.ts'
import { paymentsOf } from '../common/invoice-payments.ts'
import { idFrom, settled, targetOf } from '../common/sink-values.ts'
import { stripeAttachPayment } from './kind.ts'

/** https://docs.stripe.com/api/invoices/attach_payment */
export const runStripeAttachPayment = sink<typeof stripeAttachPayment, StripeReader, StripeWriter>(
  stripeAttachPayment,
  {
    intend: async (config, item) => {
      const payment = await idFrom(config.payment, item, 'payment', 'payment')
      const intent = await intendState(config, item, { role: 'attach', state: { payment } })
      // One invoice may get several payments, each of them once.
      return { ...intent, role: `attach ${payment}` }
    },
    look: async (_config, intent, context) => {
      const attached = await isAttached(context.client, intent, context.signal)
      return lookState(intent, context, {
        stateOf: () => ({ payment: attached ? (intent.payload.payment ?? null) : null }),
      })
    },
    write: (_config, intent, _existing, context) =>
      writeState(intent, context, async (invoice, step) => {
        const { client, signal } = step
        if (await isAttached(client, intent, signal)) return false
        if (invoice.status !== 'open')
          throw wrongState(
            invoice,
            'a payment can only be attached while it is open. Finalise a draft first; otherwise apply the money elsewhere.',
          )
        await step.note()
        const payment = String(intent.payload.payment)
        const name = payment.startsWith('pi_') ? 'payment_intent' : 'payment_record'
        const done = async () => ((await isAttached(client, intent, signal)) ? invoice : null)
        await client.act('invoice', invoice.id, 'attach_payment', {
          params: { [name]: payment },
          ...step.write('attach', done),
        })
        return true
      }),
    settle: (config, item, _intent, id) => settled(config, item, id),
  },
)

async function isAttached(
  client: Pick<StripeReader, 'list'>,
  intent: Intent,
  signal: AbortSignal,
): Promise<boolean> {
  const filter = { invoice: targetOf(intent) }
  const payments = await paymentsOf(client, filter, { expand: [], signal })
  return payments.some(
    (one) => one.status !== 'canceled' && payerOf(one) === intent.payload.payment,
  )
}

function payerOf({ payment }: StripeRecord): unknown {
  if (!isJsonObject(payment)) return null
  return payment.payment_intent ?? payment.payment_record ?? payment.charge
}
