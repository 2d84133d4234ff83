import { z } from 'zod'
import { NodeError } from '../errors.ts'
import type { Json } from '../json.ts'
import { withDeadline } from './deadline.ts'
import { noteExchange, type Exchange } from './exchanges.ts'
import { httpPool } from './pool.ts'
import { PrivateAddressError, refusePrivateHost } from './private-addresses.ts'
import { requestFailure } from './request-failure.ts'
import { shownUrl } from './shown-url.ts'
import { inSlot } from './slots.ts'

export type HttpMethod = 'GET' | 'POST' | 'PUT' | 'PATCH' | 'DELETE' | 'HEAD'

export interface HttpRequest {
  method: HttpMethod
  url: string
  headers?: Record<string, string>
  /** Sent as JSON. */
  body?: Json
  /** Milliseconds for the whole request; 60 seconds unless given. */
  timeoutMs?: number
  signal: AbortSignal
}

export interface HttpAnswer {
  status: number
  headers: Record<string, string | string[] | undefined>
  text: string
  /** The body as JSON; undefined when it is empty or something else. */
  json: Json | undefined
  /** What the trace keeps: no headers, so no secrets. */
  exchange: Exchange
}

const TIMEOUT_MS = 60_000
/** Characters of an answer that is not JSON which the trace keeps. */
const SHOWN_TEXT = 2_000

/**
 * Sends one request over kept-alive sockets and gives any answer, also 4xx and 5xx (see
 * `refusedAnswer`). Notes the exchange. Throws NodeError: `value` for an address that is no URL or is
 * private (allowed with TRIBUTARY_ALLOW_PRIVATE_HTTP=1), `connection` when nothing was sent,
 * `intermittent` when no answer came, with `outcomeUnknown` when it may have changed something.
 */
export async function request(wanted: HttpRequest): Promise<HttpAnswer> {
  const { method, headers, body } = wanted
  const url = parseUrl(wanted.url)
  const privateAllowed = process.env.TRIBUTARY_ALLOW_PRIVATE_HTTP === '1'
  const exchange: Exchange = { method, url: shownUrl(url), status: 0, ms: 0 }
  if (body !== undefined) exchange.request = body
  const send = async (signal: AbortSignal) => {
    const answer = await httpPool(privateAllowed ? 'any' : 'public').request({
      origin: url.origin,
      path: `${url.pathname}${url.search}`,
      method,
      headers: {
        accept: 'application/json',
        ...(body === undefined ? {} : { 'content-type': 'application/json' }),
        ...headers,
      },
      body: body === undefined ? null : JSON.stringify(body),
      signal,
    })
    return { answer, text: await answer.body.text() }
  }
  let began = performance.now()
  try {
    if (!privateAllowed) refusePrivateHost(url)
    const { answer, text } = await inSlot(url.origin, wanted.signal, () => {
      // Waiting for a slot is not the other side's time.
      began = performance.now()
      return withDeadline(wanted.signal, wanted.timeoutMs ?? TIMEOUT_MS, send)
    })
    const json = parseJson(text)
    exchange.status = answer.statusCode
    if (text !== '') exchange.response = json ?? text.slice(0, SHOWN_TEXT)
    return { status: answer.statusCode, headers: answer.headers, text, json, exchange }
  } catch (thrown) {
    wanted.signal.throwIfAborted()
    if (isPrivate(thrown)) throw privateAddress(url, exchange)
    throw requestFailure(thrown, { url, exchange, reading: isReading(method) })
  } finally {
    exchange.ms = Math.round(performance.now() - began)
    noteExchange(exchange)
  }
}

/** True for methods that change nothing, so that a lost answer does no harm. */
export function isReading(method: HttpMethod): boolean {
  return method === 'GET' || method === 'HEAD'
}

function parseUrl(text: string): URL {
  const url = URL.parse(text)
  if (url && (url.protocol === 'http:' || url.protocol === 'https:')) return url
  throw new NodeError({
    class: 'value',
    code: 'bad-address',
    message: `"${text.slice(0, 200)}" is not an address. Give one that begins with https://.`,
  })
}

/** Names the type only: what JSON.parse gives is JSON already. */
const PARSED = z.custom<Json>()

function parseJson(text: string): Json | undefined {
  if (text === '') return undefined
  try {
    return PARSED.parse(JSON.parse(text))
  } catch {
    return undefined
  }
}

/** undici hands on the look-up's error itself, or inside one that speaks of several addresses. */
function isPrivate(thrown: unknown): boolean {
  return (
    thrown instanceof PrivateAddressError ||
    (thrown instanceof AggregateError && thrown.errors.some(isPrivate)) ||
    (thrown instanceof Error && thrown.cause instanceof PrivateAddressError)
  )
}

function privateAddress(url: URL, exchange: Exchange): NodeError {
  return new NodeError({
    class: 'value',
    code: 'private-address',
    message: `${url.hostname} is inside a private network, which flows may not call. An administrator can allow it with TRIBUTARY_ALLOW_PRIVATE_HTTP=1.`,
    exchange,
  })
}
