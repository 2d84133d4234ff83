/** Messages quote values, and a value may be a book. */
const LONGEST_MESSAGE = 500

/** Why an expression cannot be parsed or evaluated. Codes `TR…` are ours, the others JSONata's own. */
export class ExpressionError extends Error {
  override readonly name = 'ExpressionError'
  readonly code: string
  /** Character position in the expression, counted from 0; 0 when it is not known. */
  readonly position: number
  readonly token: string | undefined
  /** The message as it was made: JSONata overwrites `message` where it knows the code. */
  readonly sentence: string

  constructor(fault: { code: string; message: string; position?: number; token?: string }) {
    const sentence = fault.message.slice(0, LONGEST_MESSAGE)
    super(sentence)
    this.sentence = sentence
    this.code = fault.code
    this.position = fault.position ?? 0
    this.token = fault.token?.slice(0, LONGEST_MESSAGE)
  }
}

/** Makes an ExpressionError of whatever JSONata, its functions or the JavaScript engine threw. */
export function toExpressionError(thrown: unknown): ExpressionError {
  if (thrown instanceof ExpressionError) {
    // JSONata notes position and function at the error; names with a space are not the analyst's.
    const { code, sentence, position, token } = thrown
    const shown = token?.startsWith(' ') ? undefined : token
    return new ExpressionError({ code, message: sentence, position, token: shown })
  }
  if (thrown instanceof RangeError) return fromRangeError(thrown)
  if (thrown instanceof SyntaxError) {
    return new ExpressionError({
      code: 'TR003',
      message: `The regular expression cannot be read: ${thrown.message}.`,
    })
  }
  if (!isFault(thrown)) {
    const text = thrown instanceof Error ? thrown.message : String(thrown)
    return new ExpressionError({ code: 'TR000', message: `The expression failed: ${text}.` })
  }
  return new ExpressionError({
    code: thrown.code,
    message: asSentence(thrown),
    position: typeof thrown.position === 'number' ? thrown.position : 0,
    token: tokenText(thrown.token),
  })
}

/** Of a number, true, false or null JSONata tells the value and not the text. */
function tokenText(token: unknown): string | undefined {
  if (typeof token === 'string') return token
  const isPlain = token === null || typeof token === 'number' || typeof token === 'boolean'
  return isPlain ? String(token) : undefined
}

interface Fault {
  code: string
  message?: unknown
  position?: unknown
  token?: unknown
}

function isFault(thrown: unknown): thrown is Fault {
  return (
    typeof thrown === 'object' &&
    thrown !== null &&
    'code' in thrown &&
    typeof thrown.code === 'string'
  )
}

/** Codes whose text an analyst would not understand. */
const PLAINER: Record<string, (token: string | undefined) => string> = {
  T1005: (token) => `"${token}" is called like a function: write $${token}(…).`,
  T1006: (token) =>
    token ? `There is no function $${token}.` : 'Something that is not a function is called.',
  D1011: () => 'The expression calls itself too often: it would never end.',
  D1012: () => 'The expression takes too long: look for a loop that never ends.',
  D2014: () => 'The range .. has too many numbers.',
  D2015: () => 'The expression makes a list that is too long.',
}

function asSentence(fault: Fault): string {
  const plainer = PLAINER[fault.code]
  if (plainer) return plainer(typeof fault.token === 'string' ? fault.token : undefined)
  const text = typeof fault.message === 'string' && fault.message ? fault.message : fault.code
  return /[.!?]$/.test(text) ? text : `${text}.`
}

function fromRangeError(thrown: RangeError): ExpressionError {
  return /call stack/i.test(thrown.message)
    ? new ExpressionError({ code: 'TR002', message: 'The expression is nested too deeply.' })
    : new ExpressionError({ code: 'TR005', message: `A value is too large: ${thrown.message}.` })
}
