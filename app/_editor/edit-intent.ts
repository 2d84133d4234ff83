import type { FlowEdit } from '#engine/graph/edit.ts'

/**
 * What an edit is for, so that a row of edits for one thing is undone in one step and sent as one.
 * Null for edits that stand for themselves.
 */
export function editIntent(edit: FlowEdit): string | null {
  switch (edit.type) {
    case 'configure-node':
      return `configure ${edit.id} ${edit.field}`
    case 'rename-node':
    case 'set-note':
      return `${edit.type} ${edit.id}`
    case 'move-nodes':
      return `move ${Object.keys(edit.positions).sort().join(' ')}`
    case 'set-setting-value':
      return `setting ${edit.key}`
    case 'rename-flow':
    case 'describe-flow':
      return edit.type
    default:
      return null
  }
}
