import { parse, type SelectStatement } from 'pgsql-ast-parser'
import { queryError } from './query-error.ts'
import { rewrite } from './rewrite.ts'

/** Parses one SuiteQL query; what is no single query is refused. */
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
  const text = rewrite(q)
  let statements
  try {
    statements = parse(text)
  } catch (error) {
    throw queryError(`Invalid or unsupported search query. ${complaint(error)}`)
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

/** What the parser stumbled over; its own positions mean nothing in the text that was sent. */
function complaint(error: unknown): string {
  const message = error instanceof Error ? error.message : ''
  const [, token] = /Unexpected [^:]*token: "([^"]*)"/.exec(message) ?? []
  return token === undefined ? 'Unexpected end of the query.' : `Syntax error near '${token}'.`
}
