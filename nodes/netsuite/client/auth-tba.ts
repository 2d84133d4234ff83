import { createHmac, randomBytes } from 'node:crypto'
import OAuth from 'oauth-1.0a'
import type { Clock } from './clock.ts'
import type { TbaCredentials } from './settings.ts'

/** How requests to NetSuite are signed, whatever the method of sign-in. */
export interface Authenticator {
  /** Gets ready what a header needs, such as a token; may ask NetSuite. */
  prepare(signal: AbortSignal): Promise<void>
  /** The Authorization header for one request. */
  header(request: { method: string; url: string }): string
  /** NetSuite has refused this header: true when another one is worth a try. */
  refused(header: string): boolean
}

/**
 * Token-based authentication: OAuth 1.0a with HMAC-SHA256 (RFC 5849 with the newer hash). The realm is
 * the account id in its upper case form with underscores and is not signed; query parameters are
 * signed, JSON bodies are not.
 * https://docs.oracle.com/en/cloud/saas/netsuite/ns-online-help/section_1534941088.html
 */
export function tbaAuthenticator(
  accountId: string,
  credentials: TbaCredentials,
  clock: Clock,
  makeNonce: () => string = () => randomBytes(16).toString('hex'),
): Authenticator {
  const oauth = new OAuth({
    consumer: { key: credentials.consumerKey, secret: credentials.consumerSecret },
    signature_method: 'HMAC-SHA256',
    hash_function: (base, key) => createHmac('sha256', key).update(base).digest('base64'),
    realm: accountId.toUpperCase().replaceAll('-', '_'),
  })
  oauth.getTimeStamp = () => Math.floor(clock.now() / 1000)
  oauth.getNonce = makeNonce
  const token = { key: credentials.tokenId, secret: credentials.tokenSecret }
  return {
    prepare: () => Promise.resolve(),
    header: (request) => oauth.toHeader(oauth.authorize(request, token)).Authorization,
    refused: () => false,
  }
}
