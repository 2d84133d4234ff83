import { endsValue, SyntaxFault, tokenizer, type Token } from '#engine/mapping/tokens.ts'

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

/** What a path that begins at the cursor stands on. */
export interface CursorPlace {
  base: FieldPath
  isAfterDot: boolean
  /** Variables that stand for one element of a list each, with where that list lies. */
  elements: ReadonlyMap<string, FieldPath>
}

/** Reads an expression up to the cursor; broken text before it gives as much as can be read. */
export function cursorContext(
  text: string,
  cursor: number,
): { context: CursorContext; call: CallAtCursor | null; place: CursorPlace } {
  const reader = new Reader()
  const next = tokenizer(text.slice(0, cursor))
  let last: Token | null = null
  for (;;) {
    let token: Token
    try {
      token = next(endsValue(last))
    } catch (fault) {
      if (!(fault instanceof SyntaxFault)) throw fault
      return answer(brokenContext(text, cursor, { reader, last }))
    }
    if (token.type === 'end') break
    const isWord = token.end === cursor && (token.type === 'name' || token.type === 'variable')
    if (isWord) return answer(reader.contextOf(token, last))
    reader.take(token, last)
    last = token
  }
  return answer(reader.contextOf(null, last, cursor))

  function answer(context: CursorContext) {
    return { context, call: reader.call(), place: reader.place(last) }
  }
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
  /** The bracket; ^( of an order. */
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
  /** Variables for one element each: of @ in the path that is being read, of the function's parameters. */
  elements: Map<string, FieldPath>
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
  /** What the last step of the path stands on. */
  #holder: FieldPath = null
  #lambda: string[] | null = null

  contextOf(word: Token | null, last: Token | null, cursor = 0): CursorContext {
    const start = word?.start ?? cursor
    if (word?.type === 'variable') {
      const variables = [...this.#variables.keys()]
      return { type: 'variable', start, word: `$${word.value}`, variables }
    }
    const { base, isAfterDot } = this.place(last)
    if (!isAfterDot && endsValue(last)) return { type: 'none' }
    return { type: 'field', start, word: word?.value ?? '', base, isAfterDot }
  }

  place(last: Token | null): CursorPlace {
    const isAfterDot = isSign(last, '.')
    const base = isAfterDot ? this.#path : this.#top().context
    const elements = new Map(this.#frames.flatMap((frame) => [...frame.elements]))
    return { base, isAfterDot, elements }
  }

  call(): CallAtCursor | null {
    const { call, arguments: given } = this.#top()
    return call === '' ? null : { name: call, argument: given.length }
  }

  take(token: Token, last: Token | null): void {
    switch (token.type) {
      case 'name':
        this.#step(last)
        this.#path = this.#holder && [...this.#holder, token.value]
        break
      case 'variable':
        if (isSign(last, '@') || isSign(last, '#')) this.#names(token.value, last)
        else this.#variable(token.value, last)
        break
      case 'operator':
        this.#operator(token.value, last)
        break
      default:
        this.#path = null
    }
  }

  #step(last: Token | null): void {
    this.#holder = isSign(last, '.') ? this.#path : this.#top().context
  }

  /** `list@$line` goes on from what holds the list, `list#$index` from the list itself. */
  #names(name: string, sign: Token | null): void {
    this.#variables.set(name, isSign(sign, '@') ? this.#path : null)
    if (isSign(sign, '#')) return
    this.#top().elements.set(name, this.#path)
    this.#path = this.#holder
  }

  #variable(name: string, last: Token | null): void {
    const top = this.#top()
    if (top.parameters) {
      top.parameters.push(name)
      this.#variables.set(name, null)
      return
    }
    this.#step(last)
    if (name === '') this.#path = this.#holder
    else if (name === '$') this.#path = []
    else this.#path = this.#variables.get(name) ?? null
  }

  #operator(operator: string, last: Token | null): void {
    switch (operator) {
      case '.':
      case '^':
      case '@':
      case '#':
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
        this.#top().elements.clear()
        this.#path = null
    }
  }

  #open(open: string, last: Token | null): void {
    const { context } = this.#top()
    const path = this.#path
    const lambda = this.#lambda
    if (open === '{' && lambda) {
      const elements = this.#elementsOf(lambda)
      for (const [name, element] of elements) this.#variables.set(name, element)
      this.#lambda = null
      this.#push({ ...frame(open, context), elements })
    } else if (isSign(last, '.')) {
      this.#push(frame(open, path))
    } else if (open === '(' && last?.type === 'name' && /^(function|λ)$/.test(last.value)) {
      this.#push({ ...frame(open, context), parameters: [] })
    } else if (open === '(' && last?.type === 'variable') {
      this.#push({ ...frame(open, this.#holder), call: last.value })
    } else if (open === '(' && isSign(last, '^')) {
      this.#push({ ...frame('^(', path), before: path })
    } else if (open !== '(' && endsValue(last)) {
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
    } else if (closed.open === '[' || closed.open === '^(') {
      this.#path = closed.before
    } else {
      this.#path = closed.open === '(' ? value : null
    }
  }

  /** The elements that a list function hands to the function it is given. */
  #elementsOf(parameters: readonly string[]): Map<string, FieldPath> {
    const { call, arguments: given } = this.#top()
    if (!CALLING.includes(call)) return new Map()
    const element = given[0] ?? null
    const [from, to] = call === 'reduce' ? [1, 2] : [0, call === 'sort' ? 2 : 1]
    const named = parameters.slice(from, to)
    return new Map(named.map((name) => [name, element]))
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
    this.#top().elements.clear()
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
    ...{ parameters: null, sets: null, elements: new Map(), isMixed: false },
  }
}

function isSign(token: Token | null, sign: string): boolean {
  return token?.type === 'operator' && token.value === sign
}
