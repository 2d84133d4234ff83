import { mappingShape } from './mapping-shape.ts'
import { parseSyntax } from './parse-syntax.ts'
import { isPart, rowPlace } from './row-place.ts'
import type { Inside, RowShape } from './row-shapes.ts'

/** One field of a mapping's result, as the designer shows it in a table. */
export interface MappingRow {
  /**
   * '[]' stands for "each line", as in ['item','items','[]','quantity']; parts that are merged have a
   * name of their own, which `rowPlace` leaves out.
   */
  path: readonly string[]
  key: string
  /** A `group` is an object that is merged into the one around it. */
  kind: 'value' | 'object' | 'lines' | 'group' | 'code'
  /** The expression exactly as written; of `lines` the list it goes through, such as lines.data. */
  text: string
  /** Of that text in the whole expression. */
  range: { start: number; end: number }
  /** Inside an object, lines or a group. */
  rows: MappingRow[]
}

/** A mapping as rows. */
export interface MappingView {
  rows: MappingRow[]
  /** Variables bound before the object, as written: `$c := …;`, but `{ … }` for what is rows. */
  prologue: string
  /** Names of the variables in it that are not shown as rows. */
  variables: string[]
  /** False: there is no object that can be shown as rows, only one code row with all of the text. */
  tabular: boolean
}

/**
 * Reads a mapping as rows: the fields of the object that it makes, with nested objects and lines, and
 * with those of objects that are merged into it, also where variables are bound to them before. What cannot be taken apart is a row of the kind `code`, with its text. A key that is worked out,
 * such as `$setting("idField")`, is shown as written and has its text in brackets in the path; a
 * key that was there before is followed by its count. Never throws.
 */
export function readRows(text: string): MappingView {
  const { inside, ...before } = mappingShape(text)
  if (inside) return { rows: rowsOf(text, inside), ...before, tabular: true }
  const nothing = { prologue: '', variables: [] }
  if (isBlank(text)) return { rows: [], ...nothing, tabular: true }
  const range = { start: 0, end: text.length }
  const all: MappingRow = { path: [], key: '', kind: 'code', text, range, rows: [] }
  return { rows: [all], ...nothing, tabular: false }
}

/** Whether there is nothing in a text but blanks and comments. */
export function isBlank(text: string): boolean {
  return text.replaceAll(/\/\*[\s\S]*?\*\//g, '').trim() === ''
}

/**
 * A row's expression as one that can be evaluated by itself on the record: with the variables bound
 * before the object, and inside lines on the first of them.
 */
export function rowExpression(text: string, row: MappingRow): string {
  let { inside } = mappingShape(text)
  if (!inside) return row.text
  const lists: string[] = []
  let { before } = inside
  while (inside) {
    const next: RowShape | undefined = inside.rows.find((one) => one.inside && isAbove(one, row))
    if (next?.kind === 'lines') lists.push(text.slice(next.range.start, next.range.end))
    inside = next?.inside ?? null
    before = inside?.before ?? before
  }
  const inLines = lists.reduceRight(
    (expression, list) => (list === '' ? expression : onFirst(list, expression)),
    `(${row.text})`,
  )
  return before === '' ? inLines : `(${before} ${inLines})`
}

/**
 * The rows of one object as its result has them: those of merged parts among the others, and of two
 * of the same place only the last, which wins where it gives a value.
 */
export function placedRows(rows: readonly MappingRow[]): MappingRow[] {
  const all = rows.flatMap((row) => (row.kind === 'group' ? placedRows(row.rows) : [row]))
  return all.filter((row, index) => {
    const place = rowPlace(row.path).join('\n')
    if (row.path.slice(-1).some(isPart)) return true
    return !all.slice(index + 1).some(({ path }) => rowPlace(path).join('\n') === place)
  })
}

function rowsOf(text: string, inside: Inside): MappingRow[] {
  return inside.rows.map((row) => ({
    ...{ path: row.path, key: row.key, kind: row.kind, range: row.range },
    text: text.slice(row.range.start, row.range.end),
    rows: row.inside ? rowsOf(text, row.inside) : [],
  }))
}

function isAbove(shape: RowShape, row: MappingRow): boolean {
  return (
    shape.path.length < row.path.length &&
    shape.path.every((part, index) => row.path[index] === part)
  )
}

/**
 * By way of an object and `$lookup`, so that a list with one element stays a list, as it does in the
 * mapping itself. A list that names its elements or their numbers keeps those names only as a whole.
 */
function onFirst(list: string, expression: string): string {
  return namesElements(list)
    ? `$lookup((${list}.{"value": ${expression}})[0], "value")`
    : `$lookup((${list})[0].{"value": ${expression}}, "value")`
}

function namesElements(list: string): boolean {
  if (!/[@#%]/.test(list)) return false
  const node = parseSyntax(list)
  return node.type === 'binary' || node.type === 'filter' || node.type === 'keep'
}
