import { parse, type SelectStatement } from 'pgsql-ast-parser'
import { queryError } from './query-error.ts'

/**
 * Parses one SuiteQL query. The parser speaks Postgres, so what differs is rewritten first:
 * comments go, `?` becomes `$1`, `$2` …, and a minus sign is set apart from the number after it
 * (the lexer would read `a -1` as two values).
 */
export function parseQuery(q: string): SelectStatement {
  const known = PARSED.get(q)
  if (known) return known
  const statement = parseOnce(q)
  if (PARSED.size >= 500) PARSED.clear()
  PARSED.set(q, statement)
  return statement
}

/** Clients ask the same text with other parameters again and again, and parsing costs milliseconds. */
const PARSED = new Map<string, SelectStatement>()

function parseOnce(q: string): SelectStatement {
  let statements
  try {
    statements = parse(rewrite(q))
  } catch (error) {
    const [first = ''] = error instanceof Error ? error.message.split('\n') : []
    throw queryError(`Invalid or unsupported search query. ${first}`)
  }
  const [statement] = statements
  if (!statement || statements.length > 1) throw queryError('Invalid or unsupported search query.')
  switch (statement.type) {
    case 'select':
    case 'union':
    case 'union all':
    case 'with':
      return statement
    default:
      throw queryError('Invalid or unsupported search query.')
  }
}

function rewrite(q: string): string {
  let parameters = 0
  return q.replace(TOKENS, (token, offset: number) => {
    if (token === '?') return `$${(parameters += 1)}`
    if (token.startsWith('--') || token.startsWith('/*')) return ' '
    if (token === '-') return /[\w)'"?]\s*$/.test(q.slice(0, offset)) ? ' - ' : '-'
    return token
  })
}

/** Strings and quoted names are matched so that nothing inside them is rewritten. */
const TOKENS = /'(?:[^']|'')*'|"[^"]*"|--[^\n]*|\/\*[\s\S]*?\*\/|\?|-/g
