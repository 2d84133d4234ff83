import { createHmac, timingSafeEqual } from 'node:crypto'
import { publicOrigin, publicRestletOrigin, type Account } from '../account/account.ts'

/** What an OAuth 1.0a signature is made of. `parameters` = query and `oauth_*`, decoded. */
interface SignedRequest {
  method: string
  url: URL
  parameters: [string, string][]
  consumerSecret: string
  tokenSecret: string
}

/**
 * The HMAC-SHA256 signature of a request, base64 (RFC 5849 section 3.4; the base string leaves out
 * `realm`, `oauth_signature`, JSON bodies and default ports).
 */
export function tbaSignature(request: SignedRequest): string {
  const normalised = request.parameters
    .map(([name, value]) => [encode(name), encode(value)] as const)
    .sort((a, b) => compare(a[0], b[0]) || compare(a[1], b[1]))
    .map(([name, value]) => `${name}=${value}`)
    .join('&')
  const target = `${request.url.origin}${request.url.pathname}`
  const base = [request.method.toUpperCase(), target, normalised].map(encode).join('&')
  const key = `${encode(request.consumerSecret)}&${encode(request.tokenSecret)}`
  return createHmac('sha256', key).update(base).digest('base64')
}

/** Remembers nonces for as long as their timestamps are acceptable; in memory, since a restart outlives few. */
interface Nonces {
  /** True the first time this nonce is seen. */
  use: (nonce: string, now: Date) => boolean
}

export function createNonces(): Nonces {
  const seen = new Map<string, number>()
  return {
    use: (nonce, now) => {
      const forget = now.getTime() - 2 * WINDOW_MS
      for (const [old, at] of seen) {
        if (at >= forget) break
        seen.delete(old)
      }
      if (seen.has(nonce)) return false
      seen.set(nonce, now.getTime())
      return true
    },
  }
}

/**
 * Whether an `Authorization: OAuth …` header signs this request with the account's token. The
 * signature may cover the URL really received or the account's public one: clients that fix the
 * NetSuite host sign that even when a proxy brings them here.
 */
export function verifyTba(
  account: Account,
  header: string,
  request: { method: string; url: URL },
  nonces: Nonces,
  now: Date,
): boolean {
  const given = parseHeader(header)
  const get = (name: string) => given.get(name) ?? ''
  if (get('oauth_signature_method') !== 'HMAC-SHA256') return false
  if (given.has('oauth_version') && get('oauth_version') !== '1.0') return false
  if (get('realm').toUpperCase() !== account.accountId) return false
  if (get('oauth_consumer_key') !== account.tba.consumerKey) return false
  if (get('oauth_token') !== account.tba.tokenId) return false
  const age = now.getTime() - Number(get('oauth_timestamp')) * 1000
  if (!(Math.abs(age) <= WINDOW_MS)) return false
  const oauth = [...given].filter(([name]) => name !== 'realm' && name !== 'oauth_signature')
  const query = [...request.url.searchParams]
  const publicUrls = [publicOrigin(account.accountId), publicRestletOrigin(account.accountId)].map(
    (origin) => new URL(`${origin}${request.url.pathname}${request.url.search}`),
  )
  const signed = [request.url, ...publicUrls].some((url) =>
    same(
      get('oauth_signature'),
      tbaSignature({
        method: request.method,
        url,
        parameters: [...query, ...oauth],
        consumerSecret: account.tba.consumerSecret,
        tokenSecret: account.tba.tokenSecret,
      }),
    ),
  )
  // Only a signed nonce counts as used, or strangers could burn other people's.
  return signed && nonces.use(get('oauth_nonce'), now)
}

const WINDOW_MS = 5 * 60_000

function parseHeader(header: string): Map<string, string> {
  const pairs = header.replace(/^OAuth\s+/i, '').matchAll(/([a-z_]+)\s*=\s*"([^"]*)"/gi)
  return new Map([...pairs].map(([, name = '', value = '']) => [name, decode(value)]))
}

function decode(value: string): string {
  try {
    return decodeURIComponent(value)
  } catch {
    return value
  }
}

const encode = (value: string): string =>
  encodeURIComponent(value).replace(
    /[!'()*]/g,
    (sign) => `%${sign.charCodeAt(0).toString(16).toUpperCase()}`,
  )

const compare = (a: string, b: string): number => (a < b ? -1 : a > b ? 1 : 0)

function same(a: string, b: string): boolean {
  const left = Buffer.from(a)
  const right = Buffer.from(b)
  return left.length === right.length && timingSafeEqual(left, right)
}
