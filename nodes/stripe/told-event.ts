import { isJsonObject, type Json, type JsonObject } from '../json.ts'
import type { ToldEvent } from '../runner.ts'
import { OWN_KEY_PREFIX } from './client/own-key.ts'
import { STRIPE_OBJECTS } from './objects.ts'

/**
 * What an event of Stripe tells of, and which other objects the object names.
 * https://docs.stripe.com/api/events/object
 */
export function toldByStripe(event: JsonObject): ToldEvent {
  const about = aboutWhat(event)
  const references = STRIPE_OBJECTS.flatMap(({ value }): [string, string][] => {
    const id = referredId(about[value])
    return typeof id === 'string' ? [[value, id]] : []
  })
  return {
    id: textOf(event.id),
    type: textOf(event.type),
    created: typeof event.created === 'number' ? event.created : null,
    object: textOf(about.object),
    objectId: textOf(about.id),
    references: Object.fromEntries(references),
  }
}

/** The object as it was when the event happened; empty where the event holds none. */
export function aboutWhat(event: JsonObject): JsonObject {
  const content = isJsonObject(event.data) ? event.data.object : undefined
  return isJsonObject(content) ? content : {}
}

/** Whether the event was caused by a write of our own: its request carried a key of ours. */
export function isOwnEvent(event: JsonObject): boolean {
  const { request } = event
  return (
    isJsonObject(request) &&
    typeof request.idempotency_key === 'string' &&
    request.idempotency_key.startsWith(OWN_KEY_PREFIX)
  )
}

/** The id of the object of a type that an event tells of, directly or by reference. */
export function idToldOf(object: string, told: ToldEvent): string | undefined {
  if (told.object === object) return told.objectId || undefined
  return told.references[object]
}

/** A reference is an id, or the object in full where Stripe expands it. */
function referredId(reference: Json | undefined): Json | undefined {
  return isJsonObject(reference) ? reference.id : reference
}

function textOf(value: Json | undefined): string {
  return typeof value === 'string' ? value : ''
}
