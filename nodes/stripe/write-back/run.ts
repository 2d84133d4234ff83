import type { Intent } from '../../runner.ts'
import { sink } from '../../runner.ts'
import type { StripeReader, StripeWriter } from '../client/client.ts'
import { stripeWord } from '../objects.ts'
import {
  hasMetadata,
  idFrom,
  metadataFrom,
  metadataOf,
  settled,
  targetOf,
} from '../common/sink-values.ts'
import { stripeWriteBack } from './kind.ts'

/** Merges values into an object's metadata; the target exists already, so no pair is made. */
export const runStripeWriteBack = sink<typeof stripeWriteBack, StripeReader, StripeWriter>(
  stripeWriteBack,
  {
    intend: async (config, item) => {
      const id = await idFrom(config.id, item, 'id', stripeWord(config.object))
      const intent: Intent = {
        identity: item.key,
        role: 'write-back',
        target: { system: 'stripe', type: config.object },
        targetId: id,
        payload: { metadata: await metadataFrom(config.metadata, item) },
        link: null,
      }
      return intent
    },

    look: async (config, intent, context) => {
      const { client, signal } = context
      const object = await client.get(config.object, targetOf(intent), { signal })
      if (!object || object.deleted === true) return null
      const there = metadataOf(object)
      const metadata = Object.fromEntries(
        Object.keys(metadataOf(intent.payload)).map((key) => [key, there[key] ?? '']),
      )
      return { id: object.id, fields: { metadata } }
    },

    write: async (config, intent, existing, context) => {
      const metadata = metadataOf(intent.payload)
      if (existing?.fields && hasMetadata(existing.fields, metadata))
        return { id: existing.id, changed: false }
      const { client, idempotencyKey, signal } = context
      const id = await client.updateMetadata(config.object, targetOf(intent), metadata, {
        idempotencyKey,
        signal,
      })
      return { id, changed: true }
    },

    settle: (config, item, _intent, id) => settled(config, item, id),
  },
)
