import { z } from 'zod'
import type { ErrorClass } from '../../errors.ts'
import { NodeError, TRY_LATER } from '../../errors.ts'
import { retryAfterMs } from '../../http/retry-after.ts'
import type { NetSuiteAnswer } from './transport.ts'

/** Code of the error when a record with the same external id or name is there already. */
export const ALREADY_EXISTS = 'already-exists'

/** Code of the error when the record asked for does not exist. */
export const NOT_FOUND = 'not-found'

/** Code of the error when an asynchronous write was submitted before under its key. */
export const SUBMITTED_BEFORE = 'submitted-before'

/**
 * Makes a NodeError of a refusing answer. REST reports most business rules as USER_ERROR, so the text
 * of the detail decides as much as status and code.
 * https://docs.oracle.com/en/cloud/saas/netsuite/ns-online-help/section_1545222128.html
 */
export function netSuiteError(answer: NetSuiteAnswer, reading: boolean): NodeError {
  const said = saidBy(answer)
  const found = classify(answer, said)
  return new NodeError({
    class: found.class,
    message: found.message,
    code: found.code ?? said.code,
    field: said.path ?? fieldNamedIn(said.detail),
    credentials: found.mend ?? false,
    outcomeUnknown: answer.status >= 500 && !reading,
    retryAfterMs: retryAfterMs(answer.headers['retry-after']),
    exchange: answer.exchange,
    cause: found.code === SUBMITTED_BEFORE ? answer.headers.location : undefined,
  })
}

interface Said {
  code: string | undefined
  detail: string
  path: string | undefined
}

interface Found {
  class: ErrorClass
  message: string
  code?: string
  /** The connection works again only when a person has mended it. */
  mend?: boolean
}

function classify(answer: NetSuiteAnswer, said: Said): Found {
  const { status } = answer
  const { code, detail } = said
  if (status === 401) return refusedSignIn(answer)
  if (status === 429 || code === 'SSS_REQUEST_LIMIT_EXCEEDED')
    return {
      class: 'rate limit',
      message:
        'Too many requests reach the NetSuite account at once. If it happens often, lower "Requests at once" in the connection.',
    }
  if (answer.body === undefined && status < 500) return elsewhere(answer)
  if (status >= 500 || code === 'UNEXPECTED_ERROR')
    return {
      class: 'intermittent',
      message: `NetSuite has a problem of its own (${detail || status}). ${TRY_LATER}`,
    }
  if (status === 403 || code === 'INSUFFICIENT_PERMISSION' || NOT_ALLOWED.test(detail))
    return {
      class: 'connection',
      code: 'INSUFFICIENT_PERMISSION',
      message: `The NetSuite role of the connection may not do this: ${sentence(detail, status)} Add the permission to the role under Setup → Users/Roles → Manage Roles.`,
      mend: true,
    }
  const script = code ? ofScript(code, detail) : undefined
  if (script) return script
  return businessRule(status, code, detail)
}

const NOT_ALLOWED = /does not have permission|permission violation|insufficient permission/i

function refusedSignIn(answer: NetSuiteAnswer): Found {
  // The clock is taken from the answers; one without a date leaves ours to blame as well.
  const clock = answer.headers.date ? '' : ' Check that the clock of this machine is right, too.'
  return {
    class: 'connection',
    message: `NetSuite refuses the sign-in. Check the keys of the connection, and in NetSuite the Login Audit Trail.${clock}`,
    mend: true,
  }
}

/** What RESTlets answer with when the script itself cannot be run, or says no. */
function ofScript(code: string, detail: string): Found | undefined {
  if (code === 'SSS_INVALID_SCRIPTLET_ID' || code === 'SSS_SCRIPT_NOT_FOUND')
    return {
      class: 'missing',
      code: 'no-restlet',
      message:
        'The Tributary RESTlet is not in this NetSuite account, or not released to the role. Deploy tributary-restlet.js as docs/netsuite-setup.md says, then retry.',
    }
  if (code === 'SSS_TIME_LIMIT_EXCEEDED' || code === 'SSS_USAGE_LIMIT_EXCEEDED')
    return {
      class: 'too large',
      message: `The RESTlet ran out of time or units in NetSuite (${detail || code}). Ask for fewer records at once.`,
    }
  if (code === 'RCRD_DSNT_EXIST' || code === 'THAT_RECORD_DOES_NOT_EXIST')
    return { class: 'missing', code: NOT_FOUND, message: DOES_NOT_EXIST }
  return undefined
}

