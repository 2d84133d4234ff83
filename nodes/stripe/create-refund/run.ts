import { sink, type Intent } from '../../runner.ts'
import type { StripeReader, StripeWriter } from '../client/client.ts'
import {
  createOnce,
  findOnce,
  intendOnce,
  knownOnce,
  present,
  type Place,
} from '../common/create-once.ts'
import { checkAmounts } from '../common/minor-amounts.ts'
import { refused, settled } from '../common/sink-values.ts'
import { stripeCreateRefund } from './kind.ts'

/** https://docs.stripe.com/api/refunds/create */
export const runStripeCreateRefund = sink<typeof stripeCreateRefund, StripeReader, StripeWriter>(
  stripeCreateRefund,
  {
    intend: async (config, item) => {
      const intent = await intendOnce(config, item, 'refund')
      paymentOf(intent)
      checkAmounts(intent.payload, null)
      return intent
    },
    look: async (config, intent, context) =>
      present(intent, await findOnce(config, intent, placeOf(intent), context)),
    write: (config, intent, existing, context) =>
      createOnce(intent, context, {
        known: () => knownOnce(existing, intent, placeOf(intent), context),
        find: () => findOnce(config, intent, placeOf(intent), context),
        params: intent.payload,
        parent: paymentOf(intent).id,
      }),
    settle: (config, item, _intent, id) => settled(config, item, id),
  },
)

/** A refund that failed has given nothing back: another one may follow it. */
function placeOf(intent: Intent): Place {
  const { by, id } = paymentOf(intent)
  return {
    filter: { [by]: id },
    counts: ({ status }) => status !== 'failed' && status !== 'canceled',
  }
}

function paymentOf({ payload }: Intent): { by: 'payment_intent' | 'charge'; id: string } {
  if (typeof payload.payment_intent === 'string' && payload.payment_intent !== '')
    return { by: 'payment_intent', id: payload.payment_intent }
  if (typeof payload.charge === 'string' && payload.charge !== '')
    return { by: 'charge', id: payload.charge }
  throw refused(
    'body.payment_intent',
    'The mapping gives neither payment_intent nor charge: which payment is to be refunded?',
  )
}
