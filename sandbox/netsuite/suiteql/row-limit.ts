import type { Expr, LimitStatement } from 'pgsql-ast-parser'
import { queryError } from './query-error.ts'

/** `FETCH FIRST n ROWS ONLY` and `OFFSET n ROWS` as SQL. */
export function rowsAndOffset(
  limit: LimitStatement | null | undefined,
  tools: { params: (string | number | null)[] },
  most: number | null = null,
): string {
  const wanted = [most, wholeNumber(limit?.limit, tools)].filter((one) => one !== null)
  const offset = wholeNumber(limit?.offset, tools)
  return [
    wanted.length === 0 ? '' : `limit ${Math.min(...wanted)}`,
    offset === null ? '' : `offset ${offset}`,
  ]
    .filter(Boolean)
    .join(' ')
}

/** The whole number that an expression stands for: written out, or a bound parameter. */
export function wholeNumber(
  expr: Expr | null | undefined,
  { params }: { params: (string | number | null)[] },
): number | null {
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
