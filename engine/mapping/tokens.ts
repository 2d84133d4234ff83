/** One token of an expression; `end` is where JSONata counts its position. */
export interface Token {
  type: 'name' | 'variable' | 'string' | 'number' | 'literal' | 'regex' | 'operator' | 'end'
  /** Of a text or name: what it stands for; of the others: as written. */
  value: string
  start: number
  end: number
}

/** A text that is no expression; the position counts characters from 0. */
export class SyntaxFault extends Error {
  override readonly name = 'SyntaxFault'
  readonly position: number

  constructor(message: string, position: number) {
    super(message)
    this.position = position
  }
}

/**
 * Reads one token after another, by the rules of JSONata's own tokenizer. Where an operator may
 * stand (`infix`), a slash divides; elsewhere it begins a regular expression. Throws SyntaxFault.
 */
export function tokenizer(text: string): (infix: boolean) => Token {
  let position = 0
  return (infix) => {
    const start = skipBlank(text, position)
    const token = start >= text.length ? END(text) : readToken(text, start, infix)
    position = token.end
    return token
  }
}

/** Whether a value ends with this token, so that an operator may follow. */
export function endsValue(token: Token | null): boolean {
  if (!token || token.type === 'end') return false
  return token.type === 'operator' ? [')', ']', '}'].includes(token.value) : true
}

/** Where the next thing that is neither blank nor comment begins. */
export function skipBlank(text: string, from: number): number {
  let at = from
  for (;;) {
    while (at < text.length && BLANK.includes(text.charAt(at))) at += 1
    if (!text.startsWith('/*', at)) return at
    const end = text.indexOf('*/', at + 2)
    if (end < 0) throw new SyntaxFault('The comment has no end: close it with */.', at)
    at = end + 2
  }
}

/** What JSONata skips between tokens; other kinds of space belong to names. */
export const BLANK = ' \t\n\r\v'

const END = (text: string): Token => ({
  type: 'end',
  value: '(end)',
  start: text.length,
  end: text.length,
})

const DOUBLE = ['..', ':=', '!=', '>=', '<=', '**', '~>', '?:', '??']
const SINGLE = '.[]{}(),@#;:?+-*/%|=<>^&!~'
const NUMBER = /(?:0|[1-9][0-9]*)(?:\.[0-9]+)?(?:[Ee][-+]?[0-9]+)?/y
const WORDS = ['and', 'or', 'in']
const LITERALS = ['true', 'false', 'null']

function readToken(text: string, start: number, infix: boolean): Token {
  const first = text.charAt(start)
  const token = (type: Token['type'], end: number, value = text.slice(start, end)): Token => ({
    ...{ type, value, start, end },
  })
  if (first === '/' && !infix) return token('regex', regexEnd(text, start))
  if (DOUBLE.includes(text.slice(start, start + 2))) return token('operator', start + 2)
  if (SINGLE.includes(first)) return token('operator', start + 1)
  if (first === '"' || first === "'") {
    const { value, end } = readString(text, start)
    return token('string', end, value)
  }
  NUMBER.lastIndex = start
  if (NUMBER.test(text)) {
    const end = NUMBER.lastIndex
    if (Number.isFinite(Number(text.slice(start, end)))) return token('number', end)
    throw new SyntaxFault('The number is too large.', start)
  }
  if (first === '`') {
    const end = text.indexOf('`', start + 1)
    if (end < 0) throw new SyntaxFault('The name in backticks has no end.', start)
    return token('name', end + 1, text.slice(start + 1, end))
  }
  let end = start
  while (end < text.length && !BLANK.includes(text.charAt(end)) && !isOperator(text, end)) end += 1
  if (first === '$') return token('variable', end, text.slice(start + 1, end))
  const word = text.slice(start, end)
  if (WORDS.includes(word)) return token('operator', end)
  return token(LITERALS.includes(word) ? 'literal' : 'name', end)
}

function isOperator(text: string, at: number): boolean {
  return SINGLE.includes(text.charAt(at))
}

const ESCAPES = new Map(
  Object.entries({ '"': '"', '\\': '\\', '/': '/', b: '\b', f: '\f', n: '\n', r: '\r', t: '\t' }),
)

function readString(text: string, start: number): { value: string; end: number } {
  const quote = text.charAt(start)
  let value = ''
  for (let at = start + 1; at < text.length; at += 1) {
    const one = text.charAt(at)
    if (one === quote) return { value, end: at + 1 }
    if (one !== '\\') {
      value += one
      continue
    }
    at += 1
    const escaped = text.charAt(at)
    const plain = ESCAPES.get(escaped)
    if (plain !== undefined) {
      value += plain
    } else if (escaped === 'u') {
      const digits = text.slice(at + 1, at + 5)
      if (!/^[0-9a-fA-F]+$/.test(digits)) {
        throw new SyntaxFault('After \\u four hexadecimal digits must follow.', at)
      }
      value += String.fromCharCode(Number.parseInt(digits, 16))
      at += 4
    } else {
      throw new SyntaxFault(`\\${escaped} means nothing in a text: write \\\\ for a backslash.`, at)
    }
  }
  throw new SyntaxFault('The text has no closing quote.', text.length)
}

function regexEnd(text: string, start: number): number {
  let depth = 0
  for (let at = start + 1; at < text.length; at += 1) {
    const one = text.charAt(at)
    if (one === '/' && depth === 0 && !isEscaped(text, at)) {
      if (at === start + 1) throw new SyntaxFault('The regular expression is empty.', at)
      let end = at + 1
      while (text.charAt(end) === 'i' || text.charAt(end) === 'm') end += 1
      return end
    }
    // JSONata looks at one backslash here and counts them above.
    if ('([{'.includes(one) && text.charAt(at - 1) !== '\\') depth += 1
    if (')]}'.includes(one) && text.charAt(at - 1) !== '\\') depth -= 1
  }
  throw new SyntaxFault('The regular expression has no closing slash.', text.length)
}

function isEscaped(text: string, at: number): boolean {
  let backslashes = 0
  while (text.charAt(at - backslashes - 1) === '\\') backslashes += 1
  return backslashes % 2 === 1
}
