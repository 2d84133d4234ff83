import type { Pair, Syntax, SyntaxOf } from './syntax.ts'
import { SyntaxFault, type Token, tokenizer } from './tokens.ts'

/**
 * Reads an expression into a tree with exact places. The grammar is JSONata's, read in the same way
 * (operators by their binding power), so that both agree on what belongs together. Throws
 * SyntaxFault.
 */
export function parseSyntax(text: string): Syntax {
  return new Parser(text).whole()
}

/** Why a text cannot be read as an expression, and where; null when it can. */
export function syntaxFault(text: string): { message: string; position: number } | null {
  const read = tryParse(text)
  return read instanceof SyntaxFault ? { message: read.message, position: read.position } : null
}

/** The tree, or null where the text cannot be read. */
export function readSyntax(text: string): Syntax | null {
  const read = tryParse(text)
  return read instanceof SyntaxFault ? null : read
}

function tryParse(text: string): Syntax | SyntaxFault {
  try {
    return parseSyntax(text)
  } catch (thrown) {
    if (thrown instanceof SyntaxFault) return thrown
    throw thrown
  }
}

/** How strongly an operator holds what is left of it; https://docs.jsonata.org/other-operators */
const POWER = new Map(
  Object.entries({
    ...{ '.': 75, '[': 80, '{': 70, '(': 80, '@': 80, '#': 80, '^': 40, '?': 20, ':=': 10 },
    ...{ '+': 50, '-': 50, '&': 50, '*': 60, '/': 60, '%': 60, and: 30, or: 25, in: 40 },
    ...{ '=': 40, '<': 40, '>': 40, '!=': 40, '<=': 40, '>=': 40 },
    ...{ '~>': 40, '?:': 40, '??': 40 },
  }),
)
const NEGATIVE_POWER = 70
/** Far deeper than anybody writes. JSONata itself runs out of stack between 1,100 and 3,000 brackets. */
const DEEPEST = 1_000

class Parser {
  readonly #next: (infix: boolean) => Token
  #token: Token
  /** Where the last token that was taken ends. */
  #end = 0
  #depth = 0

  constructor(text: string) {
    this.#next = tokenizer(text)
    this.#token = this.#next(false)
  }

