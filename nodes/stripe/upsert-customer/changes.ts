import { isEmpty, isJsonObject, type Json, type JsonObject } from '../../json.ts'
import { sameValue } from '../common/present-fields.ts'

type Mode = 'overwrite' | 'fill'

/**
 * What has to be sent to bring a customer to the wanted fields: only what differs, and with `fill`
 * only what is blank there or stands under a key of `ownMetadata`. An address is sent whole, because
 * Stripe replaces it whole.
 */
export function customerChanges(
  wanted: JsonObject,
  customer: JsonObject,
  { mode, ownMetadata }: { mode: Mode; ownMetadata: readonly string[] },
): JsonObject {
  const changes: JsonObject = {}
  const own = (key: string) => mode === 'overwrite' || ownMetadata.includes(key)
  for (const [name, to] of Object.entries(wanted)) {
    const from = customer[name] ?? null
    const change = name === 'metadata' ? metadata(to, from, own) : field(to, from, mode)
    if (change !== undefined) changes[name] = change
  }
  return changes
}

/** Without what is blank: there is nothing to clear on a customer that does not exist yet. */
export function withoutBlanks(wanted: JsonObject): JsonObject {
  return Object.fromEntries(
    Object.entries(wanted).flatMap(([name, value]): [string, Json][] => {
      if (isEmpty(value)) return []
      return [[name, isJsonObject(value) ? withoutBlanks(value) : value]]
    }),
  )
}

function field(to: Json, from: Json, mode: Mode): Json | undefined {
  if (sameValue(to, from)) return undefined
  if (mode === 'overwrite') return isJsonObject(to) && isEmpty(to) ? '' : to
  return isEmpty(from) && !isEmpty(to) ? to : undefined
}

function metadata(to: Json, from: Json, own: (key: string) => boolean): Json | undefined {
  if (!isJsonObject(to)) return undefined
  const there = isJsonObject(from) ? from : {}
  const entries = Object.entries(to).filter(([key, value]) => {
    if (sameValue(value, there[key] ?? null)) return false
    return own(key) || isEmpty(there[key])
  })
  return entries.length > 0 ? Object.fromEntries(entries) : undefined
}
