import { randomBytes } from 'node:crypto'

/** One entry of `o:errorDetails`, with NetSuite's own property names. */
interface ErrorDetail {
  detail: string
  'o:errorCode': string
  'o:errorPath'?: string
  'o:errorHeader'?: string
  'o:errorQueryParam'?: string
  'o:errorUrl'?: string
}

/**
 * An answer other than success, in NetSuite's error shape
 * (https://docs.oracle.com/en/cloud/saas/netsuite/ns-online-help/section_156570709583.html).
 */
export class NetSuiteError extends Error {
  readonly status: number
  readonly details: ErrorDetail[]

  constructor(status: number, ...details: ErrorDetail[]) {
    super(details[0]?.detail ?? titleOf(status))
    this.name = 'NetSuiteError'
    this.status = status
    this.details = details
  }

  response(headers: Record<string, string> = {}): Response {
    const body = {
      type: typeOf(this.status),
      title: titleOf(this.status),
      status: this.status,
      // Documented oddity: above the concurrency limit the code stands at the top as well.
      ...(this.status === 429 ? { 'o:errorCode': 'USER_ERROR' } : {}),
      'o:errorDetails': this.details,
    }
    return new Response(JSON.stringify(body), {
      status: this.status,
      headers: { 'Content-Type': 'application/vnd.oracle.resource+json; type=error', ...headers },
    })
  }
}

/** A business rule refused the record. `rule` is the sentence after NetSuite's usual opening. */
export function userError(rule: string, path?: string): NetSuiteError {
  return new NetSuiteError(400, {
    detail: `Error while accessing a resource. ${rule}`,
    'o:errorCode': 'USER_ERROR',
    ...(path === undefined ? {} : { 'o:errorPath': path }),
  })
}

/** Mandatory fields are empty; `labels` are the names a person sees on the form. */
export function missingValue(label: string, path: string): NetSuiteError {
  return userError(`Please enter value(s) for: ${label}.`, path)
}

/** A value of the wrong type, or a reference to a record that does not exist. */
export function invalidFieldValue(value: unknown, field: string, path: string): NetSuiteError {
  return new NetSuiteError(400, {
    detail: `Error while accessing a resource. You have entered an Invalid Field Value ${shown(value)} for the following field: ${field}`,
    'o:errorCode': 'INVALID_CONTENT',
    'o:errorPath': path,
  })
}

/** The request body cannot be understood. */
export function invalidContent(detail: string, path?: string): NetSuiteError {
  return new NetSuiteError(400, {
    detail,
    'o:errorCode': 'INVALID_CONTENT',
    ...(path === undefined ? {} : { 'o:errorPath': path }),
  })
}

/** A query parameter is wrong. */
export function invalidParameter(detail: string, parameter: string): NetSuiteError {
  return new NetSuiteError(400, {
    detail,
    'o:errorCode': 'INVALID_PARAMETER',
    'o:errorQueryParam': parameter,
  })
}

/** No such record, record type or sub-resource. */
export function notFound(
  detail = 'The record instance does not exist. Provide a valid record instance ID.',
  path?: string,
): NetSuiteError {
  return new NetSuiteError(404, {
    detail,
    'o:errorCode': 'NONEXISTENT_ID',
    ...(path === undefined ? {} : { 'o:errorUrl': path }),
  })
}

/** The credentials are refused. */
export function invalidLogin(): NetSuiteError {
  return new NetSuiteError(401, {
    detail:
      'Invalid login attempt. For more details, see the Login Audit Trail in the NetSuite UI at Setup > Users/Roles > User Management > View Login Audit Trail.',
    'o:errorCode': 'INVALID_LOGIN',
  })
}

/** The error NetSuite gives for an HTTP status by itself: used for faults and for the unforeseen. */
export function errorOfStatus(status: number): NetSuiteError {
  if (status === 401) return invalidLogin()
  if (status === 404) return notFound()
  if (status === 403) {
    return new NetSuiteError(403, {
      detail: 'Your current role does not have permission to perform this action.',
      'o:errorCode': 'INSUFFICIENT_PERMISSION',
    })
  }
  if (status === 429) {
    return new NetSuiteError(429, {
      detail: 'Concurrent request limit exceeded. Request blocked.',
      'o:errorCode': 'CONCURRENCY_LIMIT_EXCEEDED',
    })
  }
  if (status === 405) {
    return new NetSuiteError(405, {
      detail: 'The HTTP method is not allowed for this resource.',
      'o:errorCode': 'METHOD_NOT_ALLOWED',
    })
  }
  if (status < 500)
    return new NetSuiteError(status, { detail: titleOf(status), 'o:errorCode': 'INVALID_REQUEST' })
  return new NetSuiteError(status, {
    detail: `An unexpected error occurred. Error ID: ${randomBytes(12).toString('hex')}`,
    'o:errorCode': 'UNEXPECTED_ERROR',
  })
}

const shown = (value: unknown): string =>
  typeof value === 'string' ? value : JSON.stringify(value)

const KNOWN: Record<number, { title: string; section: string }> = {
  400: { title: 'Bad Request', section: '15.5.1' },
  401: { title: 'Unauthorized', section: '15.5.2' },
  403: { title: 'Forbidden', section: '15.5.4' },
  404: { title: 'Not Found', section: '15.5.5' },
  405: { title: 'Method Not Allowed', section: '15.5.6' },
  429: { title: 'Bad Request', section: '15.5.1' },
  500: { title: 'Internal Server Error', section: '15.6.1' },
  502: { title: 'Bad Gateway', section: '15.6.3' },
  503: { title: 'Service Unavailable', section: '15.6.4' },
  504: { title: 'Gateway Timeout', section: '15.6.5' },
}

const titleOf = (status: number): string => KNOWN[status]?.title ?? 'Error'

const typeOf = (status: number): string =>
  `https://www.rfc-editor.org/rfc/rfc9110.html#section-${KNOWN[status]?.section ?? (status < 500 ? '15.5' : '15.6')}`