  whole(): Syntax {
    const tree = this.#expression(0)
    if (this.#token.type !== 'end') throw this.#unexpected()
    return tree
  }

  #expression(power: number): Syntax {
    this.#depth += 1
    if (this.#depth > DEEPEST) {
      throw new SyntaxFault('The expression is nested too deeply.', this.#token.start)
    }
    let left = this.#prefix(this.#take(true))
    while (power < powerOf(this.#token)) left = this.#infix(this.#take(false), left)
    this.#depth -= 1
    return left
  }

  #prefix(token: Token): Syntax {
    const { start, end, type, value } = token
    const place = { start, end, at: end }
    switch (type) {
      case 'name':
      case 'variable':
      case 'string':
      case 'number':
      case 'literal':
      case 'regex':
        return { type, value, ...place }
      case 'end':
        throw new SyntaxFault('The expression is not complete.', token.start)
      case 'operator':
        return this.#prefixOperator(token)
    }
  }

  #prefixOperator(token: Token): Syntax {
    const place = () => ({ start: token.start, end: this.#end, at: token.end })
    switch (token.value) {
      case 'and':
      case 'or':
      case 'in':
        return { type: 'name', value: token.value, ...place() }
      case '*':
        return { type: 'wildcard', ...place() }
      case '**':
        return { type: 'descendant', ...place() }
      case '%':
        return { type: 'parent', ...place() }
      case '-': {
        const of = this.#expression(NEGATIVE_POWER)
        return { type: 'negative', of, ...place() }
      }
      case '(': {
        const parts: Syntax[] = []
        while (!this.#is(')')) {
          parts.push(this.#expression(0))
          if (!this.#is(';')) break
          this.#expect(';')
        }
        this.#expect(')', true)
        return { type: 'block', parts, ...place() }
      }
      case '[': {
        const items = this.#is(']') ? [] : this.#list(() => this.#item())
        this.#expect(']', true)
        return { type: 'array', items, ...place() }
      }
      case '{': {
        const pairs = this.#pairs()
        return { type: 'object', pairs, ...place() }
      }
      case '|': {
        const pattern = this.#expression(0)
        this.#expect('|')
        const update = this.#expression(0)
        const gone = this.#is(',') ? (this.#expect(','), this.#expression(0)) : null
        this.#expect('|')
        return { type: 'transform', pattern, update, delete: gone, ...place() }
      }
      default:
        throw new SyntaxFault(`“${token.value}” cannot stand here.`, token.start)
    }
  }

  #infix(token: Token, left: Syntax): Syntax {
    const place = () => ({ start: left.start, end: this.#end, at: token.end })
    const operator = token.value
    switch (operator) {
      case '(':
        return this.#call(token, left)
      case '[': {
        if (this.#is(']')) {
          this.#expect(']')
          return { type: 'keep', left, ...place() }
        }
        const right = this.#expression(0)
        this.#expect(']', true)
        return { type: 'filter', left, right, ...place() }
      }
      case '{': {
        const pairs = this.#pairs()
        return { type: 'group', left, pairs, ...place() }
      }
      case '^': {
        this.#expect('(')
        const terms = this.#list(() => {
          const descending = this.#is('>')
          if (descending || this.#is('<')) this.#take(false)
          return { descending, by: this.#expression(0) }
        })
        this.#expect(')')
        return { type: 'sort', left, terms, ...place() }
      }
      case '?': {
        const then = this.#expression(0)
        const otherwise = this.#is(':') ? (this.#expect(':'), this.#expression(0)) : null
        return { type: 'condition', condition: left, then, else: otherwise, ...place() }
      }
      case '?:':
      case '??': {
        const right = this.#expression(0)
        return { type: 'default', operator, left, right, ...place() }
      }
      default: {
        const power = POWER.get(operator) ?? 0
        if (operator === ':=' && left.type !== 'variable') {
          throw new SyntaxFault('Left of := a variable must stand, such as $total.', left.start)
        }
        const right = this.#expression(operator === ':=' ? power - 1 : power)
        if ((operator === '@' || operator === '#') && right.type !== 'variable') {
          throw new SyntaxFault(`After ${operator} a variable must stand.`, right.start)
        }
        return { type: 'binary', operator, left, right, ...place() }
      }
    }
  }

  #call(token: Token, procedure: Syntax): SyntaxOf<'call'> | SyntaxOf<'lambda'> {
    const given = this.#is(')') ? [] : this.#list(() => this.#argument())
    this.#expect(')', true)
    const place = () => ({ start: procedure.start, end: this.#end, at: token.end })
    const defines = procedure.type === 'name' && /^(function|λ)$/.test(procedure.value)
    if (!defines) return { type: 'call', procedure, arguments: given, ...place() }
    for (const one of given) {
      if (one.type === 'variable') continue
      throw new SyntaxFault('A function takes variables only, such as $line.', one.start)
    }
    if (this.#is('<')) this.#skipSignature()
    this.#expect('{')
    const body = this.#expression(0)
    this.#expect('}')
    return { type: 'lambda', parameters: given, body, ...place() }
  }

  #argument(): Syntax {
    if (!this.#is('?')) return this.#expression(0)
    const { start, end } = this.#take(false)
    return { type: 'placeholder', start, end, at: end }
  }

  #item(): Syntax {
    const left = this.#expression(0)
    if (!this.#is('..')) return left
    const operator = this.#take(false)
    const right = this.#expression(0)
    const place = { start: left.start, end: this.#end, at: operator.end }
    return { type: 'binary', operator: '..', left, right, ...place }
  }

  #pairs(): Pair[] {
    const pairs = this.#is('}')
      ? []
      : this.#list(() => {
          const key = this.#expression(0)
          this.#expect(':')
          return { key, value: this.#expression(0) }
        })
    this.#expect('}', true)
    return pairs
  }

  #list<T>(read: () => T): T[] {
    const list = [read()]
    while (this.#is(',')) {
      this.#expect(',')
      list.push(read())
    }
    return list
  }

  #skipSignature(): void {
    let depth = 1
    this.#take(false)
    while (depth > 0 && !this.#is('{') && this.#token.type !== 'end') {
      if (this.#is('<')) depth += 1
      if (this.#is('>')) depth -= 1
      if (depth > 0) this.#take(false)
    }
    this.#expect('>')
  }

  #is(operator: string): boolean {
    return this.#token.type === 'operator' && this.#token.value === operator
  }

  #take(infix: boolean): Token {
    const token = this.#token
    this.#end = token.end
    if (token.type !== 'end') this.#token = this.#next(infix)
    return token
  }

  #expect(operator: string, infix = false): void {
    if (!this.#is(operator)) throw this.#unexpected(operator)
    this.#take(infix)
  }

  #unexpected(wanted?: string): SyntaxFault {
    const { type, value, start } = this.#token
    const instead = wanted === undefined ? '' : `: ${wanted} is missing`
    return type === 'end'
      ? new SyntaxFault(`The expression is not complete${instead}.`, start)
      : new SyntaxFault(`“${value}” cannot stand here${instead}.`, start)
  }
}

function powerOf(token: Token): number {
  return token.type === 'operator' ? (POWER.get(token.value) ?? 0) : 0
}
