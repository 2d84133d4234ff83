import { parseSyntax } from './parse-syntax.ts'
import { type Inside, mappingShape, type RowShape } from './row-shapes.ts'

/** One field of a mapping's result, as the designer shows it in a table. */
export interface MappingRow {
  /** Place in the result; '[]' stands for "each line", as in ['item','items','[]','quantity']. */
  path: readonly string[]
  key: string
  kind: 'value' | 'object' | 'lines' | 'code'
  /** The expression exactly as written; of `lines` the list it goes through, such as lines.data. */
  text: string
  /** Of that text in the whole expression. */
  range: { start: number; end: number }
  /** Inside an object or lines. */
  rows: MappingRow[]
}

/** A mapping as rows. */
export interface MappingView {
  rows: MappingRow[]
  /** Variables bound before the object, as written: `$c := …;` */
  prologue: string
  /** False: there is no object that can be shown as rows, only one code row with all of the text. */
  tabular: boolean
}

/**
 * Reads a mapping as rows: the fields of the object that it makes, with nested objects and lines.
 * What cannot be taken apart is a row of the kind `code`, with its text. A key that is worked out,
 * such as `$setting("idField")`, is shown as written and has its text in brackets in the path; a
 * key that was there before is followed by its count. Never throws.
 */
export function readRows(text: string): MappingView {
  const { prologue, inside } = mappingShape(text)
  if (inside) return { rows: rowsOf(text, inside), prologue, tabular: true }
  if (isBlank(text)) return { rows: [], prologue: '', tabular: true }
  const range = { start: 0, end: text.length }
  const all: MappingRow = { path: [], key: '', kind: 'code', text, range, rows: [] }
  return { rows: [all], prologue: '', tabular: false }
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
  const { prologue, inside } = mappingShape(text)
  if (!inside) return row.text
  const lists: string[] = []
  let rows: readonly RowShape[] = inside.rows
  for (;;) {
    const next = rows.find((one) => one.inside && isAbove(one, row))
    if (!next) break
    if (next.kind === 'lines') lists.push(text.slice(next.range.start, next.range.end))
    rows = next.inside?.rows ?? []
  }
  const inLines = lists.reduceRight(
    (expression, list) => (list === '' ? expression : onFirst(list, expression)),
    `(${row.text})`,
  )
  return prologue === '' ? inLines : `(${prologue} ${inLines})`
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
