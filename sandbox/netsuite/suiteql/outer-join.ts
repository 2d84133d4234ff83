import type { Expr } from 'pgsql-ast-parser'
import { z } from 'zod'
import { queryError } from './query-error.ts'
import { OUTER } from './rewrite.ts'
import type { Source } from './scope.ts'

/** One entry of FROM with the conditions that make it an outer one. */
interface OuterSource {
  source: Source
  conditions: Expr[]
}

/**
 * Finds Oracle's old outer joins: a condition of WHERE with `alias.column(+)` joins that entry of
 * FROM from the outside. Gives the entries that are joined so, in an order in which each comes after
 * those its conditions mention, and the conditions that are left.
 */
export function splitOuterJoins(
  where: Expr[],
  sources: Source[],
): { outer: OuterSource[]; where: Expr[] } {
  const byAlias = new Map<string, OuterSource>()
  const rest: Expr[] = []
  for (const condition of where) {
    const [alias, ...others] = new Set(outerAliases(condition, sources))
    if (alias === undefined) rest.push(condition)
    else if (others.length > 0) {
      throw queryError('A predicate may reference only one outer-joined table.')
    } else {
      const source = sources.find((one) => one.alias === alias)
      if (!source) throw queryError(`Unknown identifier '${alias}'.`)
      const known = byAlias.get(alias) ?? { source, conditions: [] }
      known.conditions.push(condition)
      byAlias.set(alias, known)
    }
  }
  return { outer: inOrder([...byAlias.values()]), where: rest }
}

function inOrder(waiting: OuterSource[]): OuterSource[] {
  const placed: OuterSource[] = []
  let left = waiting
  while (left.length > 0) {
    const ready = left.find((one) =>
      left.every(
        ({ source }) => source === one.source || !mentions(one.conditions).has(source.alias),
      ),
    )
    if (!ready) throw queryError('Two tables cannot be outer-joined to each other.')
    placed.push(ready)
    left = left.filter((one) => one !== ready)
  }
  return placed
}

function outerAliases(condition: Expr, sources: Source[]): string[] {
  return nodes(condition).flatMap((node) => {
    const call = outerCall.safeParse(node)
    if (!call.success) return []
    const [{ table, name }] = call.data.args
    if (table) return [table.name.toLowerCase()]
    const owner = sources.find(({ columnNames }) => columnNames.includes(name.toLowerCase()))
    return owner ? [owner.alias] : []
  })
}

function mentions(conditions: Expr[]): Set<string> {
  const tables = conditions.flatMap(nodes).flatMap((node) => {
    const found = reference.safeParse(node)
    return found.success && found.data.table ? [found.data.table.name.toLowerCase()] : []
  })
  return new Set(tables)
}

/** Every object within a parsed expression. */
function nodes(value: unknown): unknown[] {
  if (typeof value !== 'object' || value === null) return []
  return [value, ...Object.values(value).flatMap(nodes)]
}

const reference = z.object({
  type: z.literal('ref'),
  table: z.object({ name: z.string() }).optional(),
  name: z.string(),
})
const outerCall = z.object({
  type: z.literal('call'),
  function: z.object({ name: z.literal(OUTER) }),
  args: z.tuple([reference]),
})
