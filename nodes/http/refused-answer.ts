import { NodeError, TRY_LATER, type ErrorClass } from '../errors.ts'
import { isJsonObject, type Json } from '../json.ts'
import { isReading, type HttpAnswer, type HttpMethod } from './request.ts'
import { retryAfterMs } from './retry-after.ts'

/**
 * The NodeError for an answer whose status is not 2xx; undefined for one that is. 5xx and 408 are
 * `intermittent`, with `outcomeUnknown` when the request was to change something: a gateway can fail
 * after the work was done.
 */
export function refusedAnswer(method: HttpMethod, answer: HttpAnswer): NodeError | undefined {
  const { status, exchange, headers } = answer
  if (status >= 200 && status < 300) return undefined
  const kind = classOf(status)
  const words = wordsOf(answer.json)
  return new NodeError({
    class: kind,
    code: `http-${status}`,
    message:
      `${new URL(exchange.url).origin} answered ${status}${words ? ` (${words})` : ''}. ${CURES[kind] ?? ''}`.trim(),
    retryAfterMs: retryAfterMs(headers['retry-after']),
    outcomeUnknown: kind === 'intermittent' && !isReading(method),
    exchange,
  })
}

function classOf(status: number): ErrorClass {
  if (status === 429) return 'rate limit'
  if (status >= 500 || status === 408 || status === 425) return 'intermittent'
  if (status === 404 || status === 410) return 'missing'
  if (status === 409) return 'duplicate'
  if (status === 413) return 'too large'
  return 'value'
}

const CURES: Partial<Record<ErrorClass, string>> = {
  'rate limit': `It asks for fewer requests. ${TRY_LATER}`,
  intermittent: TRY_LATER,
  missing: 'Check the address, and that the record exists there.',
  duplicate: 'There is such a record already: look at it there.',
  'too large': 'Send less at a time.',
  value: 'Correct the address, the sign-in or the fields that are sent.',
}

/** What the other side said, from the usual places of a JSON error. */
function wordsOf(json: Json | undefined): string | undefined {
  if (!isJsonObject(json)) return undefined
  const { error, message, detail, title } = json
  const inner = isJsonObject(error) ? error.message : error
  const words = [inner, message, detail, title].find((one) => typeof one === 'string')
  return typeof words === 'string' ? words.slice(0, 200) : undefined
}
