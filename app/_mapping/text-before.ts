import { RowEditError, editRows } from '#engine/mapping/edit-rows.ts'
import { readRows, type MappingRow } from '#engine/mapping/rows.ts'
import { allRows, pathKey } from './held-text.ts'

/**
 * The text of a mapping up to where a row's expression begins, or would begin once the row is added:
 * it tells what the expression can read. Blank for a place that the mapping does not have.
 */
export function textBefore(text: string, path: readonly string[]): string {
  const row = rowAt(text, path)
  if (row) return text.slice(0, row.range.start)
  const added = withRow(text, path)
  const end = added === null ? undefined : rowAt(added, path)?.range.start
  return end === undefined ? '' : (added ?? '').slice(0, end)
}

function rowAt(text: string, path: readonly string[]): MappingRow | undefined {
  const wanted = pathKey(path)
  return allRows(readRows(text).rows).find((row) => pathKey(row.path) === wanted)
}

function withRow(text: string, path: readonly string[]): string | null {
  const key = path.at(-1) ?? ''
  try {
    return editRows(text, { type: 'add', parent: path.slice(0, -1), key, text: 'null' })
  } catch (error) {
    if (error instanceof RowEditError) return null
    throw error
  }
}
