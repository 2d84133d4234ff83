import { queryError } from './query-error.ts'

/** Names the rewritten query uses for what the parser's grammar lacks; no user can write them bare. */
export const TOP = '$top'
export const OUTER = '$outer'
export const ESCAPE = '$escape'
const SET_OPERATORS = ['minus', 'except', 'intersect'] as const

/**
 * Rewrites Oracle's dialect into the grammar of the parser, which is that of Postgres: comments go,
 * `?` becomes `$1`, `$2` …, words after a dot or AS are quoted since Oracle reserves fewer, and what
 * Postgres writes otherwise becomes calls and selects of names that begin with a dollar sign:
 * `TOP n`, `(+)`, `LIKE … ESCAPE` and MINUS.
 */
export function rewrite(q: string): string {
  const tokens = tokenise(q)
  const out: string[] = []
  const frames: Frame[] = [{ clause: 'other', subquery: false, cast: false }]
  let parameters = 0
  let unnamed = 0
  for (let at = 0; at < tokens.length; at += 1) {
    const token = tokens[at] ?? ''
    const word = token.toLowerCase()
    const next = tokens[at + 1]?.toLowerCase()
    const before = tokens[at - 1]?.toLowerCase()
    const frame = frames.at(-1)
    if (!frame) throw queryError('Invalid or unsupported search query.')
    if (isWord(token) && next !== '(' && (before === '.' || (before === 'as' && !frame.cast))) {
      out.push(`"${word}"`)
    } else if (token === '?') out.push(`$${(parameters += 1)}`)
    else if (token === '^=') out.push('<>')
    else if (token === '(' && next === '+' && tokens[at + 2] === ')') {
      const from = out.at(-2) === '.' ? -3 : -1
      out.push(...[`"${OUTER}"`, '(', ...out.splice(from), ')'])
      at += 2
    } else if (token === '(') {
      const subquery = frame.clause === 'from' && (next === 'select' || next === 'with')
      frames.push({ clause: 'other', subquery, cast: before === 'cast' })
      out.push(token)
    } else if (token === ')') {
      frames.pop()
      out.push(token)
      if (frame.subquery && (next === undefined || FOLLOWS_SUBQUERY.has(next))) {
        out.push(`"$query${(unnamed += 1)}"`)
      }
    } else if (token === '[' || token === ']') {
      throw queryError('Invalid or unsupported search query.')
    } else if (word === 'limit' && (next === '?' || next === 'all' || /^\d/.test(next ?? ''))) {
      throw queryError(`Invalid or unsupported search query. Syntax error near '${token}'.`)
    } else if (word === 'top' && before === 'select' && /^\d+$/.test(next ?? '')) {
      out.push(`"${TOP}"`, '(', next ?? '', ')', ',')
      at += 1
    } else if (word === 'unique' && before === 'select') out.push('distinct')
    else if (SET_OPERATORS.some((one) => one === word) && (next === 'select' || next === '(')) {
      out.push('union', 'all', 'select', `"$${word}"`, 'union', 'all')
    } else if ((word === 'first' || word === 'next') && before === 'fetch' && isRows(next)) {
      out.push(token, '1')
    } else if (word === 'escape' && tokens[at + 1]?.startsWith("'")) {
      out.push(...[`"${ESCAPE}"`, '(', ...out.splice(-1), ',', tokens[at + 1] ?? '', ')'])
      at += 1
    } else out.push(number(token))
    const top = frames.at(-1)
    if (top && before !== '.') top.clause = clauseAfter(top.clause, word)
  }
  return out.join(' ')
}

interface Frame {
  /** `on` = within the FROM clause, but in the condition of a join. */
  clause: 'from' | 'on' | 'other'
  /** Whether the parenthesis holds a query in FROM, which the parser wants a name for. */
  subquery: boolean
  cast: boolean
}

/** The significant tokens of a query: no white space, no comments. */
function tokenise(q: string): string[] {
  const tokens: string[] = []
  for (const [token] of q.matchAll(TOKENS)) {
    if (/^(\s|--|\/\*)/.test(token)) continue
    tokens.push(token)
  }
  return tokens
}

const TOKENS =
  /\s+|--[^\n]*|\/\*[\s\S]*?\*\/|'(?:[^']|'')*'|"[^"]*"|[A-Za-z_][\w$#]*|(?:\d+\.?\d*|\.\d+)(?:[eE][+-]?\d+)?|<=|>=|<>|!=|\^=|\|\||./gs

const isWord = (token: string): boolean => /^[A-Za-z_]/.test(token)
const isRows = (token: string | undefined): boolean => token === 'row' || token === 'rows'

/** The parser knows no exponents. */
const number = (token: string): string =>
  /^[\d.]+e[+-]?\d+$/i.test(token) ? String(Number(token)) : token

function clauseAfter(clause: Frame['clause'], word: string): Frame['clause'] {
  if (word === 'from' || word === 'join') return 'from'
  if (clause === 'from' && word === 'on') return 'on'
  if (clause === 'on' && word === ',') return 'from'
  return ENDS_FROM.has(word) ? 'other' : clause
}

const ENDS_FROM = new Set(['where', 'select', 'group', 'order', 'having', 'union', 'fetch'])

/** What may come right after a query in FROM that has no name of its own. */
const FOLLOWS_SUBQUERY = new Set([
  ')',
  ',',
  'where',
  'group',
  'order',
  'having',
  'join',
  'inner',
  'left',
  'right',
  'full',
  'cross',
  'on',
  'union',
  'minus',
  'except',
  'intersect',
  'fetch',
  'offset',
])
