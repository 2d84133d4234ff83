import { explain } from '#engine/mapping/explain.ts'
import { endsValue, SyntaxFault, type Token, tokenizer } from '#engine/mapping/tokens.ts'
import { ExpressionError, compileExpression } from '#nodes/expression.ts'

export interface ExpressionFault {
  message: string
  /** Character at which it was noticed, counted from 0. */
  position: number
  /** The line it stands in, parted around the fault, to be shown below an input. */
  place: { before: string; at: string; after: string; line: number; column: number }
}

/** Says where and why a text is no JSONata; null for a good or blank one. */
export function expressionFault(text: string): ExpressionFault | null {
  if (text.trim() === '') return null
  try {
    compileExpression(text)
    return null
  } catch (error) {
    if (!(error instanceof ExpressionError)) throw error
    const { position } = error
    return { message: explain(error), position, place: placeOf(text, position) }
  }
}

/** The same of a fault that came out when a text was evaluated; null where its place is not known. */
export function evaluationFault(
  text: string,
  { message, position }: { message: string; position: number | null },
): ExpressionFault | null {
  if (position === null || position > text.length) return null
  return { message, position, place: placeOf(text, position) }
}

/** A name, a variable, or an operator of up to two signs: where the text before it is no JSONata. */
const LAST_TOKEN = /(?:\$*[A-Za-z_][\w]*|\$+|[\d.]+|[^\w\s$]{1,2}|\S)$/

function placeOf(text: string, position: number): ExpressionFault['place'] {
  // JSONata's position is the end of the token that it stumbled over, at a call of its bracket; at
  // the end of the text there is none.
  const reached = text.slice(0, Math.min(position, text.length))
  const before = reached.trimEnd().replace(/(\w)\($/, '$1')
  const token = lastToken(before) ?? LAST_TOKEN.exec(before)?.[0] ?? text.charAt(0)
  const start = Math.max(before.length - token.length, 0)
  const end = start + Math.max(token.length, 1)
  const lineStart = text.lastIndexOf('\n', start - 1) + 1
  const lineEnd = text.indexOf('\n', start)
  return {
    before: text.slice(lineStart, start).slice(-32),
    at: text.slice(start, end).trimEnd() || ' ',
    after: text.slice(end, lineEnd === -1 ? undefined : lineEnd).slice(0, 32),
    line: text.slice(0, start).split('\n').length,
    column: start - lineStart + 1,
  }
}

/** The token that a text ends with, quotes and all; null where it cannot be taken apart. */
function lastToken(text: string): string | null {
  const next = tokenizer(text)
  let last: Token | null = null
  try {
    for (let token = next(false); token.type !== 'end'; token = next(endsValue(token))) last = token
  } catch (fault) {
    if (fault instanceof SyntaxFault) return null
    throw fault
  }
  return last?.end === text.length ? text.slice(last.start) : null
}
