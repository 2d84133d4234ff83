import type { SelectFromUnion, SelectStatement } from 'pgsql-ast-parser'
import type { Compiler } from './compiler.ts'
import { compileOrder } from './order.ts'
import { queryError } from './query-error.ts'
import { rowsAndOffset } from './row-limit.ts'
import type { CompiledSelect, Scope } from './scope.ts'
import type { SqlType } from './table.ts'

/**
 * Compiles UNION, UNION ALL, MINUS and INTERSECT. Oracle works them off from left to right; the
 * parser nests them to the right and leaves the ORDER BY of the whole with its last query.
 */
export function compileSetOperations(
  union: SelectFromUnion,
  outer: Scope | null,
  compiler: Compiler,
  nextId: () => string,
): CompiledSelect {
  const { operands, operators } = flatten(union)
  const last = operands.at(-1)
  const whole = last?.type === 'select' ? last : undefined
  const selects = operands.map((operand) =>
    compiler.compileSelect(
      operand === whole ? { ...whole, orderBy: undefined, limit: undefined } : operand,
      outer,
    ),
  )
  const [first] = selects
  if (!first) throw queryError('Invalid or unsupported search query.')
  const types = first.columns.map((_, index) => commonType(selects, index, compiler))
  const sides = selects.map((select) => {
    if (select.columns.length !== first.columns.length) {
      throw queryError('Both sides of a UNION need the same number of columns.')
    }
    const id = nextId()
    const list = select.columns.map(({ type }, index) => {
      const sql = compiler.coerce.as({ sql: `${id}.c${index}`, type }, types[index] ?? type)
      return `${sql} as c${index}`
    })
    return `select ${list.join(', ')} from (${select.sql}) ${id}`
  })
  const combined = sides.reduce((left, right, index) =>
    index === 0 ? right : `(${left}) ${operators[index - 1] ?? 'union'} (${right})`,
  )
  const columns = first.columns.map(({ name, type }, index) => ({
    name,
    type: types[index] ?? type,
  }))
  const order = compileOrder(whole?.orderBy ?? [], columns, () => {
    throw queryError('ORDER BY of a UNION must name a column of its result.')
  })
  const limit = rowsAndOffset(whole?.limit, compiler)
  if (order === '' && limit === '') return { sql: combined, columns }
  const list = columns.map((_, index) => `c${index}`).join(', ')
  return { sql: `select ${list} from (${combined}) ${nextId()} ${order} ${limit}`, columns }
}

type Operator = 'union' | 'union all' | 'except' | 'intersect'

function flatten(union: SelectFromUnion): { operands: SelectStatement[]; operators: Operator[] } {
  const operands: SelectStatement[] = [union.left]
  const operators: Operator[] = []
  let rest: SelectStatement = union
  while (rest.type === 'union' || rest.type === 'union all') {
    const { right, type }: SelectFromUnion = rest
    const first: SelectStatement =
      right.type === 'union' || right.type === 'union all' ? right.left : right
    const marker = markerOf(first)
    if (marker) operators.push(marker)
    else {
      // The union after a marker belongs to the marker itself.
      if (operators.length < operands.length) operators.push(type)
      operands.push(first)
    }
    if (right === first) break
    rest = right
  }
  return { operands, operators }
}

/** `SELECT "$minus"` and its like, which the rewriting of the text has put between two queries. */
function markerOf(select: SelectStatement): Operator | null {
  if (select.type !== 'select' || select.from) return null
  const expr = select.columns?.[0]?.expr
  if (expr?.type !== 'ref') return null
  if (expr.name === '$minus' || expr.name === '$except') return 'except'
  return expr.name === '$intersect' ? 'intersect' : null
}

function commonType(selects: CompiledSelect[], index: number, { coerce }: Compiler): SqlType {
  return coerce.common(
    selects.map(({ columns }) => ({ sql: '', type: columns[index]?.type ?? 'text' })),
  )
}
