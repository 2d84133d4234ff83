import { randomUUID } from 'node:crypto'
import { setTimeout as sleep } from 'node:timers/promises'
import { stringify } from 'qs'
import Stripe from 'stripe'
import { z } from 'zod'
import type { Client, OpenConnection } from '../connection.ts'
import { NodeError } from '../errors.ts'
import type { JsonObject } from '../json.ts'
import { stripeError } from './errors.ts'
import type { Attempt } from './http-client.ts'
import { stripeTransport } from './http-client.ts'
import { stripeObject } from './objects.ts'
import { stripeSettings } from './settings.ts'

/** The one version of the API that everything here is written for. https://docs.stripe.com/upgrades */
export const STRIPE_VERSION = '2026-10-28.endive'

/** Our writes carry idempotency keys that begin so; the events they cause are echoes of ours. */
export const OWN_KEY_PREFIX = 'tributary-'

/** Narrows a list. Dates are exact to the second, both ends inclusive. */
export interface ListQuery {
  /** Further filters of Stripe's list, such as `status` or `customer`. */
  filter?: Record<string, string>
  createdFrom?: Date
  createdTo?: Date
  /** Id of the last object of the page before. */
  after?: string
  /** 1 to 100. */
  limit: number
  expand?: readonly string[]
}

export interface StripePage {
  data: StripeRecord[]
  hasMore: boolean
}

export type StripeRecord = JsonObject & { id: string }

/** What nodes may ask of Stripe. Every call may throw NodeError. */
export interface StripeReader {
  /** An object as it stands now; null when it never existed. A deleted one says `deleted: true`. */
  get(
    object: string,
    id: string,
    options: { expand?: readonly string[]; signal: AbortSignal },
  ): Promise<StripeRecord | null>
  /** One page of a list, newest first. */
  list(object: string, query: ListQuery, signal: AbortSignal): Promise<StripePage>
  /** One page of events, newest first; Stripe keeps them for 30 days. */
  events(types: readonly string[], query: ListQuery, signal: AbortSignal): Promise<StripePage>
  /** One further page of a list inside an object, by the `url` that Stripe gave with it. */
  sublist(url: string, after: string, signal: AbortSignal): Promise<StripePage>
}

/** What nodes may change in Stripe. */
export interface StripeWriter {
  /**
   * Sets keys of an object's metadata; the others stay, an empty text removes its key. Repeating it
   * with the same key changes nothing. Gives the object's id.
   */
  updateMetadata(
    object: string,
    id: string,
    metadata: Record<string, string>,
    options: { idempotencyKey: string; signal: AbortSignal },
  ): Promise<string>
}

/** Opens a Stripe account: the official SDK behind the connection's gate, reading and writing apart. */
export function openStripe(connection: OpenConnection): Client<StripeReader, StripeWriter> {
  const { address, apiKey } = stripeSettings(connection)
  const transport = stripeTransport(address.origin)
  const stripe = new Stripe(apiKey, {
    apiVersion: STRIPE_VERSION,
    host: address.hostname,
    port: address.port || (address.protocol === 'http:' ? 80 : 443),
    protocol: address.protocol === 'http:' ? 'http' : 'https',
    httpClient: transport.client,
    maxNetworkRetries: 0,
    telemetry: false,
  })

  async function call(
    method: 'GET' | 'POST',
    path: string,
    options: { params?: JsonObject; key?: string; signal: AbortSignal },
  ): Promise<unknown> {
    for (let tried = 1; ; tried += 1) {
      const attempt: Attempt = { signal: options.signal }
      try {
        return await connection.gate.pass(
          (signal) => {
            attempt.signal = AbortSignal.any([signal, options.signal])
            return transport.attempt(attempt, () =>
              stripe.rawRequest(
                method,
                path,
                options.params,
                options.key ? { idempotencyKey: options.key } : {},
              ),
            )
          },
          { signal: options.signal },
        )
      } catch (thrown) {
        const error = stripeError(thrown, {
          reading: method === 'GET',
          exchange: attempt.exchange,
        })
        const wait = waitBeforeRetry(thrown, error, method, tried)
        if (wait === null) throw error
        if (error.class === 'rate limit') connection.gate.slowDown(wait)
        await sleep(wait, undefined, { signal: options.signal })
      }
    }
  }

  const page = async (path: string, params: JsonObject, signal: AbortSignal) => {
    const answer = PAGE.parse(await call('GET', withQuery(path, params), { signal }))
    return { data: answer.data, hasMore: answer.has_more }
  }

  return {
    read: {
      get: async (object, id, { expand, signal }) => {
        const path = `${stripeObject(object).path}/${encodeURIComponent(id)}`
        try {
          const answer = await call('GET', withQuery(path, expand ? { expand: [...expand] } : {}), {
            signal,
          })
          return RECORD.parse(answer)
        } catch (error) {
          if (error instanceof NodeError && error.class === 'missing') return null
          throw error
        }
      },
      list: (object, query, signal) => page(stripeObject(object).path, listParams(query), signal),
      events: (types, query, signal) =>
        page('/v1/events', { ...listParams(query), types: [...types] }, signal),
      sublist: (url, after, signal) => page(url, { limit: 100, starting_after: after }, signal),
    },
    write: {
      updateMetadata: async (object, id, metadata, { idempotencyKey, signal }) => {
        const path = `${stripeObject(object).path}/${encodeURIComponent(id)}`
        const key = ownKey(idempotencyKey)
        const send = (withKey: string) =>
          call('POST', path, { params: { metadata }, key: withKey, signal })
        try {
          return RECORD.parse(await send(key)).id
        } catch (error) {
          if (!isReplayedFault(error)) throw error
          // Setting metadata twice does no harm, so a new key may replace the one that is spent.
          return RECORD.parse(await send(ownKey(`again-${randomUUID()}`))).id
        }
      },
    },
    close: () => transport.close(),
  }
}

