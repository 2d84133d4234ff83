import type { Expr, ExprBinary } from 'pgsql-ast-parser'
import type { Compiler } from './compiler.ts'
import { compileExpression } from './expression.ts'
import { queryError } from './query-error.ts'
import { ESCAPE } from './rewrite.ts'
import type { Piece, Scope } from './scope.ts'

/** Compiles an expression that is true or false, as WHERE, HAVING, ON and WHEN need it. */
export function compileCondition(expr: Expr, scope: Scope, compiler: Compiler): string {
  const { coerce } = compiler
  const value = (one: Expr) => compileExpression(one, scope, compiler)
  switch (expr.type) {
    case 'binary':
      return compileBinary(expr, scope, compiler)
    case 'unary': {
      if (expr.op === 'NOT') return `(not ${compileCondition(expr.operand, scope, compiler)})`
      const operand = value(expr.operand)
      // Oracle has no empty text: it is NULL.
      const sql =
        operand.type === 'text'
          ? `nullif(${coerce.as(operand, 'text')}, '')`
          : coerce.plain(operand)
      if (expr.op === 'IS NULL') return `(${sql} is null)`
      if (expr.op === 'IS NOT NULL') return `(${sql} is not null)`
      break
    }
    case 'ternary': {
      const operand = value(expr.value)
      const [low, from] = coerce.pair(operand, value(expr.lo))
      const [high, to] = coerce.pair(operand, value(expr.hi))
      const between = `(${low} >= ${from} and ${high} <= ${to})`
      return expr.op === 'NOT BETWEEN' ? `(not ${between})` : between
    }
    case 'call': {
      const [inner] = expr.args
      if (expr.function.name.toLowerCase() === 'regexp_like') {
        const texts = expr.args.slice(0, 2).map((one) => coerce.as(value(one), 'text'))
        if (texts.length === 2) return `regexp_like(${texts.join(', ')})`
      }
      const isQuery =
        inner?.type === 'select' || inner?.type === 'union' || inner?.type === 'union all'
      if (expr.function.name.toLowerCase() !== 'exists' || !isQuery) break
      return `exists (${compiler.compileSelect(inner, scope).sql})`
    }
    case 'list': {
      const [only] = expr.expressions
      if (only && expr.expressions.length === 1) return compileCondition(only, scope, compiler)
      break
    }
    default:
  }
  throw queryError('Invalid or unsupported search query: a condition was expected.')
}

function compileBinary(expr: ExprBinary, scope: Scope, compiler: Compiler): string {
  const { coerce } = compiler
  const { op } = expr
  if (op === 'AND' || op === 'OR') {
    const left = compileCondition(expr.left, scope, compiler)
    const right = compileCondition(expr.right, scope, compiler)
    return `(${left} ${op.toLowerCase()} ${right})`
  }
  if (op === 'IN' || op === 'NOT IN') return compileIn(expr, op, scope, compiler)
  if (op === 'LIKE' || op === 'NOT LIKE') return compileLike(expr, op, scope, compiler)
  const left = compileExpression(expr.left, scope, compiler)
  const right = compileExpression(expr.right, scope, compiler)
  const comparison = COMPARISONS.get(op)
  if (comparison === undefined) throw queryError(`Invalid operator '${op}'.`)
  const [one, other] = coerce.pair(left, right)
  return `(${one} ${comparison} ${other})`
}

/** Oracle's LIKE has no escape character unless ESCAPE names one. */
function compileLike(
  { left, right }: ExprBinary,
  op: 'LIKE' | 'NOT LIKE',
  scope: Scope,
  compiler: Compiler,
): string {
  const escaped = right.type === 'call' && right.function.name === ESCAPE ? right.args : [right]
  const [text, pattern, escape] = [left, ...escaped].map((one) =>
    compiler.coerce.as(compileExpression(one, scope, compiler), 'text'),
  )
  return `(${text ?? ''} ${op.toLowerCase()} ${pattern ?? ''} escape ${escape ?? `''`})`
}

const COMPARISONS = new Map<string, string>([
  ['=', '='],
  ['!=', '<>'],
  ['<', '<'],
  ['<=', '<='],
  ['>', '>'],
  ['>=', '>='],
])

/** Most values NetSuite takes in one IN list. */
const IN_LIMIT = 1000

function compileIn(
  { left: leftExpr, right }: ExprBinary,
  op: 'IN' | 'NOT IN',
  scope: Scope,
  compiler: Compiler,
): string {
  const { coerce } = compiler
  const left = compileExpression(leftExpr, scope, compiler)
  const operator = op.toLowerCase()
  if (right.type === 'select' || right.type === 'union' || right.type === 'union all') {
    const select = compiler.compileSelect(right, scope)
    const [column] = select.columns
    if (!column || select.columns.length > 1) throw queryError('Too many values in a subquery.')
    const inner: Piece = { sql: 'i.c0', type: column.type }
    const [one, other] = coerce.pair(left, inner)
    return `(${one} ${operator} (select ${other} from (${select.sql}) i))`
  }
  const values = right.type === 'list' ? right.expressions : [right]
  if (values.length > IN_LIMIT)
    throw queryError('The maximum number of expressions in a list is 1000.')
  const pairs = values.map((one) => coerce.pair(left, compileExpression(one, scope, compiler)))
  const [first] = pairs
  if (!first) throw queryError('Invalid or unsupported search query.')
  return `(${first[0]} ${operator} (${pairs.map(([, other]) => other).join(', ')}))`
}
