import type { SourceField } from '#engine/mapping/source-fields.ts'

/** One visible line of the record's tree. */
export interface TreeLine {
  field: SourceField
  depth: number
  open: boolean
  /** Path of the field around it; null at the top. */
  parent: string | null
}

/** The lines of a tree whose fields with these paths are open, from the top. */
export function treeLines(
  fields: readonly SourceField[],
  isOpen: (field: SourceField, depth: number) => boolean,
): TreeLine[] {
  const walk = (list: readonly SourceField[], depth: number, parent: string | null): TreeLine[] =>
    list.flatMap((field) => {
      const open = field.fields.length > 0 && isOpen(field, depth)
      const line = { field, depth, open, parent }
      return open ? [line, ...walk(field.fields, depth + 1, field.path)] : [line]
    })
  return walk(fields, 0, null)
}

/** What a key does in a tree, as the pattern for trees says it: https://www.w3.org/WAI/ARIA/apg/patterns/treeview/ */
export type TreeMove = { type: 'go'; to: string } | { type: 'open' | 'close'; path: string } | null

/** Where an arrow key leads from a line; null when it leads nowhere. */
export function treeMove(lines: readonly TreeLine[], at: string, key: string): TreeMove {
  const index = lines.findIndex((line) => line.field.path === at)
  const line = lines[index]
  const go = (to: TreeLine | undefined): TreeMove => (to ? { type: 'go', to: to.field.path } : null)
  if (!line) return go(lines[0])
  switch (key) {
    case 'ArrowDown':
      return go(lines[index + 1])
    case 'ArrowUp':
      return go(lines[index - 1])
    case 'Home':
      return go(lines[0])
    case 'End':
      return go(lines.at(-1))
    case 'ArrowRight':
      if (line.open) return go(lines[index + 1])
      return line.field.fields.length > 0 ? { type: 'open', path: at } : null
    case 'ArrowLeft':
      if (line.open) return { type: 'close', path: at }
      return line.parent === null ? null : { type: 'go', to: line.parent }
    default:
      return null
  }
}
