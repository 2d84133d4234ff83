import type { From, SelectFromStatement, SelectStatement, WithStatement } from 'pgsql-ast-parser'
import { compileCondition } from './condition.ts'
import type { Compiler } from './compiler.ts'
import { compileExpression } from './expression.ts'
import { compileOrder } from './order.ts'
import { splitOuterJoins } from './outer-join.ts'
import { queryError } from './query-error.ts'
import { rowsAndOffset, wholeNumber } from './row-limit.ts'
import { limitBeforeGrouping, splitRowLimit } from './row-number.ts'
import { selectSource, tableSource, type CompiledSelect, type Scope, type Source } from './scope.ts'
import { compileSetOperations } from './set-operations.ts'

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
        return compileSetOperations(statement, outer, compiler(), nextId)
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
  const entries = (select.from ?? []).map((from) => compileFrom(from, scope, compiler, nextId))
  const limited = splitRowLimit(select, (expr) => wholeNumber(expr, compiler))
  const { outer: outerSources, where } = splitOuterJoins(limited.where, scope.sources)
  if (outerSources.length > 0 && entries.some(({ ansi }) => ansi)) {
    throw queryError('Old style outer join (+) cannot be used with ANSI joins.')
  }
  const columns = namedColumns(
    limited.columns.flatMap(({ expr, alias }) => {
      if (expr.type === 'ref' && expr.name === '*') {
        return allColumns(scope, expr.table?.name.toLowerCase())
      }
      const piece = compileExpression(expr, scope, compiler)
      const name = alias?.name ?? (expr.type === 'ref' ? expr.name : '')
      return [{ name: name.toLowerCase(), type: piece.type, sql: compiler.coerce.plain(piece) }]
    }),
  )
  const sqlOf = (one: Parameters<typeof compileExpression>[0]) =>
    compiler.coerce.plain(compileExpression(one, scope, compiler))
  const conditions = where.map((one) => compileCondition(one, scope, compiler))
  const outerJoins = outerSources.map(({ source, conditions: on }) => ({
    source,
    on: on.map((one) => compileCondition(one, scope, compiler)).join(' and '),
  }))
  const groups = (select.groupBy ?? []).map(sqlOf)
  const having = select.having ? compileCondition(select.having, scope, compiler) : null
  const order = compileOrder(select.orderBy ?? [], columns, sqlOf)
  const isOuter = (source: Source) => outerJoins.some((join) => join.source === source)
  const joins = [
    ...entries
      .filter(({ source }) => !isOuter(source))
      .map(({ render }, index) => render(index === 0)),
    ...outerJoins.map(({ source, on }) => `left join ${source.sql()} on ${on}`),
  ]
  const from = [
    joins.length === 0 ? '' : `from ${joins.join(' ')}`,
    conditions.length === 0 ? '' : `where ${conditions.join(' and ')}`,
  ].join(' ')
  const list = columns.map(({ sql }, index) => `${sql} as c${index}`).join(', ')
  const head = `select ${select.distinct === 'distinct' ? 'distinct ' : ''}${list}`
  const tail = [
    groups.length === 0 ? '' : `group by ${groups.join(', ')}`,
    having === null ? '' : `having ${having}`,
    order,
  ]
  const isGrouped = groups.length > 0 || scope.aggregated === true
  const early =
    limited.rows !== null && isGrouped && scope.sources.length > 0
      ? limitBeforeGrouping(from, scope.sources, limited.rows)
      : null
  const most = early ? null : limited.rows
  const parts = early
    ? [early.within(head), early.from, ...tail.map(early.within)]
    : [head, from, ...tail]
  return {
    sql: [...parts, rowsAndOffset(select.limit, compiler, most)].filter(Boolean).join(' '),
    columns: columns.map(({ name, type }) => ({ name, type })),
  }
}

/** Expressions without a name are called expr1, expr2 … */
function namedColumns<Column extends { name: string }>(columns: Column[]): Column[] {
  let unnamed = 0
  return columns.map((column) => ({
    ...column,
    name: column.name === '' ? `expr${(unnamed += 1)}` : column.name,
  }))
}

/** An entry of FROM; its SQL is made last, when the columns that are used are known. */
interface FromEntry {
  source: Source
  /** Whether it is written as a JOIN. */
  ansi: boolean
  render: (isFirst: boolean) => string
}

/** Adds an entry of FROM to the scope. */
function compileFrom(
  from: From,
  scope: Scope,
  compiler: Compiler,
  nextId: () => string,
): FromEntry {
  const source = sourceOf(from, scope, compiler, nextId())
  if (scope.sources.some(({ alias }) => alias === source.alias)) {
    throw queryError(`Duplicate table alias '${source.alias}'.`)
  }
  scope.sources.push(source)
  const { join } = from
  const cross = (isFirst: boolean) => `${isFirst ? '' : 'cross join '}${source.sql()}`
  if (!join) return { source, ansi: false, render: cross }
  if (join.using) throw queryError('JOIN … USING is not supported. Use ON.')
  if (!join.on) return { source, ansi: true, render: cross }
  const on = compileCondition(join.on, scope, compiler)
  const kind = join.type.toLowerCase()
  return { source, ansi: true, render: () => `${kind} ${source.sql()} on ${on}` }
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
  return tableSource(compiler.tables, { table, alias, id })
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
