import { ExpressionError } from './expression/error.ts'
import type { Exchange } from './http/exchanges.ts'
import type { System } from './kind.ts'

/** Whose fault an error is and what happens next; see docs/errors.md. */
export const ERROR_CLASSES = [
  'value',
  'missing',
  'duplicate',
  'connection',
  'rate limit',
  'intermittent',
  'too large',
  'parse',
  'internal',
] as const

export type ErrorClass = (typeof ERROR_CLASSES)[number]

/** Classes that cure themselves: the engine tries these again without a person. */
export const RETRIED_CLASSES: ReadonlySet<ErrorClass> = new Set([
  'rate limit',
  'intermittent',
  'connection',
])

/**
 * What a person can do about an error of the other system's own, once the engine has given up on
 * it: nothing has to be mended.
 */
export const TRY_LATER = 'Nothing has to be changed: try again a little later.'

/** A record whose counterpart must exist in the other system before another one can go on. */
export interface WaitFor {
  /** Where the awaited record itself is. */
  system: System
  id: string
}

export interface NodeErrorDetails {
  class: ErrorClass
  /** One sentence for a finance person: what is wrong and what to do next. */
  message: string
  /** Stable code for grouping: the system's own code or a JSONata code. */
  code?: string
  /** Path of the field at fault, such as `item.items[0].item`. */
  field?: string
  /** For expressions: the character position of the fault. */
  position?: number
  /** Milliseconds the other system asked us to wait. */
  retryAfterMs?: number
  /** The request and the answer, without secrets. */
  exchange?: Exchange
  /** The credentials were refused: the connection must go offline. */
  credentials?: boolean
  /**
   * The request may have been carried out although no answer came: look before writing again.
   */
  outcomeUnknown?: boolean
  /** For the class `missing`: the record waits for this one and is then tried again by itself. */
  waitFor?: WaitFor
  /**
   * The node would only fail again: the record is tried again from where its way began, not from
   * here.
   */
  fromStart?: boolean
  cause?: unknown
}

/** An error a node gives for one record; anything else thrown is a bug of ours (class `internal`). */
export class NodeError extends Error {
  override readonly name = 'NodeError'
  readonly class: ErrorClass
  readonly code: string | undefined
  readonly field: string | undefined
  readonly position: number | undefined
  readonly retryAfterMs: number | undefined
  readonly exchange: Exchange | undefined
  readonly credentials: boolean
  readonly outcomeUnknown: boolean
  readonly waitFor: WaitFor | undefined
  readonly fromStart: boolean

  constructor(details: NodeErrorDetails) {
    super(details.message, { cause: details.cause })
    this.class = details.class
    this.code = details.code
    this.field = details.field
    this.position = details.position
    this.retryAfterMs = details.retryAfterMs
    this.exchange = details.exchange
    this.credentials = details.credentials ?? false
    this.outcomeUnknown = details.outcomeUnknown ?? false
    this.waitFor = details.class === 'missing' ? details.waitFor : undefined
    this.fromStart = details.fromStart ?? false
  }
}

/** Makes a NodeError of anything thrown; what is not ours already becomes `internal`. */
export function toNodeError(thrown: unknown): NodeError {
  if (thrown instanceof NodeError) return thrown
  if (thrown instanceof ExpressionError) return fromExpression(thrown)
  return new NodeError({
    class: 'internal',
    message: `Tributary failed unexpectedly: ${rootOf(thrown)}. Please report this with the run's number.`,
    cause: thrown,
  })
}

/** The innermost cause: what wraps it may quote the statement with the values of a record. */
function rootOf(thrown: unknown): string {
  if (!(thrown instanceof Error)) return String(thrown)
  return thrown.cause instanceof Error ? rootOf(thrown.cause) : thrown.message
}

/** JSONata code of `$setting` and `$lookup` that find nothing: a person must fill in a setting. */
const NOT_SET = new Set(['TR011', 'TR012'])

/** An expression that fails on a record: the record or a setting is at fault, not Tributary. */
function fromExpression({ code, message, position, cause }: ExpressionError): NodeError {
  const kind = NOT_SET.has(code) ? 'missing' : 'value'
  return new NodeError({ class: kind, code, message, position, cause })
}
