import type {
  Expr,
  From,
  SelectFromStatement,
  SelectFromUnion,
  SelectStatement,
  WithStatement,
} from 'pgsql-ast-parser'
import { compileCondition } from './condition.ts'
import { compileExpression, type Compiler } from './expression.ts'
import { queryError } from './query-error.ts'
import { selectSource, tableSource, type CompiledSelect, type Scope, type Source } from './scope.ts'
import type { SqlType } from './tables.ts'

/** Makes the compiler of SELECT statements; `nextId` gives names that are unique in the statement. */
export function createSelectCompiler(compiler: () => Compiler): Compiler['compileSelect'] {
  let count = 0
  const nextId = () => `s${(count += 1)}`
  const compile = (statement: SelectStatement, outer: Scope | null): CompiledSelect => {
    switch (statement.type) {
      case 'select':
        return compileSelect(statement, outer, compiler(), nextId)
      case 'union':
      case 'union all':
        return compileUnion(statement, outer, compile, compiler(), nextId)
      case 'with':
        return compileWith(statement, outer, compile)
      default:
        throw queryError('Invalid or unsupported search query.')
    }
  }
  return compile
}

function compileSelect(
  select: SelectFromStatement,
  outer: Scope | null,
  compiler: Compiler,
  nextId: () => string,
): CompiledSelect {
  if (select.for || select.skip || Array.isArray(select.distinct)) {
    throw queryError('Invalid or unsupported search query.')
  }
  const scope: Scope = { sources: [], named: new Map(), outer }
  const joins = (select.from ?? []).map((from) => compileFrom(from, scope, compiler, nextId))
  const { rows, where } = splitRowNumber(select.where ?? null)
  const outputs = (select.columns ?? []).flatMap(({ expr, alias }) => {
    if (expr.type === 'ref' && expr.name === '*') {
      return allColumns(scope, expr.table?.name.toLowerCase())
    }
    const piece = compileExpression(expr, scope, compiler)
    const name = alias?.name ?? (expr.type === 'ref' ? expr.name : '')
    return [{ name: name.toLowerCase(), type: piece.type, sql: compiler.coerce.plain(piece) }]
  })
  let unnamed = 0
  const columns = outputs.map((output) => ({
    ...output,
    name: output.name === '' ? `expr${(unnamed += 1)}` : output.name,
  }))
  const conditions = where.map((one) => compileCondition(one, scope, compiler))
  const groups = (select.groupBy ?? []).map((one) =>
    compiler.coerce.plain(compileExpression(one, scope, compiler)),
  )
  const having = select.having ? compileCondition(select.having, scope, compiler) : null
  const order = compileOrder(select, columns, (one) =>
    compiler.coerce.plain(compileExpression(one, scope, compiler)),
  )
  const limit = [rows, numberOf(select.limit?.limit, compiler)].filter((one) => one !== null)
  const offset = numberOf(select.limit?.offset, compiler)
  const list = columns.map(({ sql }, index) => `${sql} as c${index}`).join(', ')
  const sql = [
    `select ${select.distinct === 'distinct' ? 'distinct ' : ''}${list}`,
    joins.length === 0 ? '' : `from ${joins.map((join, index) => join(index)).join(' ')}`,
    conditions.length === 0 ? '' : `where ${conditions.join(' and ')}`,
    groups.length === 0 ? '' : `group by ${groups.join(', ')}`,
    having === null ? '' : `having ${having}`,
    order,
    limit.length === 0 ? '' : `limit ${Math.min(...limit)}`,
    offset === null ? '' : `offset ${offset}`,
  ]
  return {
    sql: sql.filter(Boolean).join(' '),
    columns: columns.map(({ name, type }) => ({ name, type })),
  }
}

/** Adds an entry of FROM to the scope; the SQL is made later, when the used columns are known. */
function compileFrom(
  from: From,
  scope: Scope,
  compiler: Compiler,
  nextId: () => string,
): (index: number) => string {
  const source = sourceOf(from, scope, compiler, nextId())
  if (scope.sources.some(({ alias }) => alias === source.alias)) {
    throw queryError(`Duplicate table alias '${source.alias}'.`)
  }
  scope.sources.push(source)
  const { join } = from
  if (!join) return (index) => `${index === 0 ? '' : 'cross join '}${source.sql()}`
  if (join.using) throw queryError('JOIN … USING is not supported. Use ON.')
  if (!join.on) return () => `cross join ${source.sql()}`
  const on = compileCondition(join.on, scope, compiler)
  const kind = join.type.toLowerCase()
  return () => `${kind} ${source.sql()} on ${on}`
}

function sourceOf(from: From, scope: Scope, compiler: Compiler, id: string): Source {
  if (from.type === 'statement') {
    return selectSource(
      compiler.compileSelect(from.statement, scope.outer),
      from.alias.toLowerCase(),
      id,
    )
  }
  if (from.type !== 'table' || from.name.schema !== undefined) {
    throw queryError('Invalid or unsupported search query.')
  }
  const table = from.name.name.toLowerCase()
  const alias = (from.name.alias ?? table).toLowerCase()
  for (let current: Scope | null = scope; current; current = current.outer) {
    const named = current.named.get(table)
    if (named) return selectSource(named, alias, id)
  }
  return tableSource(table, alias, id)
}

