import { editRows, RowEditError, type RowEdit } from '#engine/mapping/edit-rows.ts'
import { placesAfter } from '#engine/mapping/places-after.ts'
import { readRows, type MappingRow } from '#engine/mapping/rows.ts'
import { expressionFault } from '../_ui/expression-fault.ts'
import { lineName } from './dotted.ts'

/**
 * Rows whose text cannot be read while it is typed. The document has what was typed, so that nobody
 * publishes something else than what they see; the rows are still those of `base`, the last text
 * that could be read.
 */
export interface HeldText {
  base: string
  /** By the row's place in the result. */
  drafts: ReadonlyMap<string, string>
}

/** Types into a row: what can be read goes into the text, all else is held. */
export function typeInto(held: HeldText, path: readonly string[], text: string): HeldText {
  const others = without(held.drafts, path)
  if (isExpression(text)) {
    const edit: RowEdit = { type: 'set-text', path, text }
    const base = editRows(held.base, edit)
    const { kept, lost } = carried(held.base, edit, others)
    if (lost === null && expressionFault(base) === null) return { base, drafts: kept }
  }
  return { base: held.base, drafts: new Map([...others, [pathKey(path), text]]) }
}

/**
 * Changes a row; what is held goes with the rows that it was typed into. Throws RowEditError when the
 * change does not fit, or would lose what was typed.
 */
export function changeRow(held: HeldText, edit: RowEdit): HeldText {
  return { base: editRows(held.base, edit), drafts: carryTexts(held.base, edit, held.drafts) }
}

/** Typed texts by the places that an edit gives their rows. Throws RowEditError when one would be lost. */
export function carryTexts(
  base: string,
  edit: RowEdit,
  texts: HeldText['drafts'],
): HeldText['drafts'] {
  const { kept, lost } = carried(base, edit, texts)
  if (lost === null) return kept
  throw new RowEditError(
    `What was typed for “${lineName(lost)}” cannot be read yet and would be lost: finish it or empty it first.`,
  )
}

/** Texts at their new places, and the first that has none though its row was not to be removed. */
function carried(base: string, edit: RowEdit, texts: HeldText['drafts']) {
  const paths = [...texts.keys()].map(keyPath)
  const kept = new Map<string, string>()
  let lost: readonly string[] | null = null
  for (const [index, place] of placesAfter(base, edit, paths).entries()) {
    const path = paths[index] ?? []
    const text = texts.get(pathKey(path)) ?? ''
    if (place) kept.set(pathKey(place), text)
    else if (text.trim() !== '' && !isRemoved(path, edit)) lost ??= path
  }
  return { kept, lost }
}

function isRemoved(path: readonly string[], edit: RowEdit): boolean {
  return edit.type === 'remove' && edit.path.every((part, index) => path[index] === part)
}

/** The text with what is held in it: what the document has. */
export function wholeText({ base, drafts }: HeldText): string {
  return drafts.size === 0 ? base : withDrafts(base, readRows(base).rows, drafts)
}

/** Whether a text is an expression by itself; a blank one is none. */
export function isExpression(text: string): boolean {
  return text.trim() !== '' && expressionFault(text) === null
}

/** Drafts without the one of a row. */
export function without(drafts: HeldText['drafts'], path: readonly string[]): HeldText['drafts'] {
  if (!drafts.has(pathKey(path))) return drafts
  const kept = new Map(drafts)
  kept.delete(pathKey(path))
  return kept
}

/** One name for a place in the result. */
export function pathKey(path: readonly string[]): string {
  return JSON.stringify(path)
}

/** The place that has this name. */
export function keyPath(key: string): string[] {
  const path: unknown = JSON.parse(key)
  return Array.isArray(path) ? path.filter((part) => typeof part === 'string') : []
}

/** The text with drafts in the places of rows, whether it can be read or not. */
function withDrafts(text: string, rows: readonly MappingRow[], drafts: HeldText['drafts']): string {
  return allRows(rows)
    .flatMap(({ path, range }) => {
      const draft = drafts.get(pathKey(path))
      return draft === undefined ? [] : [{ range, draft }]
    })
    .sort((a, b) => b.range.start - a.range.start)
    .reduce(
      (changed, { range, draft }) =>
        changed.slice(0, range.start) + draft + changed.slice(range.end),
      text,
    )
}

/** Rows and the rows inside them. */
export function allRows(rows: readonly MappingRow[]): MappingRow[] {
  return rows.flatMap((row) => [row, ...allRows(row.rows)])
}
