import { randomUUID } from 'node:crypto'

/**
 * A refusal in Stripe's own shape (https://docs.stripe.com/api/errors). `status` is the HTTP
 * status; the message and the code follow Stripe's, because clients match on them.
 */
export class StripeError extends Error {
  override name = 'StripeError'
  readonly status: number
  readonly fields: ErrorFields

  constructor(status: number, message: string, fields: ErrorFields = {}) {
    super(message)
    this.status = status
    this.fields = fields
  }

  /** The JSON body of the answer. */
  body(): { error: object } {
    const { type = 'invalid_request_error', code, ...rest } = this.fields
    const codes = code === undefined ? {} : { code, doc_url: documentation(code) }
    const log = `https://dashboard.stripe.com/test/logs/req_${randomUUID().slice(0, 8)}`
    return { error: { ...codes, message: this.message, ...rest, request_log_url: log, type } }
  }
}

/** The refusal for an id that names nothing; 404 for the id in the path, 400 for one in the body. */
export function missing(what: string, id: string, param: string, status: 400 | 404): StripeError {
  return new StripeError(status, `No such ${what}: '${id}'`, { code: 'resource_missing', param })
}

/**
 * What Stripe answers with a bare HTTP status, for faults that somebody set: the too-many-requests
 * shape for 429 (or the one of a locked object, `lock_timeout`), the server's own trouble for 5xx,
 * an invalid request for all others.
 */
export function errorForStatus(status: number, code?: string): StripeError {
  if (code === 'lock_timeout') {
    const message =
      'This object cannot be accessed right now because another API request or Stripe process is currently accessing it. If you see this error intermittently, retry the request. If you see this error frequently and are making multiple concurrent requests to a single object, make your requests serially or at a lower rate. For more details, see https://stripe.com/docs/rate-limits#object-lock-timeouts.'
    return new StripeError(status, message, { code })
  }
  if (status === 429) {
    const message =
      'Request rate limit exceeded. Learn more about rate limits here https://stripe.com/docs/rate-limits.'
    return new StripeError(429, message, { code: 'rate_limit' })
  }
  if (status >= 500) {
    const message =
      'An unknown error occurred. Try again, or contact us at https://support.stripe.com/ if the problem persists.'
    return new StripeError(status, message, { type: 'api_error' })
  }
  return new StripeError(status, 'The request was refused.', code === undefined ? {} : { code })
}

function documentation(code: string): string {
  return `https://stripe.com/docs/error-codes/${code.replaceAll('_', '-')}`
}

interface ErrorFields {
  type?: 'api_error' | 'card_error' | 'idempotency_error' | 'invalid_request_error'
  code?: string
  param?: string
  charge?: string
  decline_code?: string
  payment_intent?: object
  payment_method?: object
}
