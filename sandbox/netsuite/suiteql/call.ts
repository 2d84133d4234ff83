import type { ExprCall } from 'pgsql-ast-parser'
import type { Compiler } from './compiler.ts'
import { AGGREGATES, compileFunction, WINDOW_FUNCTIONS } from './functions.ts'
import { compileOrder } from './order.ts'
import { queryError } from './query-error.ts'
import { OUTER } from './rewrite.ts'
import type { Piece, Scope } from './scope.ts'

/** Compiles a call: functions, aggregates with DISTINCT, LISTAGG, and windows with OVER. */
export function compileCall(call: ExprCall, scope: Scope, compiler: Compiler): Piece {
  const plainName = call.function.name.toLowerCase()
  const schema = call.function.schema?.toLowerCase()
  const name = schema === undefined ? plainName : `${schema}.${plainName}`
  const [first] = call.args
  if (call.filter || call.orderBy) {
    throw queryError(`Unsupported clause after the function '${name.toUpperCase()}'.`)
  }
  if (name === OUTER && first) return compiler.compileExpression(first, scope)
  if (name === 'listagg') return compileListAgg(call, scope, compiler)
  if (call.withinGroup) {
    throw queryError(`Unsupported clause after the function '${name.toUpperCase()}'.`)
  }
  const isStar = first?.type === 'ref' && first.name === '*'
  const compiled: Piece =
    name === 'count' && isStar
      ? { sql: 'count(*)', type: 'integer' }
      : compileFunction(
          name,
          call.args.map((arg) => compiler.compileExpression(arg, scope)),
          compiler,
        )
  if (AGGREGATES.has(name) && !call.over) scope.aggregated = true
  if (call.over) return over(call, compiled, name, scope, compiler)
  if (WINDOW_FUNCTIONS.has(name)) {
    throw queryError(`Missing OVER after the function '${name.toUpperCase()}'.`)
  }
  if (call.distinct !== 'distinct') return compiled
  if (!AGGREGATES.has(name)) throw queryError('DISTINCT is only allowed in aggregate functions.')
  return { ...compiled, sql: compiled.sql.replace('(', '(distinct ') }
}

function over(
  call: ExprCall,
  compiled: Piece,
  name: string,
  scope: Scope,
  compiler: Compiler,
): Piece {
  if (!AGGREGATES.has(name) && !WINDOW_FUNCTIONS.has(name)) {
    throw queryError(`OVER is not allowed after the function '${name.toUpperCase()}'.`)
  }
  const sql = (one: ExprCall['args'][number]) =>
    compiler.coerce.plain(compiler.compileExpression(one, scope))
  const partition = (call.over?.partitionBy ?? []).map(sql)
  const parts = [
    partition.length === 0 ? '' : `partition by ${partition.join(', ')}`,
    compileOrder(call.over?.orderBy ?? [], [], sql),
  ]
  return {
    sql: `(${compiled.sql} over (${parts.filter(Boolean).join(' ')}))`,
    type: compiled.type,
  }
}

function compileListAgg(call: ExprCall, scope: Scope, compiler: Compiler): Piece {
  scope.aggregated = true
  const [value, separator] = call.args.map((arg) => compiler.compileExpression(arg, scope))
  if (!value) throw queryError('Incorrect number of parameters for a function.')
  const text = compiler.coerce.as(value, 'text')
  const between = separator ? compiler.coerce.as(separator, 'text') : `''`
  const order = compileOrder(call.withinGroup ? [call.withinGroup] : [], [], (one) =>
    compiler.coerce.plain(compiler.compileExpression(one, scope)),
  )
  const distinct = call.distinct === 'distinct' ? 'distinct ' : ''
  return { sql: `string_agg(${distinct}${text}, ${between} ${order})`, type: 'text' }
}
