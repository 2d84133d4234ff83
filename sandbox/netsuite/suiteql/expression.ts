import type { Expr, ExprCase } from 'pgsql-ast-parser'
import { compileCall } from './call.ts'
import { localTime } from './date-functions.ts'
import type { Compiler } from './compiler.ts'
import { queryError } from './query-error.ts'
import { resolveColumn, type Piece, type Scope } from './scope.ts'
import type { SqlType } from './table.ts'

/** Compiles an expression that gives a value. Only what is listed here ever becomes SQL. */
export function compileExpression(expr: Expr, scope: Scope, compiler: Compiler): Piece {
  const { coerce, zone, now } = compiler
  switch (expr.type) {
    case 'ref':
      return compileReference(expr.table?.name.toLowerCase(), expr.name.toLowerCase(), scope, now)
    case 'string':
      // Oracle has no empty text: it is NULL.
      return { sql: '', type: 'text', literal: expr.value === '' ? null : expr.value }
    case 'integer':
      return { sql: '', type: 'integer', literal: expr.value }
    case 'numeric':
      return { sql: '', type: 'number', literal: expr.value }
    case 'null':
      return { sql: '', type: 'text', literal: null }
    case 'boolean':
      return { sql: '', type: 'text', literal: expr.value ? 'T' : 'F' }
    case 'parameter':
      return parameter(expr.name, compiler)
    case 'keyword':
      if (expr.keyword === 'current_timestamp') return { sql: now, type: 'datetime' }
      if (expr.keyword === 'current_date') {
        return { sql: `(${now} at time zone ${zone})::date`, type: 'date' }
      }
      throw queryError(`Unknown identifier '${expr.keyword}'.`)
    case 'call':
      return compileCall(expr, scope, compiler)
    case 'case':
      return compileCase(expr, scope, compiler)
    case 'cast':
      return compileCast(expr, scope, compiler)
    case 'extract': {
      const field = expr.field.name.toLowerCase()
      if (!EXTRACTED.has(field)) throw queryError(`Invalid extract field '${field}'.`)
      const from = localTime(compileExpression(expr.from, scope, compiler), compiler)
      return { sql: `extract(${field} from ${from})`, type: 'number' }
    }
    case 'unary': {
      if (expr.op !== '-' && expr.op !== '+') break
      const operand = compileExpression(expr.operand, scope, compiler)
      return { sql: `(${expr.op} ${coerce.as(operand, 'number')})`, type: 'number' }
    }
    case 'binary':
      return compileArithmetic(expr.op, expr.left, expr.right, scope, compiler)
    case 'list': {
      const [only] = expr.expressions
      if (only && expr.expressions.length === 1) return compileExpression(only, scope, compiler)
      break
    }
    case 'select':
    case 'union':
    case 'union all': {
      const select = compiler.compileSelect(expr, scope)
      const [column] = select.columns
      if (!column || select.columns.length > 1) throw queryError('Too many values in a subquery.')
      return { sql: `(${select.sql})`, type: column.type }
    }
    default:
  }
  throw queryError('Invalid or unsupported search query.')
}

const EXTRACTED = new Set(['year', 'month', 'day', 'hour', 'minute', 'second'])

function compileReference(
  table: string | undefined,
  name: string,
  scope: Scope,
  now: string,
): Piece {
  if (table === undefined && (name === 'sysdate' || name === 'systimestamp')) {
    return { sql: now, type: 'datetime' }
  }
  if (table === undefined && name === 'rownum') {
    return { sql: '(row_number() over ())', type: 'integer' }
  }
  return resolveColumn(scope, table, name)
}

function parameter(name: string, { params }: Compiler): Piece {
  const value = params[Number(name.slice(1)) - 1]
  if (value === undefined) throw queryError('Missing a value for a query parameter.')
  return {
    sql: '',
    type: typeof value === 'number' ? 'number' : 'text',
    literal: value === '' ? null : value,
  }
}

