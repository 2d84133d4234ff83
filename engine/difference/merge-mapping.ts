import { editRows, RowEditError, type RowEdit } from '../mapping/edit-rows.ts'
import { readRows, type MappingRow, type MappingView } from '../mapping/rows.ts'

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
export function mergeMapping({ base, mine, theirs }: Mappings): string | null {
  const views = { base: readRows(base), mine: readRows(mine), theirs: readRows(theirs) }
  const all = Object.values(views)
  // Variables bound before the object may be used by every field: theirs must not have touched them.
  const sameVariables = squeezed(views.base.prologue) === squeezed(views.theirs.prologue)
  if (!all.every((view) => view.tabular) || !sameVariables) return null
  const was = leaves(views.base)
  const own = leaves(views.mine)
  const edits: RowEdit[] = []
  for (const [place, row] of leaves(views.theirs)) {
    const before = was.get(place)
    if (before && squeezed(before.text) === squeezed(row.text)) continue
    const present = own.get(place)
    if (present && squeezed(present.text) === squeezed(row.text)) continue
    if (!alike(before, present)) return null
    edits.push(present ? setText(row) : add(row))
  }
  const kept = leaves(views.theirs)
  for (const [place, row] of was) {
    const present = own.get(place)
    if (kept.has(place) || !present) continue
    if (!alike(row, present)) return null
    edits.push({ type: 'remove', path: row.path })
  }
  try {
    return edits.reduce(editRows, mine)
  } catch (error) {
    if (error instanceof RowEditError) return null
    throw error
  }
}

/** True where mine is what the base was, or neither has it. */
function alike(before: MappingRow | undefined, present: MappingRow | undefined): boolean {
  if (!before || !present) return before === present
  return squeezed(before.text) === squeezed(present.text)
}

function setText({ path, text }: MappingRow): RowEdit {
  return { type: 'set-text', path, text }
}

function add({ path, key, text }: MappingRow): RowEdit {
  return { type: 'add', parent: path.slice(0, -1), key, text }
}

/** The rows that hold no others, by their places; the list that lines go through is one as well. */
function leaves({ rows }: MappingView): Map<string, MappingRow> {
  return new Map(rows.flatMap(leavesOf).map((row) => [row.path.join('\n'), row]))
}

function leavesOf(row: MappingRow): MappingRow[] {
  const inside = row.rows.flatMap(leavesOf)
  return row.kind === 'object' || row.kind === 'group' ? inside : [row, ...inside]
}

/** Layout is no change. */
function squeezed(text: string): string {
  return text.replaceAll(/\s+/g, ' ').trim()
}
