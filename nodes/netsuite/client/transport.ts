import { Agent } from 'undici'
import { z } from 'zod'
import { NodeError } from '../../errors.ts'
import type { Exchange } from '../../http/exchanges.ts'
import { noteExchange } from '../../http/exchanges.ts'
import { requestFailure } from '../../http/request-failure.ts'
import type { Json } from '../../json.ts'

/** One request to NetSuite. */
export interface NetSuiteRequest {
  method: string
  /** Full address with its query. */
  url: string
  headers: Record<string, string>
  body?: string
  signal: AbortSignal
  /** What the trace shows as sent. */
  shown?: Json
  /** Makes of the answer what the trace may show of it. */
  mask?: (answer: Json) => Json
  /** Nothing is changed by it: a missing answer does no harm. */
  reading: boolean
}

export interface NetSuiteAnswer {
  status: number
  headers: Record<string, string>
  /** Parsed JSON; undefined for an empty body or another format. */
  body: Json | undefined
  text: string
  exchange: Exchange
}

export interface NetSuiteTransport {
  /** Sends one request and notes the exchange, without headers. Any status is an answer. */
  send(request: NetSuiteRequest): Promise<NetSuiteAnswer>
  close(): Promise<void>
}

/** NetSuite ends a request after 15 minutes; saving a long invoice takes well under three. */
const TIMEOUT_MS = 180_000

/** Larger answers are refused, so that one cannot fill a worker's memory. */
const LARGEST_ANSWER = 50_000_000

/**
 * A bounded pool of kept connections. Unlike HTTP nodes it may reach private addresses, because only
 * administrators enter it. Failures are NodeErrors: `connection` when nothing was sent, `intermittent`
 * with `outcomeUnknown` when a write was sent and no answer came.
 */
export function netSuiteTransport(
  sockets: number,
  onExchange: (exchange: Exchange) => void = () => {},
): NetSuiteTransport {
  const pool = new Agent({
    connections: sockets,
    maxResponseSize: LARGEST_ANSWER,
    connect: { timeout: 10_000 },
  })
  return {
    close: () => pool.close(),
    send: async (request) => {
      const { method, url, headers } = request
      const exchange: Exchange = { method, url, status: 0, ms: 0 }
      if (request.shown !== undefined) exchange.request = request.shown
      const began = performance.now()
      try {
        const answer = await pool.request({
          method,
          origin: new URL(url).origin,
          path: url.slice(new URL(url).origin.length),
          headers,
          body: request.body ?? null,
          signal: AbortSignal.any([request.signal, AbortSignal.timeout(TIMEOUT_MS)]),
        })
        const text = await answer.body.text()
        const body = parseJson(text)
        exchange.status = answer.statusCode
        if (body !== undefined) exchange.response = request.mask ? request.mask(body) : body
        else if (text) exchange.response = text.slice(0, 2000)
        return {
          status: answer.statusCode,
          headers: flatHeaders(answer.headers),
          body,
          text,
          exchange,
        }
      } catch (error) {
        throw unanswered(error, new URL(url), exchange, request.reading)
      } finally {
        exchange.ms = Math.round(performance.now() - began)
        noteExchange(exchange)
        onExchange(exchange)
      }
    },
  }
}

/** The NodeError of a request without an answer; a name that nobody has is a wrong account id. */
function unanswered(error: unknown, url: URL, exchange: Exchange, reading: boolean): NodeError {
  const failure = requestFailure(error, { url, exchange, reading })
  if (failure.code !== 'ENOTFOUND') return failure
  return new NodeError({
    class: 'connection',
    code: failure.code,
    field: 'accountId',
    message: `There is no NetSuite account at ${url.origin}. Check the account id of the connection.`,
    credentials: true,
    exchange,
    cause: error,
  })
}

/** Names the type only: what JSON.parse gives is JSON already. */
const PARSED = z.custom<Json>()

function parseJson(text: string): Json | undefined {
  if (!text) return undefined
  try {
    return PARSED.parse(JSON.parse(text))
  } catch {
    return undefined
  }
}

function flatHeaders(
  headers: Record<string, string | string[] | undefined>,
): Record<string, string> {
  return Object.fromEntries(
    Object.entries(headers).flatMap(([name, value]) =>
      value === undefined ? [] : [[name, Array.isArray(value) ? value.join(', ') : value]],
    ),
  )
}
