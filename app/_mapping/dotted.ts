import { isPart, rowPlace } from '#engine/mapping/row-place.ts'

/** A place in the result as people and lineage write it: `item.items[].quantity`. */
export function dotted(path: readonly string[]): string {
  return rowPlace(path).join('.').replaceAll('.[]', '[]')
}

/** What a line is called: its place, and of a part that is merged the variable or its number. */
export function lineName(path: readonly string[]): string {
  const last = path.at(-1)
  return last !== undefined && isPart(last) ? last.replace(/^\(|\)$| :=\)$/g, '') : dotted(path)
}
