import { NodeError } from '../../errors.ts'

/** What stands for a name in a query: SQL with a `?` for each value bound to it. */
export interface Bound {
  sql: string
  value: string | readonly string[]
}

/** Texts in quotes stay as they are; `:name` outside of them is a parameter. */
const PARTS = /'(?:[^']|'')*'|--[^\n]*|:([a-z]\w*)/gi

/**
 * Replaces every `:name` of a query by its bound value, in order. Throws NodeError for a name that
 * nobody gives a value.
 */
export function bindNames(
  sql: string,
  values: ReadonlyMap<string, Bound>,
): { sql: string; params: string[] } {
  const params: string[] = []
  const bound = sql.replace(PARTS, (part: string, name: string | undefined) => {
    if (!name) return part
    const value = values.get(name.toLowerCase())
    if (!value)
      throw new NodeError({
        class: 'value',
        code: 'query-parameter',
        field: 'sql',
        message: `The query asks for :${name}, which has no value. Add the parameter, or correct the query.`,
      })
    params.push(...[value.value].flat())
    return value.sql
  })
  return { sql: bound.trim().replace(/;$/, ''), params }
}

/** Names that a query asks for, in lower case. */
export function namesIn(sql: string): string[] {
  return [...sql.matchAll(PARTS)].flatMap(([, name]) => name?.toLowerCase() ?? [])
}
