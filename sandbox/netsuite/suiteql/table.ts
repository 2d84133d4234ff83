import type { Family, Field, Fields } from '../records/record-fields.ts'
import type { RecordType } from '../records/record-types.ts'

/** What SuiteQL knows about a value. `datetime` is an instant, shown in the account's zone. */
export type SqlType = 'integer' | 'number' | 'text' | 'date' | 'datetime'

/** A column SuiteQL may read, as an expression over the table's `source`. */
export interface Column {
  sql: string
  type: SqlType
  /** What `BUILTIN.DF` shows. */
  display?: string
  /** What `BUILTIN.CF` gives. */
  compound?: string
}

/** A table SuiteQL may read: trusted SQL only, nothing of a user's. */
export interface Table {
  source: string
  columns: Record<string, Column>
}

/** Where every record is kept. */
export const RECORDS = 'sandbox.netsuite_records r'

/** SQL of a stored field as text. */
export const field = (name: string, values = 'r.fields'): string => `(${values}->>'${name}')`

export const column = (sql: string, type: SqlType, rest: Partial<Column> = {}): Column => ({
  sql,
  type,
  ...rest,
})
export const text = (name: string): Column => column(field(name), 'text')
export const number = (name: string): Column => column(`${field(name)}::numeric`, 'number')
export const date = (name: string): Column => column(`${field(name)}::date`, 'date')

/** T or F; shown as Yes or No. */
export const flag = (condition: string): Column => {
  const is = `coalesce(${condition}, false)`
  return column(`case when ${is} then 'T' else 'F' end`, 'text', {
    display: `case when ${is} then 'Yes' else 'No' end`,
  })
}
export const checkbox = (name: string): Column => flag(`${field(name)}::boolean`)

/** SQL of the name of another record. */
export const nameOf = (family: string, id: string): string =>
  `(select n.name from sandbox.netsuite_records n where n.family = '${family}' and n.id = ${id})`

export const refersTo = (family: string, expression: string): Column => {
  const id = `${expression}::bigint`
  return column(id, 'integer', { display: nameOf(family, id) })
}
export const reference = (name: string, family: string): Column => refersTo(family, field(name))

/** Columns that every table of records has. */
export const COMMON: Record<string, Column> = {
  id: column('r.id', 'integer', { display: 'r.name' }),
  externalid: column('r.externalid', 'text'),
  lastmodifieddate: column('r.modified', 'datetime'),
}

/** The record types of a family. */
export const typesOf = (types: RecordType[], family: Family): RecordType[] =>
  types.filter((type) => type.family === family)

/**
 * The plain body fields of record types, read the way their kind asks for, under their names in
 * lower case. Amounts that NetSuite works out are left out: SuiteQL has its own names for them.
 */
export function bodyColumns(types: { fields: Fields }[]): Record<string, Column> {
  const columns: Record<string, Column> = {}
  for (const { fields } of types) {
    for (const [name, one] of Object.entries(fields)) {
      if (one.kind === 'subrecord' || (one.kind === 'money' && one.derived)) continue
      columns[name.toLowerCase()] ??= columnOf(field(name), one)
    }
  }
  return columns
}

/** The custom fields of a sublist's lines, which the SQL `line` stands for. */
export function customLineColumns(
  types: { sublists: Record<string, { fields: Fields }> }[],
  sublist: string,
  line: string,
): Record<string, Column> {
  const columns: Record<string, Column> = {}
  for (const { sublists } of types) {
    for (const [name, one] of Object.entries(sublists[sublist]?.fields ?? {})) {
      if (name.startsWith('cust')) columns[name] = columnOf(field(name, line), one)
    }
  }
  return columns
}

function columnOf(expression: string, { kind, to }: Field): Column {
  switch (kind) {
    case 'boolean':
      return flag(`${expression}::boolean`)
    case 'date':
      return column(`${expression}::date`, 'date')
    case 'datetime':
      return column(`${expression}::timestamptz`, 'datetime')
    case 'integer':
      return column(`${expression}::bigint`, 'integer')
    case 'number':
    case 'money':
      return column(`${expression}::numeric`, 'number')
    case 'reference':
      return refersTo(to ?? 'entity', expression)
    case 'text':
    case 'choice':
    case 'subrecord':
      return column(expression, 'text')
  }
}
