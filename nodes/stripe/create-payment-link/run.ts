import { sink } from '../../runner.ts'
import type { StripeReader, StripeWriter } from '../client/client.ts'
import { createOnce, findOnce, intendOnce, present, type Place } from '../common/create-once.ts'
import { checkAmounts } from '../common/minor-amounts.ts'
import { fingerprint, metadataOf, PAYLOAD_KEY, refused, settled } from '../common/sink-values.ts'
import { stripeCreatePaymentLink } from './kind.ts'

/** Only links that can still be paid by. */
const ACTIVE: Place = { filter: { active: 'true' } }

/**
 * One active link per record. A link's lines cannot be changed once it is out, so when they differ it
 * is closed and another one is made. https://docs.stripe.com/api/payment-link/create
 */
export const runStripeCreatePaymentLink = sink<
  typeof stripeCreatePaymentLink,
  StripeReader,
  StripeWriter
>(stripeCreatePaymentLink, {
  intend: async (config, item) => {
    const intent = await intendOnce(config, item, 'payment_link')
    const { line_items } = intent.payload
    if (!Array.isArray(line_items) || line_items.length === 0)
      throw refused('body.line_items', 'The mapping gives no lines. A link needs at least one.')
    checkAmounts(intent.payload, null)
    return intent
  },

  look: async (config, intent, context) => {
    const link = await findOnce(config, intent, ACTIVE, context)
    if (!link || metadataOf(link)[PAYLOAD_KEY] !== fingerprint(intent.payload)) return null
    return present(intent, link)
  },

  write: async (config, intent, _existing, context) => {
    const { client, idempotencyKey, signal } = context
    const own = fingerprint(intent.payload)
    const find = () => findOnce(config, intent, ACTIVE, context)
    const before = await find()
    if (before && metadataOf(before)[PAYLOAD_KEY] !== own)
      await client.update(
        'payment_link',
        before.id,
        { active: false },
        { idempotencyKey: `${idempotencyKey}-close-${before.id}`, signal },
      )
    const metadata = { ...metadataOf(intent.payload), [PAYLOAD_KEY]: own }
    return createOnce(intent, context, { find, params: { ...intent.payload, metadata } })
  },

  settle: (config, item, _intent, id) => settled(config, item, id),
})