/** An idempotency key that Stripe's events show to be ours; at most 255 characters. */
export function ownKey(key: string): string {
  return (key.startsWith(OWN_KEY_PREFIX) ? key : OWN_KEY_PREFIX + key).slice(0, 255)
}

/** The transport has parsed the answer as JSON: only the id is left to check. */
const RECORD = z.custom<StripeRecord>(
  (value) =>
    typeof value === 'object' && value !== null && 'id' in value && typeof value.id === 'string',
)

const PAGE = z.object({ data: z.array(RECORD), has_more: z.boolean() })

/** Tries within one call; the engine's own retries come after them, far apart. */
const TRIES = 4

/** A wait longer than this is left to the engine: it would block a worker. */
const LONGEST_WAIT_MS = 5_000

function waitBeforeRetry(
  thrown: unknown,
  error: NodeError,
  method: string,
  tried: number,
): number | null {
  if (tried >= TRIES) return null
  const advice =
    thrown instanceof Stripe.errors.StripeError
      ? thrown.headers?.['stripe-should-retry']
      : undefined
  if (advice === 'false') return null
  // A kept socket that Stripe closes just as we write is the common cause; reading again is harmless.
  const cutOff = method === 'GET' && tried === 1 && CUT_OFF.has(error.code ?? '')
  if (error.class !== 'rate limit' && advice !== 'true' && !cutOff) return null
  const asked = error.retryAfterMs ?? (cutOff ? 0 : 250 * 2 ** (tried - 1))
  const wait = asked + Math.random() * Math.max(asked, 50) * 0.5
  return wait > LONGEST_WAIT_MS ? null : Math.round(wait)
}

/**
 * Stripe keeps even a server error under its idempotency key for a day, and answers with it again.
 * https://docs.stripe.com/api/idempotent_requests
 */
function isReplayedFault(error: unknown): boolean {
  if (!(error instanceof NodeError)) return false
  const { cause } = error
  if (!(cause instanceof Stripe.errors.StripeError)) return false
  return (cause.statusCode ?? 0) >= 500 && cause.headers?.['idempotent-replayed'] === 'true'
}

/** How undici calls a kept socket that the other side has closed. */
const CUT_OFF = new Set(['ECONNRESET', 'EPIPE', 'UND_ERR_SOCKET'])

function listParams(query: ListQuery): JsonObject {
  const created: JsonObject = {}
  if (query.createdFrom) created.gte = Math.floor(query.createdFrom.getTime() / 1000)
  if (query.createdTo) created.lte = Math.floor(query.createdTo.getTime() / 1000)
  return {
    ...query.filter,
    ...(Object.keys(created).length > 0 ? { created } : {}),
    ...(query.after ? { starting_after: query.after } : {}),
    ...(query.expand?.length ? { expand: [...query.expand] } : {}),
    limit: query.limit,
  }
}

function withQuery(path: string, params: JsonObject): string {
  const query = stringify(params, { arrayFormat: 'indices', encodeValuesOnly: true })
  if (!query) return path
  return `${path}${path.includes('?') ? '&' : '?'}${query}`
}
