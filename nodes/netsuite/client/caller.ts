import { setTimeout as sleep } from 'node:timers/promises'
import type { OpenConnection } from '../../connection.ts'
import { NodeError } from '../../errors.ts'
import type { Json, JsonObject } from '../../json.ts'
import { isJsonObject } from '../../json.ts'
import type { AskForToken } from './auth-oauth2.ts'
import { oauth2Authenticator, TOKEN_PATH } from './auth-oauth2.ts'
import { tbaAuthenticator } from './auth-tba.ts'
import { serverClock } from './clock.ts'
import { netSuiteError, notNetSuite } from './errors.ts'
import type { NetSuiteSettings } from './settings.ts'
import type { NetSuiteAnswer } from './transport.ts'
import { netSuiteTransport } from './transport.ts'

/** One call of the REST services. */
export interface Call {
  method: string
  path: string
  /** Origin, when it is not that of the REST services. */
  origin?: string
  query?: Record<string, string | undefined>
  headers?: Record<string, string>
  body?: Json
  reading: boolean
  signal: AbortSignal
}

/** Makes calls to one NetSuite account. */
export interface NetSuiteCaller {
  /**
   * Sends with one of the account's slots, signs in afresh when refused, tries again shortly where that
   * is harmless. Gives answers below 300 only; everything else is a NodeError.
   */
  run(call: Call): Promise<NetSuiteAnswer>
  /** Calls the Tributary RESTlet of the account, which does what REST cannot. */
  restlet(
    body: JsonObject,
    options: { reading: boolean; signal: AbortSignal },
  ): Promise<NetSuiteAnswer>
  close(): Promise<void>
}

/** Opens the way to an account; throws NodeError when its private key cannot be read. */
export function netSuiteCaller(
  connection: OpenConnection,
  settings: NetSuiteSettings,
): NetSuiteCaller {
  const { origin, accountId, credentials } = settings
  const transport = netSuiteTransport(settings.concurrencyLimit, connection.onExchange)
  const clock = serverClock()
  const authenticator =
    credentials.auth === 'tba'
      ? tbaAuthenticator(accountId, credentials, clock)
      : oauth2Authenticator(origin, credentials, clock, askForToken)

  async function askForToken(...[form, signal]: Parameters<AskForToken>) {
    const answer = await transport.send({
      method: 'POST',
      url: `${origin}${TOKEN_PATH}`,
      headers: { 'content-type': 'application/x-www-form-urlencoded' },
      body: new URLSearchParams(form).toString(),
      shown: { ...form, client_assertion: MASKED },
      mask: (body) => (isJsonObject(body) ? { ...body, access_token: MASKED } : body),
      reading: true,
      signal,
    })
    clock.learn(answer.headers.date)
    if (answer.body === undefined) throw netSuiteError(answer, true)
    return answer
  }

  function send(call: Call, signal: AbortSignal) {
    const { method, body } = call
    const url = callUrl(origin, call)
    const authorization = authenticator.header({ method, url })
    return transport
      .send({
        method,
        url,
        headers: {
          accept: 'application/json',
          authorization,
          ...(body === undefined ? {} : { 'content-type': 'application/json' }),
          ...call.headers,
        },
        body: body === undefined ? undefined : JSON.stringify(body),
        shown: body,
        reading: call.reading,
        signal,
      })
      .then((answer) => ({ answer, authorization }))
  }

  async function run(call: Call): Promise<NetSuiteAnswer> {
    let signedInAgain = false
    for (let tried = 1; ; tried += 1) {
      await authenticator.prepare(call.signal)
      let error: NodeError
      try {
        const { answer, authorization } = await connection.gate.pass(
          (signal) => send(call, AbortSignal.any([signal, call.signal])),
          { signal: call.signal },
        )
        const clockMoved = clock.learn(answer.headers.date)
        if (answer.status < 300) {
          // A proxy or another host may answer 200 with a page of its own.
          if (answer.text && answer.body === undefined) throw notNetSuite(answer)
          return answer
        }
        error = netSuiteError(answer, call.reading)
        const another = answer.status === 401 && authenticator.refused(authorization)
        if (answer.status === 401 && !signedInAgain && (another || clockMoved)) {
          signedInAgain = true
          continue
        }
      } catch (thrown) {
        if (!(thrown instanceof NodeError)) throw thrown
        error = thrown
      }
      const wait = waitBeforeRetry(error, call.reading, tried)
      if (wait === null) throw error
      if (error.class === 'rate limit') connection.gate.slowDown(wait)
      await sleep(wait, undefined, { signal: call.signal })
    }
  }

  return {
    run,
    restlet: async (body, options) => {
      const { script, deployment, origin: restletOrigin } = settings.restlet
      const answer = await run({
        method: 'POST',
        origin: restletOrigin,
        path: RESTLET_PATH,
        query: { script, deploy: deployment },
        body,
        ...options,
      })
      // A script may answer 200 and still say that it failed.
      if (isJsonObject(answer.body) && 'error' in answer.body)
        throw netSuiteError({ ...answer, status: 400 }, options.reading)
      return answer
    },
    close: () => transport.close(),
  }
}

/** Where RESTlets are, at an origin of their own. */
export const RESTLET_PATH = '/app/site/hosting/restlet.nl'

/** The full address of a call; `origin` is that of the REST services. */
export function callUrl(origin: string, call: Pick<Call, 'origin' | 'path' | 'query'>): string {
  return (call.origin ?? origin) + call.path + queryString(call.query ?? {})
}

const MASKED = '••••••'

/** Tries within one call; the engine's own retries come after them, far apart. */
const TRIES = 4

/** A wait longer than this is left to the engine: it would block a worker. */
const LONGEST_WAIT_MS = 5_000

/** A kept socket that NetSuite closes just as we write; reading again is harmless. */
const CUT_OFF = new Set(['ECONNRESET', 'EPIPE', 'UND_ERR_SOCKET'])

function waitBeforeRetry(error: NodeError, reading: boolean, tried: number): number | null {
  if (tried >= TRIES) return null
  const cutOff = reading && tried === 1 && CUT_OFF.has(error.code ?? '')
  if (error.class !== 'rate limit' && !cutOff) return null
  const asked = error.retryAfterMs ?? (cutOff ? 0 : 300 * 2 ** (tried - 1))
  const wait = Math.round(asked + Math.random() * Math.max(asked, 50) * 0.5)
  return wait > LONGEST_WAIT_MS ? null : wait
}

/** Spaces become %20, never +: the signature of OAuth 1.0a is made over the former. */
function queryString(query: Record<string, string | undefined>): string {
  const parts = Object.entries(query).flatMap(([name, value]) =>
    value ? [`${encodeURIComponent(name)}=${encodeURIComponent(value)}`] : [],
  )
  return parts.length > 0 ? `?${parts.join('&')}` : ''
}