function compileCase(expr: ExprCase, scope: Scope, compiler: Compiler): Piece {
  const { coerce } = compiler
  const whens = expr.whens.map(({ when, value }) => ({
    condition: expr.value
      ? compiler.compileCondition({ type: 'binary', op: '=', left: expr.value, right: when }, scope)
      : compiler.compileCondition(when, scope),
    result: compileExpression(value, scope, compiler),
  }))
  const otherwise = expr.else ? compileExpression(expr.else, scope, compiler) : undefined
  const type = coerce.common([
    ...whens.map(({ result }) => result),
    ...(otherwise ? [otherwise] : []),
  ])
  const body = whens.map(
    ({ condition, result }) => `when ${condition} then ${coerce.as(result, type)}`,
  )
  const end = otherwise ? ` else ${coerce.as(otherwise, type)}` : ''
  return { sql: `(case ${body.join(' ')}${end} end)`, type }
}

function compileCast(
  expr: Extract<Expr, { type: 'cast' }>,
  scope: Scope,
  compiler: Compiler,
): Piece {
  const target = 'name' in expr.to ? expr.to.name.toLowerCase() : ''
  const operand = compileExpression(expr.operand, scope, compiler)
  // DATE '2026-01-31' is an ISO literal, unlike text that is compared with a date.
  if (target === 'date' && typeof operand.literal === 'string') {
    if (!/^\d{4}-\d{2}-\d{2}$/.test(operand.literal)) throw queryError('Invalid date literal.')
    return { sql: compiler.binder.bind(operand.literal, 'date'), type: 'date' }
  }
  const type = CASTS.get(target)
  if (type === undefined) throw queryError(`Invalid data type '${target}'.`)
  const sql = compiler.coerce.as(operand, type === 'integer' ? 'number' : type)
  return { sql: type === 'integer' ? `round(${sql})::bigint` : sql, type }
}

const CASTS = new Map<string, SqlType>([
  ['varchar', 'text'],
  ['varchar2', 'text'],
  ['text', 'text'],
  ['char', 'text'],
  ['integer', 'integer'],
  ['int', 'integer'],
  ['number', 'number'],
  ['numeric', 'number'],
  ['decimal', 'number'],
  ['float', 'number'],
  ['date', 'date'],
])

function compileArithmetic(
  op: string,
  leftExpr: Expr,
  rightExpr: Expr,
  scope: Scope,
  compiler: Compiler,
): Piece {
  const { coerce, zone } = compiler
  const left = compileExpression(leftExpr, scope, compiler)
  const right = compileExpression(rightExpr, scope, compiler)
  // Oracle's || treats NULL as empty text, as concat() does.
  if (op === '||') {
    return { sql: `concat(${coerce.as(left, 'text')}, ${coerce.as(right, 'text')})`, type: 'text' }
  }
  if (op !== '+' && op !== '-' && op !== '*' && op !== '/') {
    throw queryError('Invalid or unsupported search query.')
  }
  const isMoment = ({ type, literal }: Piece) =>
    literal === undefined && (type === 'date' || type === 'datetime')
  if (op === '-' && isMoment(left) && isMoment(right)) {
    const seconds = `extract(epoch from ${coerce.as(left, 'datetime')} - ${coerce.as(right, 'datetime')})`
    return { sql: `(${seconds} / 86400)`, type: 'number' }
  }
  if ((op === '+' || op === '-') && isMoment(left)) {
    const local =
      left.type === 'date' ? `(${left.sql})::timestamp` : `((${left.sql}) at time zone ${zone})`
    const days = `(${coerce.as(right, 'number')}) * interval '1 day'`
    return { sql: `((${local} ${op} ${days}) at time zone ${zone})`, type: 'datetime' }
  }
  const divisor = coerce.as(right, 'number')
  return { sql: `(${coerce.as(left, 'number')} ${op} ${divisor})`, type: 'number' }
}
