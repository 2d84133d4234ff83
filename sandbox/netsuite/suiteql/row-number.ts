import type { Expr, SelectFromStatement } from 'pgsql-ast-parser'
import { queryError } from './query-error.ts'
import { TOP } from './rewrite.ts'

/** How many rows a SELECT may take before it groups and sorts them, and what else it asks. */
interface RowLimit {
  rows: number | null
  /** The conditions of WHERE that are joined by AND, without those on ROWNUM. */
  where: Expr[]
  columns: NonNullable<SelectFromStatement['columns']>
}

/** Takes `ROWNUM <= n` and `TOP n` out of a SELECT. `valueOf` gives the number an expression stands for. */
export function splitRowLimit(
  select: SelectFromStatement,
  valueOf: (expr: Expr) => number | null,
): RowLimit {
  const all = select.columns ?? []
  const [first] = all
  const top =
    first?.expr.type === 'call' && first.expr.function.name === TOP ? first.expr.args[0] : undefined
  const limits = top ? [valueOf(top) ?? 0] : []
  const where: Expr[] = []
  for (const condition of conjuncts(select.where ?? null)) {
    const limit = rowNumberLimit(condition, valueOf)
    if (limit === null) where.push(condition)
    else limits.push(limit)
  }
  return {
    rows: limits.length === 0 ? null : Math.min(...limits),
    where,
    columns: top ? all.slice(1) : all,
  }
}

/**
 * Limits the rows that a grouped query counts: Oracle numbers rows before it groups them. `from` is
 * wrapped in a query of its own whose columns are whole rows; the result gives the new FROM and how
 * to rewrite SQL that reads its columns.
 */
export function limitBeforeGrouping(from: string, sources: { id: string }[], rows: number) {
  const list = sources.map(({ id }) => id)
  return {
    from: `from (select ${list.join(', ')} ${from} limit ${rows}) limited`,
    within: (sql: string) =>
      sql.replace(/\b(s\d+)\./g, (whole, id: string) =>
        list.includes(id) ? `(limited.${id}).` : whole,
      ),
  }
}

/** The conditions that AND joins. */
function conjuncts(where: Expr | null): Expr[] {
  if (!where) return []
  if (where.type === 'binary' && where.op === 'AND') {
    return [...conjuncts(where.left), ...conjuncts(where.right)]
  }
  return [where]
}

function rowNumberLimit(condition: Expr, valueOf: (expr: Expr) => number | null): number | null {
  if (condition.type === 'ternary' && isRowNumber(condition.value)) {
    if (condition.op === 'BETWEEN' && valueOf(condition.lo) === 1) {
      return valueOf(condition.hi) ?? 0
    }
    throw queryError('ROWNUM can only be limited from above.')
  }
  if (condition.type !== 'binary') return null
  const flipped = isRowNumber(condition.right)
  if (!flipped && !isRowNumber(condition.left)) return null
  const limit = valueOf(flipped ? condition.left : condition.right)
  const op = flipped ? FLIPPED.get(condition.op) : condition.op
  if (limit !== null && op === '<=') return Math.max(0, limit)
  if (limit !== null && op === '<') return Math.max(0, limit - 1)
  if (limit === 1 && op === '=') return 1
  // No row is the second one before there is a first: Oracle gives nothing.
  if (limit !== null && (op === '=' || op === '>' || op === '>=')) {
    return limit <= (op === '>' ? 0 : 1) && op !== '=' ? Number.MAX_SAFE_INTEGER : 0
  }
  throw queryError('ROWNUM can only be limited from above.')
}

const FLIPPED = new Map<string, string>([
  ['>=', '<='],
  ['>', '<'],
  ['<=', '>='],
  ['<', '>'],
  ['=', '='],
])

const isRowNumber = (expr: Expr): boolean =>
  expr.type === 'ref' && !expr.table && expr.name.toLowerCase() === 'rownum'
