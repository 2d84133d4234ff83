import type { NetSuiteError } from '../errors.ts'

/**
 * An answer other than success of a RESTlet, in the shape RESTlets have
 * (https://docs.oracle.com/en/cloud/saas/netsuite/ns-online-help/section_4634920277.html).
 */
export class RestletError extends Error {
  readonly code: string
  readonly status: number

  constructor(code: string, message: string, status = 400) {
    super(message)
    this.name = 'RestletError'
    this.code = code
    this.status = status
  }

  response(headers: Record<string, string> = {}): Response {
    const body = { error: { code: this.code, message: this.message } }
    return new Response(JSON.stringify(body), {
      status: this.status,
      headers: { 'Content-Type': 'application/json;charset=utf-8', ...headers },
    })
  }
}

/** What a script answers when a rule of NetSuite's stops it. */
export function restletErrorOf(error: NetSuiteError): RestletError {
  const [first] = error.details
  const detail = first?.detail ?? error.message
  // The opening belongs to the record service; SuiteScript gives the rule alone.
  const message = detail.replace(/^Error while accessing a resource\. /, '')
  return new RestletError(first?.['o:errorCode'] ?? 'UNEXPECTED_ERROR', message)
}

/** The error that goes with an HTTP status by itself: for faults, limits and sign-in. */
export function restletErrorOfStatus(status: number): RestletError {
  if (status === 401) {
    return new RestletError('INVALID_LOGIN_ATTEMPT', 'Invalid login attempt.', 401)
  }
  // Over the limit RESTlets answer 400, not 429.
  if (status === 429) {
    return new RestletError(
      'SSS_REQUEST_LIMIT_EXCEEDED',
      'The maximum number of requests allowed at the same time has been exceeded. Try again later.',
    )
  }
  if (status === 403) {
    return new RestletError(
      'INSUFFICIENT_PERMISSION',
      'You do not have privileges to view this page.',
      403,
    )
  }
  if (status >= 500) {
    return new RestletError('UNEXPECTED_ERROR', 'An unexpected error has occurred.', status)
  }
  return new RestletError('SSS_INVALID_REQUEST', 'The request could not be understood.', status)
}
