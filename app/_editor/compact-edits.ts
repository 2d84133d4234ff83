import type { FlowEdit } from '#engine/graph/edit.ts'
import { editIntent } from './edit-intent.ts'

/**
 * Leaves out edits that a later one makes needless: of a row of keystrokes in one field the last is
 * enough, and nothing before a `restore` matters. The result does to a document what all would do.
 */
export function compactEdits(edits: readonly FlowEdit[]): FlowEdit[] {
  const compact: FlowEdit[] = []
  for (const edit of edits) {
    const last = compact.at(-1)
    if (edit.type === 'restore') compact.length = 0
    else if (last && editIntent(edit) !== null && editIntent(last) === editIntent(edit))
      compact.pop()
    compact.push(edit)
  }
  return compact
}
