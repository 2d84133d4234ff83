import { editRows, RowEditError, type RowEdit } from './edit-rows.ts'
import { mappingShape } from './mapping-shape.ts'
import { findRow } from './row-shapes.ts'
import { readRows, type MappingRow } from './rows.ts'

type Path = readonly string[]

/**
 * Where rows, and fields that are not in the mapping yet, are after an edit; null for what it leaves
 * no place for. Paths change with the names around a row and with the numbers of merged parts, so
 * each row is marked with a text that nobody writes, and looked for after the edit. Throws
 * RowEditError when the edit does not fit.
 */
export function placesAfter(text: string, edit: RowEdit, paths: readonly Path[]): (Path | null)[] {
  let marked = text
  const marks = paths.map((path, index) => {
    const mark = `\`held text ${index}\``
    const next = withMark(marked, path, mark)
    marked = next ?? marked
    return next === null ? null : mark
  })
  if (marks.every((mark) => mark === null)) return [...paths]
  const after = textsOf(readRows(editRows(marked, edit)).rows)
  return paths.map((path, index) => {
    const mark = marks[index] ?? null
    return mark === null ? path : (after.get(mark) ?? null)
  })
}

/** Null for a field of an object that is not there: nothing that is done to the rows moves it. */
function withMark(text: string, path: Path, mark: string): string | null {
  const isRow = findRow(mappingShape(text).inside, path) !== null
  const add = { parent: path.slice(0, -1), key: path.at(-1) ?? '' }
  try {
    return editRows(
      text,
      isRow ? { type: 'set-text', path, text: mark } : { type: 'add', ...add, text: mark },
    )
  } catch (error) {
    if (error instanceof RowEditError) return null
    throw error
  }
}

/** The places of rows by what is written there. */
function textsOf(rows: readonly MappingRow[]): Map<string, Path> {
  return new Map(rows.flatMap(({ text, path, rows }) => [[text, path], ...textsOf(rows)]))
}
