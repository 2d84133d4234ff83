import type { RowEdit } from '#engine/mapping/edit-rows.ts'
import { placesAfter } from '#engine/mapping/places-after.ts'
import { keyPath, pathKey } from './held-text.ts'

/** Names of lines that were asked for and are not in the mapping yet, by the place they lie in. */
export type AddedLines = ReadonlyMap<string, readonly string[]>

/** The lines with one more. */
export function withLine(added: AddedLines, path: readonly string[]): AddedLines {
  const at = pathKey(path.slice(0, -1))
  return new Map([...added, [at, [...(added.get(at) ?? []), ...path.slice(-1)]]])
}

/** The lines without one. */
export function withoutLine(added: AddedLines, path: readonly string[]): AddedLines {
  const at = pathKey(path.slice(0, -1))
  const keys = added.get(at)
  if (!keys?.includes(path.at(-1) ?? '')) return added
  return new Map([...added, [at, keys.filter((key) => key !== path.at(-1))]])
}

/** The lines where an edit of the mapping takes them; without those that have no place any more. */
export function moveLines(base: string, edit: RowEdit, added: AddedLines): AddedLines {
  const paths = [...added].flatMap(([at, keys]) => keys.map((key) => [...keyPath(at), key]))
  return placesAfter(base, edit, paths).reduce<AddedLines>(
    (lines, place) => (place ? withLine(lines, place) : lines),
    new Map(),
  )
}
