import { AsyncLocalStorage } from 'node:async_hooks'
import { parse } from 'qs'
import type Stripe from 'stripe'
import { Pool } from 'undici'
import { z } from 'zod'
import { NodeError, TRY_LATER } from '../../errors.ts'
import type { Exchange } from '../../http/exchanges.ts'
import { noteExchange } from '../../http/exchanges.ts'
import { heardTime, type HeardTime } from '../../http/heard-time.ts'
import { requestFailure } from '../../http/request-failure.ts'
import { isJsonObject, type Json } from '../../json.ts'

/** Sockets kept to Stripe; the gate of the connection decides how many requests run at once. */
const SOCKETS = 32

/** Larger answers are refused, so that one cannot fill a worker's memory. */
const LARGEST_ANSWER = 50_000_000

/** One attempt at a call: what may stop it, and the exchange that came of it. */
export interface Attempt {
  signal: AbortSignal
  exchange?: Exchange
}

/** The SDK's transport over a keep-alive pool of our own. */
export interface StripeTransport {
  client: Stripe.HttpClient
  /** Runs a call of the SDK so that its request can be aborted and its exchange is kept. */
  attempt<T>(attempt: Attempt, work: () => Promise<T>): Promise<T>
  /** Stripe's clock, as its answers tell it. */
  time: HeardTime
  close(): Promise<void>
}

/**
 * Transport for the Stripe SDK: bounded keep-alive pool, every exchange noted without headers (the
 * key is only there). Unlike HTTP nodes it may reach private addresses, because only administrators
 * enter them. Failures are NodeErrors: `connection` when nothing was sent, `intermittent` with
 * `outcomeUnknown` when the answer is missing. `origin` such as `https://api.stripe.com`;
 * `onExchange` is told of every request.
 */
export function stripeTransport(
  origin: string,
  onExchange?: (exchange: Exchange) => void,
): StripeTransport {
  const pool = new Pool(origin, {
    connections: SOCKETS,
    maxResponseSize: LARGEST_ANSWER,
    connect: { timeout: 10_000 },
  })
  const attempts = new AsyncLocalStorage<Attempt>()
  const time = heardTime()

  const client: Stripe.HttpClient = {
    getClientName: () => 'undici',
    makeRequest: async (_host, _port, path, method, headers, requestData, _protocol, timeout) => {
      const attempt = attempts.getStore()
      const exchange: Exchange = { method, url: `${origin}${path}`, status: 0, ms: 0 }
      if (requestData) exchange.request = JSON_VALUE.parse(parse(requestData, { depth: 10 }))
      if (attempt) attempt.exchange = exchange
      const began = performance.now()
      const limits = [AbortSignal.timeout(timeout), ...(attempt ? [attempt.signal] : [])]
      try {
        const answer = await pool.request({
          method,
          path,
          headers: stringHeaders(headers),
          body: requestData || null,
          signal: AbortSignal.any(limits),
        })
        const text = await answer.body.text()
        time.hearHeader([answer.headers.date].flat()[0])
        exchange.status = answer.statusCode
        const body = parseJson(text)
        exchange.response = body === undefined ? text.slice(0, 2000) : withoutSecret(path, body)
        if (body === undefined) throw notJson(exchange)
        return response(answer.statusCode, answer.headers, text, body)
      } catch (error) {
        if (error instanceof NodeError) throw error
        throw requestFailure(error, {
          url: new URL(exchange.url),
          exchange,
          reading: method === 'GET',
        })
      } finally {
        exchange.ms = Math.round(performance.now() - began)
        noteExchange(exchange)
        onExchange?.(exchange)
      }
    },
  }

  return {
    client,
    attempt: (attempt, work) => attempts.run(attempt, work),
    time,
    close: () => pool.close(),
  }
}

/** Names the type only: what JSON.parse and qs give is JSON already, and checking it again is slow. */
const JSON_VALUE = z.custom<Json>()

function response(
  status: number,
  headers: Record<string, string | string[] | undefined>,
  text: string,
  body: Json,
): Stripe.HttpClientResponse {
  const present = Object.entries(headers).flatMap(([name, value]) =>
    value === undefined ? [] : [[name, Array.isArray(value) ? value.join(', ') : value]],
  )
  return {
    getStatusCode: () => status,
    getHeaders: () => Object.fromEntries(present),
    getRawResponse: () => ({}),
    toStream: () => {
      throw new Error('Streamed answers are not used.')
    },
    // The SDK writes headers into the body of an error: it gets one of its own there.
    toJSON: () => Promise.resolve(status < 400 ? body : JSON.parse(text)),
  }
}

/** The answer that makes a webhook endpoint is the only one that carries its signing secret. */
function withoutSecret(path: string, body: Json): Json {
  if (!path.startsWith('/v1/webhook_endpoints') || !isJsonObject(body)) return body
  return 'secret' in body ? { ...body, secret: '…' } : body
}

function notJson(exchange: Exchange): NodeError {
  if (exchange.status >= 500)
    return new NodeError({
      class: 'intermittent',
      code: `http-${exchange.status}`,
      message: `Stripe has a problem of its own at the moment. ${TRY_LATER}`,
      outcomeUnknown: exchange.method !== 'GET',
      exchange,
    })
  return new NodeError({
    class: 'connection',
    code: 'not-stripe',
    message: `What answers at ${new URL(exchange.url).origin} is not Stripe. Check the address of the connection.`,
    credentials: true,
    exchange,
  })
}

function parseJson(text: string): Json | undefined {
  try {
    return JSON_VALUE.parse(JSON.parse(text))
  } catch {
    return undefined
  }
}

function stringHeaders(headers: Record<string, string | number | string[]>) {
  return Object.fromEntries(
    Object.entries(headers).map(([name, value]) => [
      name,
      Array.isArray(value) ? value : String(value),
    ]),
  )
}
