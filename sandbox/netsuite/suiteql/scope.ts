import { queryError } from './query-error.ts'
import type { SqlType, Table } from './table.ts'

/** A compiled piece of a query. Values of the user's are only ever bound parameters. */
export interface Piece {
  sql: string
  type: SqlType
  /** Present on plain values: they take the type of what they stand beside. */
  literal?: string | number | null
  /** SQL of what BUILTIN.DF and BUILTIN.CF give, for columns that have it. */
  display?: () => string
  compound?: () => string
}

/** Collects bound parameters; the same value with the same type is bound once (GROUP BY needs it). */
export interface Binder {
  values: (string | null)[]
  bind: (value: string | number | null, type: string) => string
}

export function createBinder(): Binder {
  const values: (string | null)[] = []
  const known = new Map<string, string>()
  return {
    values,
    bind: (value, type) => {
      const key = JSON.stringify([value, type])
      const bound =
        known.get(key) ?? `$${values.push(value === null ? null : String(value))}::${type}`
      known.set(key, bound)
      return bound
    },
  }
}

/** What one query sees: its own FROM, then the FROM of the queries around it. */
export interface Scope {
  sources: Source[]
  /** Queries named by WITH. */
  named: Map<string, CompiledSelect>
  outer: Scope | null
  /** Whether an aggregate has been compiled in it. */
  aggregated?: boolean
}

/** One entry of FROM. */
export interface Source {
  /** Its name in SQL, unique within the whole statement. */
  id: string
  /** The name the query uses, and the table it stands for; for messages. */
  alias: string
  table: string
  columnNames: string[]
  column: (name: string) => Piece | undefined
  /** The SQL of this entry; call it last, since it selects only columns that were used. */
  sql: () => string
}

/** A compiled SELECT: its output columns are called c0, c1 … in SQL. */
export interface CompiledSelect {
  sql: string
  columns: { name: string; type: SqlType }[]
}

/** A table of the whitelist as a source. `id` must be unique within the whole statement. */
export function tableSource(
  tables: Record<string, Table>,
  { table, alias, id }: { table: string; alias: string; id: string },
): Source {
  const definition = Object.hasOwn(tables, table) ? tables[table] : undefined
  if (!definition) throw queryError(`Invalid search type: ${table}.`)
  const used = new Map<string, string>()
  const use = (name: string, sql: string) => {
    used.set(name, sql)
    return `${id}."${name}"`
  }
  return {
    id,
    alias,
    table,
    columnNames: Object.keys(definition.columns),
    column: (name) => {
      const found = Object.hasOwn(definition.columns, name) ? definition.columns[name] : undefined
      if (!found) return undefined
      const { display, compound } = found
      return {
        sql: use(name, found.sql),
        type: found.type,
        display: display === undefined ? undefined : () => use(`${name}$df`, display),
        compound: compound === undefined ? undefined : () => use(`${name}$cf`, compound),
      }
    },
    sql: () => {
      const list = [...used].map(([name, sql]) => `${sql} as "${name}"`)
      return `(select ${list.join(', ') || '1'} from ${definition.source}) ${id}`
    },
  }
}

/** The result of another query as a source. */
export function selectSource(select: CompiledSelect, alias: string, id: string): Source {
  return {
    id,
    alias,
    table: alias,
    columnNames: select.columns.map(({ name }) => name),
    column: (name) => {
      const index = select.columns.findIndex((column) => column.name === name)
      const found = select.columns[index]
      return found ? { sql: `${id}.c${index}`, type: found.type } : undefined
    },
    sql: () => `(${select.sql}) ${id}`,
  }
}

/** Resolves `name` or `alias.name`; unknown and ambiguous names are refused. */
export function resolveColumn(scope: Scope, table: string | undefined, name: string): Piece {
  for (let current: Scope | null = scope; current; current = current.outer) {
    const sources = current.sources.filter(({ alias }) => table === undefined || alias === table)
    const found = sources.flatMap((source) => source.column(name) ?? [])
    const [first] = found
    if (first && found.length > 1) throw queryError(`Ambiguous identifier '${name}'.`)
    if (first) return first
  }
  const shown = table === undefined ? name : `${table}.${name}`
  throw queryError(
    `Unknown identifier '${shown}'. Available identifiers are: ${identifiers(scope)}`,
  )
}

const identifiers = ({ sources }: Scope): string =>
  `{${sources.map(({ alias, table }) => `${alias}=${table}`).join(', ')}}`
