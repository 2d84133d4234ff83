import { StripeError } from './errors.ts'

/**
 * Lets test keys in, secret (`sk_test_…`) or restricted (`rk_test_…`), as bearer token or as the
 * user name of basic authentication (https://docs.stripe.com/api/authentication); throws Stripe's
 * 401 for everything else.
 */
export function authenticate(header: string | undefined): void {
  const key = keyOf(header ?? '')
  if (key === null || key === '') {
    const message =
      "You did not provide an API key. You need to provide your API key in the Authorization header, using Bearer auth (e.g. 'Authorization: Bearer YOUR_SECRET_KEY'). See https://stripe.com/docs/api#authentication for details, or we can help at https://support.stripe.com/."
    throw new StripeError(401, message)
  }
  if (!/^[sr]k_test_\w+$/.test(key)) {
    throw new StripeError(401, `Invalid API Key provided: ${masked(key)}`)
  }
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
