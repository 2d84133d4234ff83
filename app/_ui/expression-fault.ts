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
    return { message: error.message, position: error.position, place: placeOf(text, error) }
  }
}

function placeOf(text: string, { position, token }: ExpressionError): ExpressionFault['place'] {
  // JSONata reports the position after the token that it stumbled over; at the end there is none.
  const behind = Math.min(position, text.length)
  const named = token !== undefined && text.slice(0, behind).endsWith(token) ? token.length : 1
  const end = Math.max(behind, named)
  const start = end - named
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
