import { randomUUID } from 'node:crypto'
import { decodeProtectedHeader, importPKCS8, importSPKI, jwtVerify, SignJWT } from 'jose'
import { z } from 'zod'
import { publicOrigin, type Account } from '../account/account.ts'

export const TOKEN_PATH = '/services/rest/auth/oauth2/v1/token'

/** Seconds an access token lives. */
const LIFETIME = 3600

/** An OAuth 2.0 error answer (RFC 6749 section 5.2). */
interface TokenRefusal {
  status: 400 | 401
  error:
    | 'invalid_request'
    | 'invalid_client'
    | 'invalid_grant'
    | 'invalid_scope'
    | 'unsupported_grant_type'
}

type TokenAnswer = { access_token: string; expires_in: number; token_type: 'Bearer' } | TokenRefusal

/**
 * Client credentials with a signed assertion (RFC 7523): verifies it against the account's
 * certificates and gives an access token. `origin` = the address this server was called at, which
 * is accepted as audience beside the account's public one.
 */
export async function grantToken(
  account: Account,
  form: URLSearchParams,
  origin: string,
  now: Date,
): Promise<TokenAnswer> {
  if (form.get('grant_type') !== 'client_credentials') {
    return refuse(form.has('grant_type') ? 'unsupported_grant_type' : 'invalid_request')
  }
  const assertion = form.get('client_assertion')
  if (form.get('client_assertion_type') !== ASSERTION_TYPE || !assertion) {
    return refuse('invalid_request')
  }
  const payload = await verifiedAssertion(account, assertion, origin, now)
  if (!payload) return refuse('invalid_grant')
  if (payload.iss !== account.clientId) return { status: 401, error: 'invalid_client' }
  const scope = typeof payload.scope === 'string' ? payload.scope.split(/[\s,]+/) : payload.scope
  if (scope.length === 0 || scope.some((name) => !SCOPES.has(name))) return refuse('invalid_scope')
  const key = await importPKCS8(account.tokenKeys.privateKeyPem, 'PS256')
  const issued = Math.floor(now.getTime() / 1000)
  const token = await new SignJWT({ scope })
    .setProtectedHeader({ alg: 'PS256', typ: 'JWT', kid: `${account.accountId}.tokens` })
    .setSubject('3;5')
    .setIssuer(ISSUER)
    .setAudience([account.clientId, 'app:1'])
    .setIssuedAt(issued)
    .setExpirationTime(issued + LIFETIME)
    .setJti(randomUUID())
    .sign(key)
  return { access_token: token, expires_in: LIFETIME, token_type: 'Bearer' }
}

/** Verifies access tokens; one that was good is remembered until it expires. */
interface BearerCheck {
  /** `malformed` = not a JWT at all. */
  check: (account: Account, token: string, now: Date) => Promise<'good' | 'refused' | 'malformed'>
}

/** `scope` = the one a token needs. */
export function createBearerCheck(scope = 'rest_webservices'): BearerCheck {
  const good = new Map<string, number>()
  return {
    check: async (account, token, now) => {
      const expires = good.get(token)
      if (expires !== undefined && now.getTime() < expires) return 'good'
      good.delete(token)
      if (token.split('.').length !== 3) return 'malformed'
      try {
        const key = await importSPKI(account.tokenKeys.publicKeyPem, 'PS256')
        const { payload } = await jwtVerify(token, key, {
          algorithms: ['PS256'],
          issuer: ISSUER,
          audience: account.clientId,
          currentDate: now,
        })
        const { exp, scope: granted } = accessSchema.parse(payload)
        if (!granted.includes(scope)) return 'refused'
        if (good.size > 1000) good.clear()
        good.set(token, exp * 1000)
        return 'good'
      } catch {
        return 'refused'
      }
    },
  }
}

const ASSERTION_TYPE = 'urn:ietf:params:oauth:client-assertion-type:jwt-bearer'
const ISSUER = 'https://system.netsuite.com'
const SCOPES = new Set(['restlets', 'rest_webservices', 'suite_analytics'])
/** RS256 is missing on purpose: NetSuite refuses it. */
const ALGORITHMS = ['PS256', 'PS384', 'PS512', 'ES256', 'ES384', 'ES512']

const assertionSchema = z.object({
  iss: z.string(),
  scope: z.union([z.string(), z.array(z.string())]),
  iat: z.number(),
  exp: z.number(),
})

const accessSchema = z.object({ exp: z.number(), scope: z.array(z.string()) })

async function verifiedAssertion(account: Account, assertion: string, origin: string, now: Date) {
  try {
    const { kid, alg } = decodeProtectedHeader(assertion)
    const certificate = account.certificates.find(({ id }) => id === kid)
    if (!certificate || !alg || !ALGORITHMS.includes(alg)) return null
    const key = await importSPKI(certificate.publicKeyPem, alg)
    const { payload } = await jwtVerify(assertion, key, {
      algorithms: ALGORITHMS,
      audience: [`${publicOrigin(account.accountId)}${TOKEN_PATH}`, `${origin}${TOKEN_PATH}`],
      currentDate: now,
    })
    const claims = assertionSchema.parse(payload)
    return claims.exp - claims.iat <= LIFETIME ? claims : null
  } catch {
    return null
  }
}

const refuse = (error: TokenRefusal['error']): TokenRefusal => ({ status: 400, error })
