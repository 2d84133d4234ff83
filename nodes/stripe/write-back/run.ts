import { NodeError } from '../../errors.ts'
import type { Json, JsonObject } from '../../json.ts'
import { isJsonObject } from '../../json.ts'
import type { ConfigOf } from '../../kind.ts'
import type { Intent, Item } from '../../runner.ts'
import { sink } from '../../runner.ts'
import type { StripeReader, StripeWriter } from '../client.ts'
import { stripeWord } from '../objects.ts'
import { stripeWriteBack } from './kind.ts'

/** Merges values into an object's metadata; the target exists already, so no pair is made. */
export const runStripeWriteBack = sink<typeof stripeWriteBack, StripeReader, StripeWriter>(
  stripeWriteBack,
  {
    intend: async (config, item) => {
      const id = await config.id(item)
      if (typeof id !== 'string' || id === '')
        throw new NodeError({
          class: 'value',
          field: 'id',
          message: `The record gives no id of the Stripe ${stripeWord(config.object)} to update.`,
        })
      const intent: Intent = {
        identity: item.key,
        role: 'write-back',
        target: { system: 'stripe', type: config.object },
        targetId: id,
        payload: { metadata: await metadataOf(config, item) },
        link: null,
      }
      return intent
    },

    look: async (config, intent, context) => {
      const { client, signal } = context
      const object = await client.get(config.object, targetOf(intent), { signal })
      if (!object || object.deleted === true) return null
      const there = isJsonObject(object.metadata) ? object.metadata : {}
      const metadata = Object.fromEntries(
        Object.keys(wanted(intent)).map((key) => [key, there[key] ?? '']),
      )
      return { id: object.id, fields: { metadata } }
    },

    write: async (config, intent, existing, context) => {
      const metadata = wanted(intent)
      if (existing && sameMetadata(metadata, existing.fields?.metadata))
        return { id: existing.id, changed: false }
      const { client, idempotencyKey, signal } = context
      const id = await client.updateMetadata(config.object, targetOf(intent), metadata, {
        idempotencyKey,
        signal,
      })
      return { id, changed: true }
    },

    settle: (config, item, _intent, id): JsonObject =>
      config.into ? { ...item.record, [config.into]: { id } } : item.record,
  },
)

/** https://docs.stripe.com/metadata: values up to 500 characters. */
const LONGEST_VALUE = 500

async function metadataOf(
  config: ConfigOf<typeof stripeWriteBack>,
  item: Item,
): Promise<Record<string, string>> {
  const metadata: Record<string, string> = {}
  for (const row of config.metadata) {
    const value = await row.value(item)
    if (value === undefined)
      throw refused(row.key, 'has no value. A value of null would remove the key.')
    if (typeof value === 'object' && value !== null)
      throw refused(row.key, 'is a list or an object; Stripe keeps texts only.')
    const text = value === null ? '' : String(value)
    if (text.length > LONGEST_VALUE)
      throw refused(row.key, `is longer than the ${LONGEST_VALUE} characters that Stripe keeps.`)
    metadata[row.key] = text
  }
  return metadata
}

function refused(key: string, why: string): NodeError {
  return new NodeError({
    class: 'value',
    field: `metadata.${key}`,
    message: `The metadata entry "${key}" ${why}`,
  })
}

function wanted(intent: Intent): Record<string, string> {
  const { metadata } = intent.payload
  if (!isJsonObject(metadata)) return {}
  return Object.fromEntries(Object.entries(metadata).map(([key, value]) => [key, String(value)]))
}

function targetOf(intent: Intent): string {
  if (!intent.targetId) throw new Error('A write-back always knows its target.')
  return intent.targetId
}

function sameMetadata(wantedNow: Record<string, string>, there: Json | undefined): boolean {
  if (!isJsonObject(there)) return false
  return Object.entries(wantedNow).every(([key, value]) => (there[key] ?? '') === value)
}
