import { sink } from '../../runner.ts'
import type { StripeReader, StripeRecord, StripeWriter } from '../client/client.ts'
import {
  hasLeft,
  intendState,
  lookState,
  writeState,
  wrongState,
} from '../common/invoice-action.ts'
import { refuseWhileProcessing } from '../common/invoice-payments.ts'
import { settled } from '../common/sink-values.ts'
import { stripeMarkUncollectible } from './kind.ts'

/** Open → uncollectible. https://docs.stripe.com/api/invoices/mark_uncollectible */
export const runStripeMarkUncollectible = sink<
  typeof stripeMarkUncollectible,
  StripeReader,
  StripeWriter
>(stripeMarkUncollectible, {
  intend: (config, item) =>
    intendState(config, item, { role: 'uncollectible', state: { status: 'uncollectible' } }),
  look: (_config, intent, context) => lookState(intent, context, { check }),
  write: (_config, intent, _existing, context) =>
    writeState(intent, context, async (invoice, step) => {
      if (invoice.status === 'uncollectible') return false
      check(invoice)
      await refuseWhileProcessing(step.client, invoice.id, step.signal)
      await step.note()
      await step.client.act('invoice', invoice.id, 'mark_uncollectible', {
        ...step.write('uncollectible', hasLeft(step, invoice)),
      })
      return true
    }),
  settle: (config, item, _intent, id) => settled(config, item, id),
})

function check(invoice: StripeRecord): void {
  if (invoice.status !== 'open' && invoice.status !== 'uncollectible')
    throw wrongState(
      invoice,
      'only an open invoice can become uncollectible. Resolve this error if nothing is left to do.',
    )
}
