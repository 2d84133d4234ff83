import { NodeError } from '../../errors.ts'
import type { JsonObject } from '../../json.ts'
import { sink } from '../../runner.ts'
import type { StripeReader, StripeWriter } from '../client/client.ts'
import { liveInvoice } from '../common/invoice-action.ts'
import { checkAmounts } from '../common/minor-amounts.ts'
import { presentFields, sameValue } from '../common/present-fields.ts'
import { bodyFrom, idFrom, refused, settled, targetOf } from '../common/sink-values.ts'
import { stripeUpdateInvoice } from './kind.ts'

/** Sends only what differs. https://docs.stripe.com/api/invoices/update */
export const runStripeUpdateInvoice = sink<typeof stripeUpdateInvoice, StripeReader, StripeWriter>(
  stripeUpdateInvoice,
  {
    intend: async (config, item) => {
      const payload = await bodyFrom(config.body, item)
      if ('lines' in payload)
        throw refused(
          'body.lines',
          'Lines cannot be changed here. Void the invoice and add it again with its new lines.',
        )
      checkAmounts(payload, null)
      return {
        identity: item.key,
        role: 'update',
        target: { system: 'stripe', type: 'invoice' },
        targetId: await idFrom(config.id, item, 'id', 'invoice'),
        payload,
        link: null,
      }
    },

    look: async (_config, intent, context) => {
      const invoice = await liveInvoice(context.client, targetOf(intent), context.signal)
      return invoice && { id: invoice.id, fields: presentFields(intent.payload, invoice) }
    },

    write: async (_config, intent, _existing, context) => {
      const { client, idempotencyKey, signal } = context
      const id = targetOf(intent)
      const invoice = await liveInvoice(client, id, signal)
      if (!invoice)
        throw new NodeError({
          class: 'missing',
          code: 'not-found',
          message: `Stripe has no invoice ${id}. Check the id and that the connection is of the right account.`,
        })
      const params: JsonObject = Object.fromEntries(
        Object.entries(intent.payload).filter(
          ([name, wanted]) => !sameValue(wanted, invoice[name] ?? null),
        ),
      )
      if (Object.keys(params).length === 0) return { id, changed: false }
      await client.update('invoice', id, params, { idempotencyKey, signal })
      return { id, changed: true }
    },

    settle: (config, item, _intent, id) => settled(config, item, id),
  },
)
