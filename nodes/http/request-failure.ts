import { NodeError, TRY_LATER } from '../errors.ts'
import type { Exchange } from './exchanges.ts'

/** Failures before a connection stood: nothing was sent, so nothing can have happened. */
const NEVER_SENT = new Set([
  'ECONNREFUSED',
  'ENOTFOUND',
  'EAI_AGAIN',
  'EHOSTUNREACH',
  'ENETUNREACH',
  'UND_ERR_CONNECT_TIMEOUT',
])

/**
 * The NodeError for a request without an answer: `connection` when it was never sent, `too large`
 * when the answer was over the limit, else `intermittent`; when the request was to change something
 * its outcome is then unknown.
 */
export function requestFailure(
  thrown: unknown,
  at: { url: URL; exchange: Exchange; reading: boolean },
): NodeError {
  const { url, exchange } = at
  const codes = codesOf(thrown)
  const code = codes[0] ?? 'no-answer'
  const shared = { code, exchange, cause: thrown }
  if (codes.length > 0 && codes.every(isNeverSent)) {
    return new NodeError({
      ...shared,
      class: 'connection',
      message: `${url.origin} cannot be reached. If this goes on, check the address.`,
    })
  }
  if (code === 'UND_ERR_RES_EXCEEDED_MAX_SIZE') {
    return new NodeError({
      ...shared,
      class: 'too large',
      message: `The answer of ${url.origin} is too large. Ask for fewer records per page.`,
      outcomeUnknown: !at.reading,
    })
  }
  return new NodeError({
    ...shared,
    class: 'intermittent',
    message: `${url.origin} did not answer. ${TRY_LATER}`,
    outcomeUnknown: !at.reading,
  })
}

function isNeverSent(code: string): boolean {
  return NEVER_SENT.has(code) || code.startsWith('ERR_TLS') || code.includes('CERT')
}

/** The error's code; all of them when several addresses of a host were tried. */
function codesOf(thrown: unknown): string[] {
  if (thrown instanceof AggregateError) return thrown.errors.flatMap(codesOf)
  if (thrown instanceof Error && 'code' in thrown && typeof thrown.code === 'string')
    return [thrown.code]
  return []
}
