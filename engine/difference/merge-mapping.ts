import { mappingChanges } from '../mapping/changes.ts'
import { editRows, RowEditError, type RowEdit } from '../mapping/edit-rows.ts'
import { mappingShape } from '../mapping/mapping-shape.ts'
import { readSyntax } from '../mapping/parse-syntax.ts'
import type { RowShape } from '../mapping/row-shapes.ts'
import { isBlank } from '../mapping/rows.ts'
import { walk } from '../mapping/syntax.ts'

/** One mapping and what two sides have made of it. */
interface Mappings {
  base: string
  mine: string
  theirs: string
}

/**
 * The text of mine with the fields that theirs has changed, added or removed; null where both have
 * changed the same field otherwise, or where a change is not one of single fields.
 */
export function mergeMapping(texts: Mappings): string | null {
  const [base, mine, theirs] = [readSide(texts.base), readSide(texts.mine), readSide(texts.theirs)]
  if (!base || !mine || !theirs) return null
  // Variables bound before the object may be used by every field: nobody must have touched them.
  if (mine.bound !== base.bound || theirs.bound !== base.bound) return null
  const sides = { base, mine, theirs }
  const wanted = [
    ...theirs.rows.flatMap((row) => puts(row, sides)),
    ...base.rows.flatMap((row) => removals(row, sides)).toReversed(),
  ]
  const edits = wanted.filter((edit) => edit !== null)
  if (edits.length < wanted.length) return null
  try {
    const merged = edits.reduce(editRows, texts.mine)
    return holdsAll(merged, texts) ? merged : null
  } catch (error) {
    if (error instanceof RowEditError) return null
    throw error
  }
}

/** A mapping with its rows; of the variables bound before its object only whether they are the same. */
interface Side {
  text: string
  bound: string
  rows: readonly RowShape[]
  /** With those inside of others, by their places. */
  at: ReadonlyMap<string, RowShape>
}

interface Sides {
  base: Side
  mine: Side
  theirs: Side
}

/** Null for what cannot be done: both have changed it, or it cannot be written as rows. */
type Wanted = RowEdit | null

function readSide(text: string): Side | null {
  const { prologue, inside } = mappingShape(text)
  if (!inside && !isBlank(text)) return null
  const rows = inside?.rows ?? []
  const at = new Map(rows.flatMap(withInner).map((row) => [placeOf(row), row]))
  return { text, bound: squeezed(`(${prologue.replaceAll('{ … }', '{}')} 0)`), rows, at }
}

function withInner(row: RowShape): RowShape[] {
  return [row, ...(row.inside?.rows ?? []).flatMap(withInner)]
}

function placeOf({ path }: { path: readonly string[] }): string {
  return path.join('\n')
}

/** What theirs has added, as a whole, and what it has changed. */
function puts(row: RowShape, sides: Sides): Wanted[] {
  const { base, mine, theirs } = sides
  const before = base.at.get(placeOf(row))
  const present = mine.at.get(placeOf(row))
  const known = present ?? before
  if (!known) return [addition(row, theirs)]
  const inside = () => (row.inside?.rows ?? []).flatMap((one) => puts(one, sides))
  if (holdsFields(row) && holdsFields(known)) return inside()
  const lines = row.kind === 'lines' && known.kind === 'lines'
  const now = ownText(theirs, row)
  const same = [ownText(base, before), ownText(mine, present)].includes(now)
  if (same) return lines ? inside() : []
  if (!present || ownText(base, before) !== ownText(mine, present)) return [null]
  if (present.kind === 'lines' && !lines) return [null]
  const { start, end } = lines ? row.range : row.value
  const edit: RowEdit = { type: 'set-text', path: row.path, text: theirs.text.slice(start, end) }
  return lines ? [edit, ...inside()] : [edit]
}

function addition({ path, key, value }: RowShape, { text }: Side): Wanted {
  // A part that is merged, and a name that is worked out or there twice, cannot be put in by its name.
  if (path.at(-1) !== key) return null
  return { type: 'add', parent: path.slice(0, -1), key, text: text.slice(value.start, value.end) }
}

/** What theirs has no more: an object as well when nothing of mine is left in it. */
function removals(row: RowShape, sides: Sides): Wanted[] {
  const { base, mine, theirs } = sides
  const now = theirs.at.get(placeOf(row))
  const inside = () => (row.inside?.rows ?? []).flatMap((one) => removals(one, sides))
  if (now) return now.inside ? inside() : []
  const present = mine.at.get(placeOf(row))
  if (!present) return []
  const whole: RowEdit = { type: 'remove', path: row.path }
  if (!holdsFields(row) || !holdsFields(present)) {
    return [wholeText(base, row) === wholeText(mine, present) ? whole : null]
  }
  const edits = inside()
  const gone = new Set(edits.map((edit) => (edit?.type === 'remove' ? placeOf(edit) : null)))
  const kept = (present.inside?.rows ?? []).filter((one) => !gone.has(placeOf(one)))
  return kept.length === 0 ? [whole] : edits
}

function holdsFields({ kind }: RowShape): boolean {
  return kind === 'object' || kind === 'group'
}

/** What a row says by itself: of lines, how they are made and not what is in them. */
function ownText(side: Side, row: RowShape | undefined): string | undefined {
  const made = row?.kind === 'lines' ? row.inside?.object : null
  if (!row || !made) return row && wholeText(side, row)
  const { start, end } = row.value
  return squeezed(`${side.text.slice(start, made.start)}{}${side.text.slice(made.end, end)}`)
}

function wholeText({ text }: Side, { value }: RowShape): string {
  return squeezed(text.slice(value.start, value.end))
}

/** Whether all that theirs has changed is in the merged text: rows cannot say everything. */
function holdsAll(merged: string, { base, theirs }: Mappings): boolean {
  const changed = new Set(mappingChanges(base, theirs).map(({ target }) => target))
  return !mappingChanges(merged, theirs).some(({ target }) => changed.has(target))
}

/** Layout is no change; blanks in texts, names and patterns are none of it. */
function squeezed(text: string): string {
  const tree = readSyntax(text)
  if (!tree) return text.trim()
  let key = ''
  let at = 0
  walk(tree, ({ type, start, end }) => {
    if (type !== 'string' && type !== 'name' && type !== 'regex') return
    key += text.slice(at, start).replaceAll(/\s+/g, ' ') + text.slice(start, end)
    at = end
  })
  return (key + text.slice(at).replaceAll(/\s+/g, ' ')).trim()
}