/** What a person at the books has to put right. The texts are those NetSuite answers with. */
function businessRule(status: number, code: string | undefined, detail: string): Found {
  if (/already exists|already been used|DUP_(ENTITY|RCRD)/i.test(detail))
    return {
      class: 'duplicate',
      code: ALREADY_EXISTS,
      message: `NetSuite has such a record already: ${detail}`,
    }
  if (status === 404 || code === 'NONEXISTENT_ID')
    return {
      class: 'missing',
      code: NOT_FOUND,
      message: DOES_NOT_EXIST,
    }
  const required = /Please enter value\(s\) for:? *(.+?)\.?$/i.exec(detail)?.[1]
  if (required)
    return {
      class: 'value',
      message: `NetSuite needs a value for ${required}. Map the field, or set a default in the flow.`,
    }
  const invalid = /Invalid Field Value (.*?) for the following field: *([\w.]+)/i.exec(detail)
  if (invalid)
    return {
      class: 'value',
      message: `NetSuite does not accept ${invalid[1] || 'a blank'} for the field ${invalid[2]}: there is no such choice, or it does not fit the subsidiary or currency.`,
    }
  if (/period.*(closed|locked)|(closed|locked).*period/i.test(detail))
    return {
      class: 'value',
      code: 'closed-period',
      message: `The accounting period is closed: ${detail} Open it, or let the flow use another date.`,
    }
  if (/record has been changed/i.test(detail))
    return {
      class: 'intermittent',
      message: `Somebody changed the record in NetSuite at the same moment. ${TRY_LATER}`,
    }
  if (code === 'IDEMPOTENCY_ERROR')
    return {
      class: 'duplicate',
      code: SUBMITTED_BEFORE,
      message: `NetSuite was given this job before: ${detail}`,
    }
  if (code === 'INVALID_PARAMETER')
    return { class: 'value', message: `NetSuite cannot answer the question: ${detail}` }
  const reason = sentence(detail, status)
  return {
    class: 'value',
    message: `NetSuite does not accept it: ${reason} Correct the record or the mapping, then retry.`,
  }
}

const DOES_NOT_EXIST = 'NetSuite does not have this record (any more), or not this type of record.'

/** What NetSuite said, ended by a full stop. */
function sentence(detail: string, status: number): string {
  return (detail || `status ${status}`).replace(/\.?$/, '.')
}

/** The NodeError for a page of HTML or the like: another host, or a wrong account id. */
export function notNetSuite(answer: NetSuiteAnswer): NodeError {
  const found = elsewhere(answer)
  return new NodeError({ ...found, credentials: true, exchange: answer.exchange })
}

function elsewhere(answer: NetSuiteAnswer): Found {
  const { origin } = new URL(answer.exchange.url)
  return {
    class: 'connection',
    code: 'not-netsuite',
    message: `What answers at ${origin} is not the REST service of NetSuite (status ${answer.status}). Check the account id, and that REST web services are enabled under Setup → Company → Enable Features.`,
    mend: true,
  }
}

function saidBy(answer: NetSuiteAnswer): Said {
  const script = SCRIPT_REFUSAL.safeParse(answer.body)
  if (script.success) return saidByScript(script.data.error)
  const parsed = REFUSAL.safeParse(answer.body)
  if (!parsed.success) return { code: undefined, detail: '', path: undefined }
  const first = parsed.data['o:errorDetails']?.[0]
  return {
    code: first?.['o:errorCode'] ?? parsed.data['o:errorCode'],
    detail: plain(first?.detail ?? parsed.data.title ?? ''),
    path: first?.['o:errorPath'] ?? first?.['o:errorQueryParam'],
  }
}

/** What a script throws arrives as JSON within the message. */
function saidByScript(error: z.infer<typeof SCRIPT_REFUSAL>['error']): Said {
  let inner: unknown
  try {
    inner = JSON.parse(error.message)
  } catch {
    inner = undefined
  }
  const thrown = THROWN.safeParse(inner)
  if (!thrown.success) return { code: error.code, detail: plain(error.message), path: undefined }
  return { code: thrown.data.name, detail: plain(thrown.data.message), path: undefined }
}

/** Drops NetSuite's opening words, which say nothing. */
function plain(detail: string): string {
  return detail.replace(/^Error while accessing (a )?resource[.:]\s*/i, '').trim()
}

function fieldNamedIn(detail: string): string | undefined {
  return /for the following field: *([\w.]*\w)/i.exec(detail)?.[1]
}

const REFUSAL = z.object({
  title: z.string().optional(),
  'o:errorCode': z.string().optional(),
  'o:errorDetails': z
    .array(
      z.object({
        detail: z.string().optional(),
        'o:errorCode': z.string().optional(),
        'o:errorPath': z.string().optional(),
        'o:errorQueryParam': z.string().optional(),
      }),
    )
    .optional(),
})

/** RESTlets answer in a shape of their own. */
const SCRIPT_REFUSAL = z.object({
  error: z.object({ code: z.string().optional(), message: z.string().default('') }),
})

const THROWN = z.object({ name: z.string(), message: z.string() })
