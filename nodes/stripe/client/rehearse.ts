import { Rehearsed } from '../../rehearsal.ts'
import type { StripeCall } from './calls.ts'

/**
 * Stands in for the calls of the writing half: says what would be sent, by throwing Rehearsed.
 * `origin` such as `https://api.stripe.com`.
 */
export function rehearsingCall(origin: string): StripeCall {
  return (method, path, { params }) =>
    Promise.reject(
      new Rehearsed({
        method,
        url: `${origin}${path}`,
        ...(params === undefined ? {} : { body: params }),
      }),
    )
}
