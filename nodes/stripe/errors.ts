import Stripe from 'stripe'
import type { ErrorClass } from '../errors.ts'
import { NodeError } from '../errors.ts'
import type { Exchange } from '../http/exchanges.ts'
import { retryAfterMs } from '../http/retry-after.ts'

/** What is known about the request that failed. */
export interface FailedCall {
  /** GET requests change nothing: their outcome does not matter. */
  reading: boolean
  exchange: Exchange | undefined
}

/**
 * Makes a NodeError of what the Stripe SDK threw: class, Stripe's code, the parameter at fault and a
 * sentence. What is neither the SDK's nor ours, such as a cancelled run, is thrown on. https://docs.stripe.com/error-handling, https://docs.stripe.com/error-codes
 */
export function stripeError(thrown: unknown, call: FailedCall): NodeError {
  const own = nodeErrorWithin(thrown)
  if (own) return own
  if (!(thrown instanceof Stripe.errors.StripeError)) throw thrown
  const found = classify(thrown)
  return new NodeError({
    class: found.class,
    message: found.message,
    code: thrown.code ?? thrown.rawType,
    field: thrown.param,
    retryAfterMs: retryAfterMs(thrown.headers?.['retry-after']),
    credentials: thrown.statusCode === 401,
    outcomeUnknown: found.class === 'intermittent' && !call.reading,
    exchange: call.exchange,
    cause: thrown,
  })
}

function classify(error: Stripe.errors.StripeError): { class: ErrorClass; message: string } {
  const said = error.message
  switch (error.statusCode) {
    case 401:
      return {
        class: 'connection',
        message: 'Stripe refuses the secret key. Enter a valid key in the connection.',
      }
    case 403:
      return {
        class: 'connection',
        message: `The Stripe key may not do this: ${said} Give the key this permission in Stripe under Developers → API keys.`,
      }
    case 402:
      return { class: 'value', message: `Stripe could not take the payment: ${said}` }
    case 404:
      return { class: 'missing', message: `Stripe does not have it (any more): ${said}` }
    case 409:
      return {
        class: 'intermittent',
        message: 'Stripe is still working on the same request. It is tried again by itself.',
      }
    case 429:
      return {
        class: 'rate limit',
        message:
          error.code === 'lock_timeout'
            ? 'Somebody else is changing the same object in Stripe just now. It is tried again by itself.'
            : 'Stripe asks us to slow down. It is tried again by itself.',
      }
    default:
      return classifyByCode(error)
  }
}

function classifyByCode(error: Stripe.errors.StripeError): { class: ErrorClass; message: string } {
  const said = error.message
  if (error.rawType === 'idempotency_error')
    return {
      class: 'internal',
      message: `Stripe has seen this request before with other content: ${said}`,
    }
  if (error.code === 'resource_missing')
    return { class: 'missing', message: `Stripe does not have it (any more): ${said}` }
  if (error.statusCode === undefined || error.statusCode >= 500)
    return {
      class: 'intermittent',
      message: 'Stripe has a problem of its own at the moment. It is tried again by itself.',
    }
  return { class: 'value', message: `Stripe does not accept the request: ${said}` }
}

/** Our transport's error when the SDK has wrapped it. */
function nodeErrorWithin(thrown: unknown): NodeError | undefined {
  if (thrown instanceof NodeError) return thrown
  if (thrown instanceof Stripe.errors.StripeError && thrown.detail instanceof NodeError)
    return thrown.detail
  return undefined
}
