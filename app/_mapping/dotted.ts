/** A place in the result as people and lineage write it: `item.items[].quantity`. */
export function dotted(path: readonly string[]): string {
  return path.join('.').replaceAll('.[]', '[]')
}
