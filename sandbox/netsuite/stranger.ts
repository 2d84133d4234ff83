import { createHmac } from 'node:crypto'
import OAuth from 'oauth-1.0a'
import { z } from 'zod'
import type { Credentials } from './test-server.ts'

/** How a client that knows nothing of this repository calls: signed by the library most of them use. */
export interface Stranger {
  /** `signedUrl` = what the signature covers, where a client signs another address than it calls. */
  call: (
    method: string,
    url: string,
    options?: { body?: string; headers?: Record<string, string>; signedUrl?: string },
  ) => Promise<StrangerAnswer>
}

interface StrangerAnswer {
  status: number
  headers: Headers
  text: string
  body: Record<string, unknown>
}

/** A client that signs by token-based authentication. For tests. */
export function tbaStranger({ accountId, tba }: Credentials): Stranger {
  const oauth = new OAuth({
    consumer: { key: tba.consumerKey, secret: tba.consumerSecret },
    realm: accountId,
    signature_method: 'HMAC-SHA256',
    nonce_length: 20,
    hash_function: (base, key) => createHmac('sha256', key).update(base).digest('base64'),
  })
  return {
    call: async (method, url, { body, headers, signedUrl = url } = {}) => {
      const token = { key: tba.tokenId, secret: tba.tokenSecret }
      const signed = oauth.toHeader(oauth.authorize({ url: signedUrl, method }, token))
      const response = await fetch(url, {
        method,
        headers: { ...signed, ...headers },
        ...(body === undefined ? {} : { body }),
      })
      const text = await response.text()
      const parsed: unknown = text === '' ? {} : JSON.parse(text)
      return {
        status: response.status,
        headers: response.headers,
        text,
        body: z.record(z.string(), z.unknown()).parse(parsed),
      }
    },
  }
}
