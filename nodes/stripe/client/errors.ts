import Stripe from 'stripe'
import type { ErrorClass } from '../../errors.ts'
import { NodeError, TRY_LATER } from '../../errors.ts'
import type { Exchange } from '../../http/exchanges.ts'
import { retryAfterMs } from '../../http/retry-after.ts'

/** What is known about the request that failed. */
export interface FailedCall {
  /** GET requests change nothing: their outcome does not matter. */
  reading: boolean
  exchange: Exchange | undefined
}

/** Code of "the key may not do this": the key works, but lacks a permission. */
export const NOT_ALLOWED = 'permission'

/**
 * Makes a NodeError of what the Stripe SDK threw: class, Stripe's code, the parameter at fault and a
 * sentence. What is neither the SDK's nor ours, such as a cancelled run, is thrown on.
 * https://docs.stripe.com/error-handling, https://docs.stripe.com/error-codes
 */
export function stripeError(thrown: unknown, call: FailedCall): NodeError {
  const own = nodeErrorWithin(thrown)
  if (own) return own
  if (!(thrown instanceof Stripe.errors.StripeError)) throw thrown
  const found = classify(thrown)
  return new NodeError({
    class: found.class,
    message: found.message,
    code: found.code ?? thrown.code ?? thrown.rawType,
    field: thrown.param,
    retryAfterMs: retryAfterMs(thrown.headers?.['retry-after']),
    credentials: found.credentials,
    outcomeUnknown: found.class === 'intermittent' && !call.reading,
    exchange: call.exchange,
    cause: thrown,
  })
}

interface Classified {
  class: ErrorClass
  message: string
  code?: string
  credentials?: boolean
}

function classify(error: Stripe.errors.StripeError): Classified {
  switch (error.statusCode) {
    case 401:
      return {
        class: 'connection',
        credentials: true,
        message:
          error.code === 'api_key_expired'
            ? 'The Stripe key has expired. Enter the new one in the connection.'
            : 'Stripe refuses the secret key. Enter a valid key in the connection.',
      }
    case 403:
      return notAllowed(error)
    case 402:
      return { class: 'value', message: declined(error) }
    case 404:
      return notThere(error)
    case 409:
      return {
        class: 'intermittent',
        message: `Stripe is still working on the same request. ${TRY_LATER}`,
      }
    case 424:
      return {
        class: 'intermittent',
        message: `A service that Stripe depends on has failed. ${TRY_LATER}`,
      }
    case 429:
      return tooMany(error)
    default:
      return classifyByCode(error)
  }
}

function classifyByCode(error: Stripe.errors.StripeError): Classified {
  const said = error.message
  if (error.rawType === 'idempotency_error')
    return {
      class: 'internal',
      message: `Stripe has seen this request before with other content: ${said}`,
    }
  if (error.code === 'rate_limit' || error.code === 'lock_timeout') return tooMany(error)
  if (error.code === 'resource_missing') return notThere(error)
  if (error.statusCode === undefined || error.statusCode >= 500) return brokenAnswer()
  const cure = CURES.find(([code]) => code === error.code)?.[1]
  if (cure) return { class: 'value', message: `${cure} Stripe says: ${said}` }
  if (/combine currencies|currency of the (customer|invoice)/i.test(said))
    return {
      class: 'value',
      code: 'currency_conflict',
      message: `This Stripe customer already uses another currency, and Stripe keeps one currency per customer here. Give the customer a second Stripe customer for this currency, or correct the currency. Stripe says: ${said}`,
    }
  return { class: 'value', message: `Stripe does not accept the request: ${said}` }
}

/** What to do about the refusals that people meet. https://docs.stripe.com/error-codes */
const CURES: readonly (readonly [string, string])[] = [
  ['parameter_missing', 'A field that Stripe needs is missing: add it to the mapping.'],
  ['parameter_unknown', 'Stripe does not know this field: take it out of the mapping.'],
  ['parameter_invalid_empty', 'A field is empty that must not be: correct the mapping.'],
  ['parameter_invalid_integer', 'An amount or a number must be whole: correct the mapping.'],
  ['parameter_invalid_string_blank', 'A text is blank that must not be: correct the mapping.'],
  ['parameter_invalid_string_empty', 'A text is empty that must not be: correct the mapping.'],
  ['email_invalid', 'This is not an email address: correct it in the record, then retry.'],
  ['tax_id_invalid', 'Stripe does not accept this tax number: correct it or its type, then retry.'],
  ['invoice_not_editable', 'The invoice is no draft any more and cannot be changed in this way.'],
  ['invoice_no_customer_line_items', 'The invoice has no lines: add one, then retry.'],
  [
    'invoice_payment_intent_requires_action',
    'The customer must confirm the payment first: send the payment page again.',
  ],
  ['charge_already_refunded', 'The payment has been refunded in full already: resolve this error.'],
  [
    'amount_too_small',
    'The amount is below the least that Stripe can charge: collect it elsewhere.',
  ],
  ['amount_too_large', 'The amount is above the most that Stripe can charge: split it.'],
  ['invalid_currency', 'Stripe does not know this currency: correct it in the record.'],
  ['invalid_charge_amount', 'This amount cannot be charged: correct it in the record.'],
  ['balance_insufficient', 'The Stripe balance does not cover this: add funds, then retry.'],
]

function notAllowed(error: Stripe.errors.StripeError): Classified {
  const lacking = /permission/i.test(error.message)
  return {
    class: 'connection',
    code: lacking ? NOT_ALLOWED : 'forbidden',
    // One permission that is lacking does not stop the flows that do without it.
    credentials: !lacking,
    message: lacking
      ? `The Stripe key may not do this: ${error.message} Give the key this permission in Stripe under Developers → API keys.`
      : `Stripe does not let this key in: ${error.message} Check the key and where it may be used from in Stripe under Developers → API keys.`,
  }
}

function declined(error: Stripe.errors.StripeError): string {
  return `Stripe could not take the payment: ${error.message} Ask the customer for another way to pay.`
}

function notThere(error: Stripe.errors.StripeError): Classified {
  const said = error.message
  if (/live mode|test mode/i.test(said))
    return {
      class: 'missing',
      code: 'wrong_mode',
      message: `It exists in Stripe's other mode only: ${said} Use the connection of that mode, or correct the id.`,
    }
  return {
    class: 'missing',
    message: `Stripe does not have it (any more): ${said} Check the id and that the connection is of the right account.`,
  }
}

function tooMany(error: Stripe.errors.StripeError): Classified {
  return {
    class: 'rate limit',
    message:
      error.code === 'lock_timeout'
        ? `Somebody else is changing the same object in Stripe just now. ${TRY_LATER}`
        : `Stripe asks us to slow down. ${TRY_LATER}`,
  }
}

function brokenAnswer(): Classified {
  return {
    class: 'intermittent',
    message: `Stripe has a problem of its own at the moment. ${TRY_LATER}`,
  }
}

/** Our transport's error when the SDK has wrapped it. */
function nodeErrorWithin(thrown: unknown): NodeError | undefined {
  if (thrown instanceof NodeError) return thrown
  if (thrown instanceof Stripe.errors.StripeError && thrown.detail instanceof NodeError)
    return thrown.detail
  return undefined
}
