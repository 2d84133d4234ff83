import { StripeError } from './errors.ts'
import { fieldType, type Searchable } from './search-fields.ts'

/** One thing that is asked for: `total>100`, `-metadata["k"]:null`. */
export interface Clause {
  /** The way to the value within the object. */
  path: string[]
  negated: boolean
  operator: ':' | '~' | '>' | '>=' | '<' | '<='
  /** Null asks for objects without a value. */
  value: string | null
  /** True when values are compared by size. */
  numeric: boolean
}

/** A query: clauses that must all be true, or of which one must be. */
export interface SearchQuery {
  clauses: Clause[]
  joined: 'and' | 'or'
}

/**
 * Reads Stripe's search query language (https://docs.stripe.com/search#search-query-language):
 * clauses such as `email:"a@b.c"`, joined by AND (or by nothing but a space) or by OR, never by
 * both. Throws the 400 that Stripe answers to what it cannot read or is not searchable.
 */
export function readSearchQuery(kind: Searchable, query: string): SearchQuery {
  const clauses: Clause[] = []
  const words = new Set<string>()
  let rest = query.trim()
  while (rest !== '') {
    const match = CLAUSE.exec(rest)
    if (!match) throw unreadable(query)
    clauses.push(clause(kind, query, match))
    rest = rest.slice(match[0].length)
    if (rest === '') break
    const word = /^(AND|OR)\s+/i.exec(rest)
    // Two clauses with a space between them are joined by AND.
    if (!word && !/\s$/.test(match[0])) throw unreadable(query)
    words.add(word?.[1]?.toLowerCase() ?? 'and')
    rest = rest.slice(word?.[0].length ?? 0)
    if (rest === '') throw unreadable(query)
  }
  if (clauses.length === 0) throw unreadable(query)
  if (words.size > 1) {
    throw refused('You cannot combine AND and OR in the same search query.')
  }
  if (clauses.length > 10) {
    throw refused('You can combine up to 10 query clauses in a search query.')
  }
  return { clauses, joined: words.has('or') ? 'or' : 'and' }
}

/** A field (or a metadata key), what is asked of it and the value. */
const CLAUSE =
  /^(-?)(?:([\w.]+)|metadata\[\s*(?:"([^"]+)"|'([^']+)')\s*\])\s*(:|~|>=|<=|>|<)\s*("(?:[^"\\]|\\.)*"|'(?:[^'\\]|\\.)*'|null|true|false|-?\d+(?:\.\d+)?)(?:\s+|$)/i

function clause(kind: Searchable, query: string, match: RegExpExecArray): Clause {
  const [, minus, field, double, single, sign, raw = ''] = match
  const operator = OPERATORS.find((candidate) => candidate === sign) ?? ':'
  const type = field === undefined ? 'token' : fieldType(kind, field)
  if (field !== undefined && type === undefined) {
    throw refused(`Field \`${field}\` is an unsupported search field for resource \`${kind}s\`.`)
  }
  const name = field ?? `metadata["${double ?? single ?? ''}"]`
  const quoted = /^["']/.test(raw)
  const numeric = type === 'number'
  const isNull = raw.toLowerCase() === 'null'
  if (operator === '~' && type !== 'string') {
    throw refused(`Operator \`~\` is not supported for field \`${name}\`.`)
  }
  if (/[<>]/.test(operator) && !numeric) {
    throw refused(`Operator \`${operator}\` is not supported for field \`${name}\`.`)
  }
  const value = quoted ? raw.slice(1, -1).replaceAll(/\\(.)/g, '$1') : raw
  if (numeric && !isNull && !/^-?\d+(\.\d+)?$/.test(value)) throw unreadable(query)
  // Numbers, null and the two truth values may stand bare, texts may not.
  if (!quoted && !isNull && !numeric && /^-?\d/.test(raw) && type === 'string') {
    throw unreadable(query)
  }
  if (operator === '~' && value.length < 3) {
    throw refused(`Substring search on \`${name}\` needs at least 3 characters.`)
  }
  return {
    path: field === undefined ? ['metadata', double ?? single ?? ''] : field.split('.'),
    negated: minus === '-',
    operator,
    value: isNull && !quoted ? null : value,
    numeric,
  }
}

const OPERATORS = [':', '~', '>', '>=', '<', '<='] as const

function refused(message: string): StripeError {
  return new StripeError(400, message, { param: 'query' })
}

function unreadable(query: string): StripeError {
  return refused(
    `We were unable to parse your search query: ${query}. See https://stripe.com/docs/search for how queries are written.`,
  )
}
