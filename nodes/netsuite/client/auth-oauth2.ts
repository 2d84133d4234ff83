import type { KeyObject } from 'node:crypto'
import { createPrivateKey, randomUUID } from 'node:crypto'
import { SignJWT } from 'jose'
import { z } from 'zod'
import { NodeError, TRY_LATER } from '../../errors.ts'
import type { Authenticator } from './auth-tba.ts'
import type { Clock } from './clock.ts'
import type { OAuth2Credentials } from './settings.ts'

/** Asks the token endpoint; gives status and parsed body. Secrets are kept out of its trace. */
export type AskForToken = (
  form: Record<string, string>,
  signal: AbortSignal,
) => Promise<{ status: number; body: unknown }>

/** Path of the token endpoint below the REST address. */
export const TOKEN_PATH = '/services/rest/auth/oauth2/v1/token'

/** A token is renewed this long before it ends, in milliseconds. */
const RENEW_BEFORE_MS = 5 * 60_000

/** Life of an assertion in seconds; NetSuite wants less than 60 minutes. */
const ASSERTION_SECONDS = 300

/**
 * OAuth 2.0 client credentials with a signed assertion (RFC 7523). The token is kept until shortly
 * before its end, and asked for once however many requests wait for it.
 * https://docs.oracle.com/en/cloud/saas/netsuite/ns-online-help/section_162755359851.html
 */
export function oauth2Authenticator(
  origin: string,
  credentials: OAuth2Credentials,
  clock: Clock,
  askForToken: AskForToken,
): Authenticator {
  const key = privateKey(credentials.privateKeyPem)
  const tokenUrl = `${origin}${TOKEN_PATH}`
  let token: { value: string; renewAt: number } | null = null
  let asking: Promise<void> | null = null

  const ask = async (signal: AbortSignal) => {
    const form = async () => ({
      grant_type: 'client_credentials',
      client_assertion_type: 'urn:ietf:params:oauth:client-assertion-type:jwt-bearer',
      client_assertion: await assertion(credentials, key, tokenUrl, clock),
    })
    const before = clock.now() - Date.now()
    let answer = await askForToken(await form(), signal)
    // Refused because our clock is off? The answer's Date header has corrected it by now.
    if (answer.status !== 200 && clock.now() - Date.now() !== before)
      answer = await askForToken(await form(), signal)
    const granted = TOKEN.safeParse(answer.body)
    if (answer.status !== 200 || !granted.success) throw refusal(answer)
    const { access_token: value, expires_in: seconds } = granted.data
    const early = Math.min(RENEW_BEFORE_MS, seconds * 500)
    token = { value, renewAt: clock.now() + seconds * 1000 - early }
  }

  return {
    prepare: async (signal) => {
      if (token && clock.now() < token.renewAt) return
      // The waiting requests share one question, so it must not end with the first one's signal.
      asking ??= ask(AbortSignal.timeout(60_000)).finally(() => {
        asking = null
      })
      await untilAborted(asking, signal)
    },
    header: () => {
      if (!token) throw new Error('A header was wanted before there was a token.')
      return `Bearer ${token.value}`
    },
    refused: (header) => {
      // Of several requests refused with one token, the first drops it and the others find the next.
      // It is kept until then: a call that is about to be sent is refused and signs in again.
      if (token && header === `Bearer ${token.value}`) token = { ...token, renewAt: 0 }
      return true
    },
  }
}

const TOKEN = z.object({
  access_token: z.string().min(1),
  // Some answers give the number as text.
  expires_in: z.coerce.number().positive(),
})

function assertion(
  credentials: OAuth2Credentials,
  key: KeyObject,
  tokenUrl: string,
  clock: Clock,
): Promise<string> {
  const now = Math.floor(clock.now() / 1000)
  return new SignJWT({ scope: ['rest_webservices', 'restlets'] })
    .setProtectedHeader({ typ: 'JWT', alg: algorithm(key), kid: credentials.certificateId })
    .setIssuer(credentials.clientId)
    .setAudience(tokenUrl)
    .setIssuedAt(now)
    .setExpirationTime(now + ASSERTION_SECONDS)
    .setJti(randomUUID())
    .sign(key)
}

/** NetSuite takes PS256 for RSA keys (not RS256), ES256 to ES512 for elliptic curves. */
function algorithm(key: KeyObject): string {
  if (key.asymmetricKeyType === 'rsa' || key.asymmetricKeyType === 'rsa-pss') return 'PS256'
  const curve = key.asymmetricKeyDetails?.namedCurve
  const found = curve ? CURVES.get(curve) : undefined
  if (found) return found
  throw badKey('is neither an RSA key nor one on the curves P-256, P-384 or P-521')
}

const CURVES = new Map([
  ['prime256v1', 'ES256'],
  ['secp384r1', 'ES384'],
  ['secp521r1', 'ES512'],
])

function privateKey(pem: string): KeyObject {
  try {
    // Keys pasted into one line lose their line breaks to a literal \n.
    return createPrivateKey(pem.replaceAll('\\n', '\n'))
  } catch (cause) {
    throw badKey('cannot be read as PEM', cause)
  }
}

function badKey(why: string, cause?: unknown): NodeError {
  return new NodeError({
    class: 'connection',
    code: 'private-key',
    field: 'privateKeyPem',
    message: `The private key of the NetSuite connection ${why}. Paste the key that belongs to the certificate.`,
    credentials: true,
    cause,
  })
}

function refusal(answer: { status: number; body: unknown }): NodeError {
  const said = SAID.safeParse(answer.body)
  const code = said.success ? said.data.error : `http-${answer.status}`
  if (answer.status >= 500 || answer.status === 429)
    return new NodeError({
      class: answer.status === 429 ? 'rate limit' : 'intermittent',
      code,
      message: `NetSuite gives no access token at the moment. ${TRY_LATER}`,
    })
  return new NodeError({
    class: 'connection',
    code,
    message: `NetSuite refuses the certificate of the connection (${code}). Check client id, certificate id and key, and that the certificate has not expired.`,
    credentials: true,
  })
}

const SAID = z.object({ error: z.string() })

/** The result of `work`, or the signal's reason as soon as it aborts; `work` itself goes on. */
function untilAborted<T>(work: Promise<T>, signal: AbortSignal): Promise<T> {
  return new Promise((resolve, reject) => {
    const abort = () => reject(signal.reason)
    if (signal.aborted) abort()
    else signal.addEventListener('abort', abort, { once: true })
    void work.then(resolve, reject).finally(() => signal.removeEventListener('abort', abort))
  })
}
