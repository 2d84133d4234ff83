import type { Expr, OrderByStatement } from 'pgsql-ast-parser'
import { queryError } from './query-error.ts'

/**
 * Compiles ORDER BY. A key is the position or the name of an output column, or any expression;
 * empty values come last, first when descending, as in Oracle.
 */
export function compileOrder(
  orderBy: OrderByStatement[],
  columns: { name: string }[],
  compile: (expr: Expr) => string,
): string {
  const keys = orderBy.map(({ by, order, nulls }) => {
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
