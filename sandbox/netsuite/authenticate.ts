import type { MiddlewareHandler } from 'hono'
import type { SandboxEnv } from '../context.ts'
import type { Account, AccountStore } from './account.ts'
import { createBearerCheck } from './auth-oauth2.ts'
import { createNonces, verifyTba } from './auth-tba.ts'
import { invalidLogin, NetSuiteError } from './errors.ts'

/** Lets only signed requests through: an OAuth 2.0 bearer token or an OAuth 1.0a signature. */
export function authenticate(store: AccountStore, now: () => Date): MiddlewareHandler<SandboxEnv> {
  const bearer = createBearerCheck()
  const nonces = createNonces()
  return async (c, next) => {
    const account = await store.get()
    const header = c.req.header('authorization') ?? ''
    if (/^Bearer\s/i.test(header)) {
      const verdict = await bearer.check(account, header.replace(/^Bearer\s+/i, '').trim(), now())
      if (verdict === 'good') return next()
      return refuseBearer(account, verdict)
    }
    const request = { method: c.req.method, url: new URL(c.req.url) }
    if (/^OAuth\s/i.test(header) && verifyTba(account, header, request, nonces, now())) {
      return next()
    }
    return invalidLogin().response({
      'WWW-Authenticate': `OAuth realm="${account.accountId}", error="token_rejected", error_description="Invalid login attempt."`,
    })
  }
}

function refuseBearer(account: Account, verdict: 'refused' | 'malformed'): Response {
  const challenge = (error: string) => ({
    'WWW-Authenticate': `Bearer realm="${account.accountId}", error="${error}", error_description="Invalid login attempt."`,
  })
  if (verdict === 'refused') return invalidLogin().response(challenge('invalid_token'))
  return new NetSuiteError(400, {
    detail: 'Invalid login attempt.',
    'o:errorCode': 'INVALID_REQUEST',
    'o:errorHeader': 'Authorization',
  }).response(challenge('invalid_request'))
}
