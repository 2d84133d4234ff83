import { editRows, type RowEdit } from '#engine/mapping/edit-rows.ts'
import { readRows, type MappingRow } from '#engine/mapping/rows.ts'
import { expressionFault } from '../_ui/expression-fault.ts'

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
    const base = editRows(held.base, { type: 'set-text', path, text })
    if (expressionFault(base) === null) return { base, drafts: others }
  }
  return { base: held.base, drafts: new Map([...others, [pathKey(path), text]]) }
}

/** Changes a row, and forgets what was held of `gone`. Throws RowEditError when it does not fit. */
export function changeRow(held: HeldText, edit: RowEdit, gone?: readonly string[]): HeldText {
  return { base: editRows(held.base, edit), drafts: without(held.drafts, gone) }
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
export function without(
  drafts: HeldText['drafts'],
  path: readonly string[] | undefined,
): HeldText['drafts'] {
  if (!path || !drafts.has(pathKey(path))) return drafts
  const kept = new Map(drafts)
  kept.delete(pathKey(path))
  return kept
}

/** One name for a place in the result. */
export function pathKey(path: readonly string[]): string {
  return JSON.stringify(path)
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
