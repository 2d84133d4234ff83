import { setTimeout as sleep } from 'node:timers/promises'
import Stripe from 'stripe'
import type { OpenConnection } from '../../connection.ts'
import type { NodeError } from '../../errors.ts'
import type { HeardTime } from '../../http/heard-time.ts'
import type { JsonObject } from '../../json.ts'
import { stripeError } from './errors.ts'
import type { Attempt } from './http-client.ts'
import { stripeTransport } from './http-client.ts'
import { stripeSettings } from './settings.ts'
import { STRIPE_VERSION } from './version.ts'

type StripeMethod = 'GET' | 'POST' | 'DELETE'

/** One request, tried again where that can do no harm; throws NodeError. */
export type StripeCall = (
  method: StripeMethod,
  path: string,
  options: { params?: JsonObject; key?: string; signal: AbortSignal },
) => Promise<unknown>

/** The official SDK behind the connection's gate: signing in, encoding, errors and retries. */
export function stripeCalls(connection: OpenConnection): {
  call: StripeCall
  time: HeardTime
  close: () => Promise<void>
} {
  const { address, apiKey } = stripeSettings(connection)
  const transport = stripeTransport(address.origin, connection.onExchange)
  const stripe = new Stripe(apiKey, {
    apiVersion: STRIPE_VERSION,
    host: address.hostname,
    port: address.port || (address.protocol === 'http:' ? 80 : 443),
    protocol: address.protocol === 'http:' ? 'http' : 'https',
    httpClient: transport.client,
    maxNetworkRetries: 0,
    telemetry: false,
  })

  const call: StripeCall = async (method, path, { params, key, signal }) => {
    for (let tried = 1; ; tried += 1) {
      const attempt: Attempt = { signal }
      try {
        return await connection.gate.pass(
          (lost) => {
            attempt.signal = AbortSignal.any([lost, signal])
            return transport.attempt(attempt, () =>
              stripe.rawRequest(method, path, params, key ? { idempotencyKey: key } : {}),
            )
          },
          { signal },
        )
      } catch (thrown) {
        const error = stripeError(thrown, { reading: method === 'GET', exchange: attempt.exchange })
        const wait = waitBeforeRetry(thrown, error, method, tried)
        if (wait === null) throw error
        // A locked object is one object's trouble: the others need not wait.
        if (error.class === 'rate limit' && error.code !== 'lock_timeout')
          connection.gate.slowDown(wait)
        await sleep(wait, undefined, { signal })
      }
    }
  }
  return { call, time: transport.time, close: () => transport.close() }
}

/** Tries within one call; the engine's own retries come after them, far apart. */
const TRIES = 4

/** A lock lasts as long as the other request: a little patience is cheaper than a retry of the record. */
const LOCK_TRIES = 6

/** A wait longer than this is left to the engine: it would block a worker. */
const LONGEST_WAIT_MS = 5_000

function waitBeforeRetry(
  thrown: unknown,
  error: NodeError,
  method: StripeMethod,
  tried: number,
): number | null {
  if (tried >= (error.code === 'lock_timeout' ? LOCK_TRIES : TRIES)) return null
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

/** How undici calls a kept socket that the other side has closed. */
const CUT_OFF = new Set(['ECONNRESET', 'EPIPE', 'UND_ERR_SOCKET'])
