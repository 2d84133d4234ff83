import type { MiddlewareHandler } from 'hono'
import type { SandboxEnv } from '../../context.ts'
import type { Account, AccountStore } from '../account/account.ts'
import { createBearerCheck } from './auth-oauth2.ts'
import { createNonces, verifyTba } from './auth-tba.ts'
import { invalidLogin, NetSuiteError } from '../errors.ts'

/** One of NetSuite's services: the scope a token needs for it, and how it refuses a request. */
interface Service {
  scope: 'rest_webservices' | 'restlets'
  /** The answer to credentials that are wrong (401) or cannot be read (400). */
  refuse: (status: 400 | 401, headers: Record<string, string>) => Response
}

/**
 * Lets only signed requests through: an OAuth 2.0 bearer token or an OAuth 1.0a signature. The
 * service is the record service and its like when left out.
 */
export function authenticate(
  store: AccountStore,
  now: () => Date,
  { scope, refuse }: Service = REST_SERVICE,
): MiddlewareHandler<SandboxEnv> {
  const bearer = createBearerCheck(scope)
  const nonces = createNonces()
  return async (c, next) => {
    const account = await store.get()
    const header = c.req.header('authorization') ?? ''
    if (/^Bearer\s/i.test(header)) {
      const verdict = await bearer.check(account, header.replace(/^Bearer\s+/i, '').trim(), now())
      if (verdict === 'good') return next()
      const status = verdict === 'refused' ? 401 : 400
      return refuse(status, bearerChallenge(account, status))
    }
    const request = { method: c.req.method, url: new URL(c.req.url) }
    if (/^OAuth\s/i.test(header) && verifyTba(account, header, request, nonces, now())) {
      return next()
    }
    return refuse(401, {
      'WWW-Authenticate': `OAuth realm="${account.accountId}", error="token_rejected", error_description="Invalid login attempt."`,
    })
  }
}

const REST_SERVICE: Service = {
  scope: 'rest_webservices',
  refuse: (status, headers) => {
    if (status === 401) return invalidLogin().response(headers)
    return new NetSuiteError(400, {
      detail: 'Invalid login attempt.',
      'o:errorCode': 'INVALID_REQUEST',
      'o:errorHeader': 'Authorization',
    }).response(headers)
  },
}

function bearerChallenge(account: Account, status: 400 | 401): Record<string, string> {
  const error = status === 401 ? 'invalid_token' : 'invalid_request'
  return {
    'WWW-Authenticate': `Bearer realm="${account.accountId}", error="${error}", error_description="Invalid login attempt."`,
  }
}