function allColumns(scope: Scope, table: string | undefined) {
  const sources = scope.sources.filter(({ alias }) => table === undefined || alias === table)
  if (sources.length === 0) throw queryError(`Unknown identifier '${table ?? '*'}'.`)
  return sources.flatMap((source) =>
    source.columnNames.flatMap((name) => {
      const piece = source.column(name)
      return piece ? [{ name, type: piece.type, sql: piece.sql }] : []
    }),
  )
}

function compileOrder(
  select: SelectFromStatement,
  columns: { name: string; type: SqlType }[],
  compile: (expr: Expr) => string,
): string {
  const keys = (select.orderBy ?? []).map(({ by, order, nulls }) => {
    const position =
      by.type === 'integer'
        ? by.value - 1
        : by.type === 'ref' && !by.table
          ? columns.findIndex(({ name }) => name === by.name.toLowerCase())
          : -1
    if (by.type === 'integer' && !columns[position]) throw queryError('Invalid ORDER BY position.')
    const sql = columns[position] ? `c${position}` : compile(by)
    const descending = order === 'DESC'
    const empty = (nulls ?? (descending ? 'FIRST' : 'LAST')).toLowerCase()
    return `${sql} ${descending ? 'desc' : 'asc'} nulls ${empty}`
  })
  return keys.length === 0 ? '' : `order by ${keys.join(', ')}`
}

function compileUnion(
  union: SelectFromUnion,
  outer: Scope | null,
  compile: Compiler['compileSelect'],
  { coerce }: Compiler,
  nextId: () => string,
): CompiledSelect {
  const left = compile(union.left, outer)
  const right = compile(union.right, outer)
  if (left.columns.length !== right.columns.length) {
    throw queryError('Both sides of a UNION need the same number of columns.')
  }
  const types = left.columns.map(({ type }, index) =>
    coerce.common([
      { sql: '', type },
      { sql: '', type: right.columns[index]?.type ?? type },
    ]),
  )
  const side = (select: CompiledSelect) => {
    const id = nextId()
    const list = select.columns.map(({ type }, index) => {
      const sql = coerce.as({ sql: `${id}.c${index}`, type }, types[index] ?? type)
      return `${sql} as c${index}`
    })
    return `select ${list.join(', ')} from (${select.sql}) ${id}`
  }
  return {
    sql: `${side(left)} ${union.type} ${side(right)}`,
    columns: left.columns.map(({ name, type }, index) => ({ name, type: types[index] ?? type })),
  }
}

function compileWith(
  statement: WithStatement,
  outer: Scope | null,
  compile: Compiler['compileSelect'],
): CompiledSelect {
  const scope: Scope = { sources: [], named: new Map(), outer }
  for (const { alias, statement: bound } of statement.bind) {
    if (!isSelect(bound)) throw queryError('Invalid or unsupported search query.')
    scope.named.set(alias.name.toLowerCase(), compile(bound, scope))
  }
  if (!isSelect(statement.in)) throw queryError('Invalid or unsupported search query.')
  return compile(statement.in, scope)
}

const isSelect = (statement: WithStatement['in']): statement is SelectStatement =>
  ['select', 'union', 'union all', 'with'].includes(statement.type)

/** Takes `ROWNUM <= n` out of a WHERE clause, whose other conditions come back as a list. */
function splitRowNumber(where: Expr | null): { rows: number | null; where: Expr[] } {
  if (!where) return { rows: null, where: [] }
  if (where.type === 'binary' && where.op === 'AND') {
    const left = splitRowNumber(where.left)
    const right = splitRowNumber(where.right)
    const rows = [left.rows, right.rows].filter((one) => one !== null)
    return {
      rows: rows.length === 0 ? null : Math.min(...rows),
      where: [...left.where, ...right.where],
    }
  }
  if (
    where.type === 'binary' &&
    where.left.type === 'ref' &&
    where.left.name.toLowerCase() === 'rownum'
  ) {
    const { op, right } = where
    if (right.type === 'integer' && (op === '<=' || op === '<')) {
      return { rows: Math.max(0, op === '<' ? right.value - 1 : right.value), where: [] }
    }
    if (right.type === 'integer' && op === '=' && right.value === 1) return { rows: 1, where: [] }
    throw queryError('Only ROWNUM <= n is supported.')
  }
  return { rows: null, where: [where] }
}

function numberOf(expr: Expr | null | undefined, { params }: Compiler): number | null {
  if (!expr) return null
  const value =
    expr.type === 'integer'
      ? expr.value
      : expr.type === 'parameter'
        ? Number(params[Number(expr.name.slice(1)) - 1])
        : NaN
  if (Number.isInteger(value) && value >= 0) return value
  throw queryError('Invalid row limit.')
}
