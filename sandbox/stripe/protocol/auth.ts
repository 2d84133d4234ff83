import { ACCOUNT } from '../account.ts'
import { StripeError } from './errors.ts'
import type { ApiKeys } from './keys.ts'
import { neededFor, type Access } from './permissions.ts'

/**
 * Lets keys in, as bearer token or as the user name of basic authentication
 * (https://docs.stripe.com/api/authentication): every secret test key (`sk_test_…`) that was not
 * taken back, and restricted ones (`rk_test_…`) that were made here, to what they are allowed.
 * Throws Stripe's 401 and 403 for everything else.
 */
export async function authenticate(
  keys: ApiKeys,
  header: string | undefined,
  call: { method: string; path: string },
  now: Date,
): Promise<void> {
  const key = keyOf(header ?? '')
  if (key === null || key === '') {
    const message =
      "You did not provide an API key. You need to provide your API key in the Authorization header, using Bearer auth (e.g. 'Authorization: Bearer YOUR_SECRET_KEY'). See https://stripe.com/docs/api#authentication for details, or we can help at https://support.stripe.com/."
    throw new StripeError(401, message)
  }
  const known = await keys.find(key)
  const good = known ? known.revoked === null : /^sk_test_\w+$/.test(key)
  if (!good) throw new StripeError(401, `Invalid API Key provided: ${masked(key)}`)
  if (known?.expires && known.expires <= now) {
    const message = `Expired API Key provided: ${masked(key)}`
    throw new StripeError(401, message, { code: 'api_key_expired' })
  }
  if (known?.permissions) checkPermission(key, known.permissions, call)
}

function checkPermission(
  key: string,
  permissions: Record<string, Access>,
  call: { method: string; path: string },
): void {
  const needed = neededFor(call.method, call.path)
  if (!needed) return
  const { resource, access } = needed
  const granted = permissions[resource.name] ?? 'none'
  if (granted === 'write' || granted === access) return
  const level = access === 'read' ? 'Read' : 'Write'
  const message = `The provided key '${masked(key)}' does not have the required permissions for this endpoint on account '${ACCOUNT.id}'. Enabling ${resource.name} ${level} ('${resource.permission}_${access}') permissions on this key would allow this request to continue. You can edit permissions at https://dashboard.stripe.com/${ACCOUNT.id}/test/apikeys.`
  throw new StripeError(403, message)
}

function keyOf(header: string): string | null {
  const [scheme = '', value = ''] = header.split(/ +/, 2)
  if (scheme.toLowerCase() === 'bearer') return value
  if (scheme.toLowerCase() !== 'basic') return null
  return Buffer.from(value, 'base64').toString('utf8').split(':')[0] ?? null
}

function masked(key: string): string {
  return key.length <= 12 ? '*'.repeat(key.length) : `${key.slice(0, 8)}***${key.slice(-4)}`
}
