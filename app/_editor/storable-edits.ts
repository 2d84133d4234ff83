import { z } from 'zod'
import { storableJson } from '#db/text.ts'
import { EditError, flowEditSchema, type FlowEdit } from '#engine/graph/edit.ts'

const edits = z.array(flowEditSchema)

/**
 * The same edits with text that the database can hold: what it cannot, such as the NUL of a pasted
 * record, is U+FFFD on the screen already. Throws EditError where that leaves no edit.
 */
export function storableEdits(made: readonly FlowEdit[]): readonly FlowEdit[] {
  const text = JSON.stringify(made)
  const clean = storableJson(text)
  if (clean === text) return made
  const parsed = edits.safeParse(JSON.parse(clean))
  if (parsed.success) return parsed.data
  throw new EditError('This holds characters that cannot be stored. Take them out and try again.')
}
