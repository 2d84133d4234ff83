import { SyntaxFault, tokenizer, type Token } from '#engine/mapping/tokens.ts'

/** Names of fields from the record down to a value; null where they cannot be told. */
export type FieldPath = readonly string[] | null

/** What is meant at the cursor, read off the text before it; what follows may be incomplete. */
export type CursorContext =
  /** A field: `base` is what the word's field belongs to. */
  | { type: 'field'; start: number; word: string; base: FieldPath; isAfterDot: boolean }
  /** A function or variable: the word begins with $. */
  | { type: 'variable'; start: number; word: string; variables: readonly string[] }
  /** A text in quotes, as an argument of a function. */
  | { type: 'text'; start: number; word: string; call: string | null; argument: number }
  | { type: 'none' }

/** The call that the cursor is within. */
export interface CallAtCursor {
  name: string
  argument: number
}

/** Reads an expression up to the cursor; broken text before it gives as much as can be read. */
export function cursorContext(
  text: string,
  cursor: number,
): { context: CursorContext; call: CallAtCursor | null } {
  const reader = new Reader()
  const next = tokenizer(text.slice(0, cursor))
  let last: Token | null = null
  for (;;) {
    let token: Token
    try {
      token = next(isOperand(last))
    } catch (fault) {
      if (!(fault instanceof SyntaxFault)) throw fault
      return { context: brokenContext(text, cursor, { reader, last }), call: reader.call() }
    }
    if (token.type === 'end') break
    const isWord = token.end === cursor && (token.type === 'name' || token.type === 'variable')
    if (isWord) {
      return { context: reader.contextOf(token, last), call: reader.call() }
    }
    reader.take(token, last)
    last = token
  }
  return { context: reader.contextOf(null, last, cursor), call: reader.call() }
}

