import { mappingShape } from './mapping-shape.ts'
import { insertion, removal, reordering } from './pair-layout.ts'
import { readSyntax } from './parse-syntax.ts'
import { bindsLooser, findRow, type Inside, rowPath, type RowShape } from './row-shapes.ts'
import { isBlank } from './rows.ts'
import { splice, type Splice } from './splice.ts'

/** One change to a row of a mapping; `path` is the row's, `parent` that of an object or lines, [] the top. */
export type RowEdit =
  | { type: 'set-text'; path: readonly string[]; text: string }
  | { type: 'add'; parent: readonly string[]; key: string; text: string; at?: number }
  | { type: 'remove'; path: readonly string[] }
  | { type: 'rename'; path: readonly string[]; key: string }
  /** To the place `to` among the rows of its object, or among the parts that are merged. */
  | { type: 'move'; path: readonly string[]; to: number }
  | { type: 'make-object'; path: readonly string[] }
  /** One object per entry of `list`; without it, of what the row has been so far. */
  | { type: 'make-lines'; path: readonly string[]; list?: string }

/** A change that does not fit the mapping; the message is a sentence for the person who edits. */
export class RowEditError extends Error {
  override readonly name = 'RowEditError'
}

/**
 * Changes one row of a mapping and nothing else: comments and layout stay as they are. A text that
 * cannot be read as an expression is put in all the same, so that nothing typed is lost; ask
 * `syntaxFault` first to keep the rows. Throws RowEditError when there is no such row, or a key
 * twice.
 */
export function editRows(text: string, edit: RowEdit): string {
  return splice(text, splicesOf(text, edit))
}

function splicesOf(text: string, edit: RowEdit): Splice[] {
  const { inside } = mappingShape(text)
  if (edit.type === 'add') return add(text, inside, edit)
  if (edit.type === 'set-text' && edit.path.length === 0) return [whole(text, edit.text)]
  const found = findRow(inside, rowPath(edit.path))
  if (!found) throw new RowEditError(`The mapping has no row ${edit.path.join('.')} any more.`)
  const { row, among } = found
  switch (edit.type) {
    case 'set-text':
      return setText(text, row, edit.text)
    case 'remove':
      return removal(text, row.holder, indexOf(row))
    case 'move':
      return move(text, among, { row, to: edit.to })
    case 'rename': {
      if (!row.pair) throw new RowEditError('This row has no name of its own.')
      if (edit.key === row.key && row.pair.key.type === 'string') return []
      refuseTaken(among, edit.key)
      const { start, end } = row.pair.key
      return [{ start, end, text: JSON.stringify(edit.key) }]
    }
    case 'make-object': {
      if (row.kind === 'object' || row.kind === 'group') return []
      const object = row.inside?.object
      const kept = object ? text.slice(object.start, object.end) : '{}'
      return [{ start: row.value.start, end: row.value.end, text: kept }]
    }
    case 'make-lines':
      return makeLines(text, row, edit.list)
  }
}

function whole(text: string, replacement: string): Splice {
  return { start: 0, end: text.length, text: replacement }
}

function add(
  text: string,
  inside: Inside | null,
  edit: Extract<RowEdit, { type: 'add' }>,
): Splice[] {
  const pair = `${JSON.stringify(edit.key)}: ${edit.text}`
  if (edit.parent.length === 0 && !inside && isBlank(text)) {
    const object = `{\n  ${pair}\n}`
    if (text.trim() === '') return [whole(text, object)]
    return [{ start: text.length, end: text.length, text: `\n${object}` }]
  }
  const path = rowPath(edit.parent)
  const parent = path.length === 0 ? inside : findRow(inside, path)?.row.inside
  if (!parent) throw new RowEditError('Fields can be added to an object only.')
  refuseTaken(parent, edit.key)
  if (parent.object) return insertion(text, parent.object, { item: pair, at: edit.at })
  return parent.parts ? insertion(text, parent.parts, { item: `{ ${pair} }` }) : []
}

/** Parts that are merged and fields of the object among them stay with their like. */
function move(text: string, among: Inside, { row, to }: { row: RowShape; to: number }): Splice[] {
  const like = among.rows.filter(({ holder }) => holder === row.holder)
  const target = like[Math.max(0, to)] ?? like.at(-1) ?? row
  return reordering(text, row.holder, { from: indexOf(row), to: indexOf(target) })
}

function refuseTaken(among: Inside, key: string): void {
  if (!among.rows.some((row) => row.pair?.key.type === 'string' && row.key === key)) return
  throw new RowEditError(`There is a field “${key}” already.`)
}

function indexOf({ holder, pair, value }: RowShape): number {
  return holder.type === 'object'
    ? holder.pairs.findIndex((one) => one === pair)
    : holder.items.indexOf(value)
}

function setText(text: string, row: RowShape, wanted: string): Splice[] {
  const { start, end } = row.range
  if (row.kind !== 'lines') return [{ start, end, text: wanted }]
  const made = row.inside?.object
  if (!made) return []
  // `[{…}]` is one line without a list to go through.
  if (start === end) {
    return wanted.trim() === '' ? [] : [{ start, end, text: `${asList(wanted)}.` }]
  }
  if (wanted.trim() === '') {
    const { value } = row
    return [{ start: value.start, end: value.end, text: `[${text.slice(made.start, made.end)}]` }]
  }
  const list = row.list ?? row.range
  if (asList(wanted) === wanted) return [{ ...list, text: wanted }]
  return [{ start, end, text: list.start === start ? asList(wanted) : wanted }]
}

/** An expression as it may stand before a dot. */
function asList(text: string): string {
  const node = readSyntax(text)
  return node && bindsLooser(node) ? `(${text})` : text
}

function makeLines(text: string, row: RowShape, list: string | undefined): Splice[] {
  if (row.kind === 'group') throw new RowEditError('A part that is merged cannot be lines.')
  if (row.kind === 'lines') return list === undefined ? [] : setText(text, row, list)
  const { start, end } = row.value
  const object = row.inside?.object
  if (object) {
    const kept = text.slice(object.start, object.end)
    const lines = list === undefined ? `[${kept}]` : `${asList(list)}.${kept}[]`
    return [{ start, end, text: lines }]
  }
  return [{ start, end, text: `${asList(list ?? text.slice(start, end))}.{}[]` }]
}
