import { SyntaxFault, tokenizer, type Token } from '../tokens.ts'

/** A comment as it is written, with its place. */
export interface Comment {
  type: 'comment'
  text: string
  start: number
  end: number
}

/** All comments of an expression that can be read, in their order. Throws SyntaxFault. */
export function commentsOf(text: string): Comment[] {
  const next = tokenizer(text)
  const found: Comment[] = []
  let last: Token | null = null
  let end = 0
  for (;;) {
    const token = next(isOperand(last))
    found.push(...commentsWithin(text, end, token.type === 'end' ? text.length : token.start))
    if (token.type === 'end') return found
    last = token
    end = token.end
  }
}

/** Between two tokens there are blanks and comments only. */
function commentsWithin(text: string, from: number, to: number): Comment[] {
  const found: Comment[] = []
  let at = from
  while (at < to) {
    const start = text.indexOf('/*', at)
    if (start === -1 || start >= to) break
    const end = text.indexOf('*/', start + 2) + 2
    if (end < 2) throw new SyntaxFault('The comment has no end: close it with */.', start)
    found.push({ type: 'comment', text: text.slice(start, end), start, end })
    at = end
  }
  return found
}

function isOperand(token: Token | null): boolean {
  if (!token) return false
  return token.type === 'operator' ? [')', ']', '}'].includes(token.value) : true
}