/** The tokenizer stops at a text that has no end yet; a comment or name in backticks has no help. */
function brokenContext(
  text: string,
  cursor: number,
  { reader, last }: { reader: Reader; last: Token | null },
): CursorContext {
  const rest = text.slice(last?.end ?? 0, cursor)
  const found = /^\s*(["'])((?:[^"'\\]|\\.)*)$/.exec(rest)
  if (!found) return { type: 'none' }
  const word = found[2] ?? ''
  const call = reader.call()
  return {
    ...{ type: 'text', start: cursor - word.length, word },
    ...{ call: call?.name ?? null, argument: call?.argument ?? 0 },
  }
}

interface Frame {
  open: string
  /** What a path within begins at. */
  context: FieldPath
  /** What stands before the bracket, as it is again behind it. */
  before: FieldPath
  /** The function that is called, or '' for a bracket of another kind. */
  call: string
  arguments: FieldPath[]
  /** Parameters of a function that is being defined. */
  parameters: string[] | null
  /** A variable that is being set. */
  sets: string | null
  /** Beyond an operator a value is no longer the field that it began with. */
  isMixed: boolean
}

const KEEPING = ['filter', 'sort', 'reverse', 'distinct', 'append', 'single', 'clone']
const CALLING = ['map', 'filter', 'single', 'sort', 'reduce']

/** Follows brackets, paths and variables, so that it is known what `.` and a name stand on. */
class Reader {
  readonly #frames: Frame[] = [frame('', [])]
  readonly #variables = new Map<string, FieldPath>()
  #path: FieldPath = null
  #lambda: string[] | null = null

  contextOf(word: Token | null, last: Token | null, cursor = 0): CursorContext {
    const start = word?.start ?? cursor
    if (word?.type === 'variable') {
      const variables = [...this.#variables.keys()]
      return { type: 'variable', start, word: `$${word.value}`, variables }
    }
    const isAfterDot = isDot(last)
    if (!isAfterDot && isOperand(last)) return { type: 'none' }
    const base = isAfterDot ? this.#path : this.#top().context
    return { type: 'field', start, word: word?.value ?? '', base, isAfterDot }
  }

  call(): CallAtCursor | null {
    const { call, arguments: given } = this.#top()
    return call === '' ? null : { name: call, argument: given.length }
  }

  take(token: Token, last: Token | null): void {
    switch (token.type) {
      case 'name':
        this.#name(token.value, isDot(last))
        break
      case 'variable':
        this.#variable(token.value)
        break
      case 'operator':
        this.#operator(token.value, last)
        break
      default:
        this.#path = null
    }
  }

  #name(name: string, isStep: boolean): void {
    const base = isStep ? this.#path : this.#top().context
    this.#path = base && [...base, name]
  }

  #variable(name: string): void {
    const top = this.#top()
    if (top.parameters) {
      top.parameters.push(name)
      this.#variables.set(name, null)
      return
    }
    if (name === '') this.#path = top.context
    else if (name === '$') this.#path = []
    else this.#path = this.#variables.get(name) ?? null
  }

  #operator(operator: string, last: Token | null): void {
    switch (operator) {
      case '.':
        break
      case '(':
      case '[':
      case '{':
        this.#open(operator, last)
        break
      case ')':
      case ']':
      case '}':
        this.#close()
        break
      case ':=':
        if (last?.type === 'variable') {
          this.#top().sets = last.value
          this.#variables.set(last.value, null)
        }
        break
      case ',':
        this.#top().arguments.push(this.#value())
        this.#restart()
        break
      case ';':
        this.#settle()
        this.#restart()
        break
      default:
        if (operator !== '?:' && operator !== '??') this.#top().isMixed = true
        this.#path = null
    }
  }

  #open(open: string, last: Token | null): void {
    const { context } = this.#top()
    const path = this.#path
    const lambda = this.#lambda
    if (open === '{' && lambda) {
      this.#bind(lambda)
      this.#lambda = null
      this.#push(frame(open, context))
    } else if (isDot(last)) {
      this.#push(frame(open, path))
    } else if (open === '(' && last?.type === 'name' && /^(function|λ)$/.test(last.value)) {
      this.#push({ ...frame(open, context), parameters: [] })
    } else if (open === '(' && last?.type === 'variable') {
      this.#push({ ...frame(open, context), call: last.value })
    } else if (open !== '(' && isOperand(last)) {
      this.#push({ ...frame(open, path), before: path })
    } else {
      this.#push(frame(open, context))
    }
    this.#path = null
  }

  #close(): void {
    const value = this.#value()
    this.#settle()
    const closed = this.#frames.length > 1 ? this.#frames.pop() : undefined
    if (!closed) return
    if (closed.parameters) {
      this.#lambda = closed.parameters
      this.#path = null
    } else if (closed.call !== '') {
      const [first = value] = closed.arguments
      this.#path = KEEPING.includes(closed.call) ? first : null
    } else if (closed.open === '[') {
      this.#path = closed.before
    } else {
      this.#path = closed.open === '(' ? value : null
    }
  }

  /** The elements that a list function hands to the function it is given. */
  #bind(parameters: readonly string[]): void {
    const { call, arguments: given } = this.#top()
    if (!CALLING.includes(call)) return
    const element = given[0] ?? null
    const first = parameters[call === 'reduce' ? 1 : 0]
    if (first !== undefined) this.#variables.set(first, element)
    const second = parameters[1]
    if (call === 'sort' && second !== undefined) this.#variables.set(second, element)
  }

  #value(): FieldPath {
    return this.#top().isMixed ? null : this.#path
  }

  #settle(): void {
    const top = this.#top()
    if (top.sets !== null) this.#variables.set(top.sets, this.#value())
    top.sets = null
  }

  #restart(): void {
    this.#top().isMixed = false
    this.#path = null
  }

  #push(opened: Frame): void {
    this.#frames.push(opened)
  }

  #top(): Frame {
    return this.#frames.at(-1) ?? frame('', [])
  }
}

function frame(open: string, context: FieldPath): Frame {
  return {
    ...{ open, context, before: null, call: '', arguments: [] },
    ...{ parameters: null, sets: null, isMixed: false },
  }
}

function isDot(token: Token | null): boolean {
  return token?.type === 'operator' && token.value === '.'
}

/** Whether a value ends with this token, so that an operator may follow. */
function isOperand(token: Token | null): boolean {
  if (!token) return false
  return token.type === 'operator' ? [')', ']', '}'].includes(token.value) : true
}
