import { hash } from 'node:crypto'
import stringify from 'safe-stable-stringify'
import { NodeError } from '../../errors.ts'
import type { Evaluate } from '../../fields.ts'
import type { JsonObject } from '../../json.ts'
import { isJsonObject } from '../../json.ts'
import type { Intent, Item } from '../../runner.ts'

/** By which entry of the metadata an object is known again. */
export interface Mark {
  key: string
  value: string
}

/** https://docs.stripe.com/metadata: values up to 500 characters. */
const LONGEST_VALUE = 500

/** Keys of metadata that Tributary writes for itself. */
export const PAYLOAD_KEY = 'tributary_payload'

/** The id an expression gives; throws NodeError `value` when it gives none. `what`: "invoice". */
export async function idFrom(
  evaluate: Evaluate,
  item: Item,
  field: string,
  what: string,
): Promise<string> {
  const value = await evaluate(item)
  if ((typeof value === 'string' && value !== '') || typeof value === 'number') return String(value)
  throw refused(field, `The record gives no id of a Stripe ${what}. Correct the expression.`)
}

/** The object a mapping gives; throws NodeError `value` when it is none. */
export async function bodyFrom(evaluate: Evaluate, item: Item): Promise<JsonObject> {
  const body = await evaluate(item)
  if (isJsonObject(body) && Object.keys(body).length > 0) return body
  throw refused('body', 'The mapping gives no fields to write.')
}

/** The mark of a record's object; throws NodeError `value` for one that Stripe could not keep. */
export async function markFrom(
  config: { markKey: string; markValue: Evaluate },
  item: Item,
): Promise<Mark> {
  const value = await idFrom(config.markValue, item, 'markValue', 'object’s counterpart')
  if (value.length > LONGEST_VALUE)
    throw refused('markValue', `The mark is longer than the ${LONGEST_VALUE} characters allowed.`)
  return { key: config.markKey, value }
}

/** Metadata as texts, from rows of keys and expressions; null becomes '', which removes a key. */
export async function metadataFrom(
  entries: readonly { key: string; value: Evaluate }[],
  item: Item,
): Promise<Record<string, string>> {
  const metadata: Record<string, string> = {}
  for (const row of entries) {
    const value = await row.value(item)
    if (value === undefined)
      throw refusedEntry(row.key, 'has no value. A value of null would remove the key.')
    if (typeof value === 'object' && value !== null)
      throw refusedEntry(row.key, 'is a list or an object; Stripe keeps texts only.')
    const text = value === null ? '' : String(value)
    if (text.length > LONGEST_VALUE)
      throw refusedEntry(
        row.key,
        `is longer than the ${LONGEST_VALUE} characters that Stripe keeps.`,
      )
    metadata[row.key] = text
  }
  return metadata
}

/** The metadata of a body or an object as a record of texts; empty when there is none. */
export function metadataOf(holder: JsonObject | null | undefined): Record<string, string> {
  const metadata = holder?.metadata
  if (!isJsonObject(metadata)) return {}
  return Object.fromEntries(
    Object.entries(metadata).map(([key, value]) => [key, value === null ? '' : String(value)]),
  )
}

/** True when every entry stands in the object's metadata already. */
export function hasMetadata(holder: JsonObject, wanted: Record<string, string>): boolean {
  const there = metadataOf(holder)
  return Object.entries(wanted).every(([key, value]) => (there[key] ?? '') === value)
}

/** The id of the object an intent changes; such intents always know it. */
export function targetOf(intent: Intent): string {
  if (!intent.targetId) throw new Error('This intent always knows its target.')
  return intent.targetId
}

/** Tells payloads apart by 16 hexadecimal digits; the order of keys does not matter. */
export function fingerprint(payload: JsonObject): string {
  return hash('sha256', stringify(payload), 'hex').slice(0, 16)
}

/** The record with the id where the config says. */
export function settled(config: { into: string }, item: Item, id: string): JsonObject {
  return config.into ? { ...item.record, [config.into]: { id } } : item.record
}

/** A NodeError `value` that names the field at fault. */
export function refused(field: string, message: string, code?: string): NodeError {
  return new NodeError({ class: 'value', field, message, ...(code ? { code } : {}) })
}

function refusedEntry(key: string, why: string): NodeError {
  return refused(`metadata.${key}`, `The metadata entry "${key}" ${why}`)
}
