import { changesLine } from '#engine/graph/change-words.ts'
import { documentChanges } from '#engine/graph/changes.ts'
import { EditError, applyEdit, type FlowEdit } from '#engine/graph/edit.ts'
import type { FlowDocument } from '#engine/graph/schema.ts'
import type { Draft } from './journal.ts'
import type { PersonHere } from './presence-store.ts'

/** What the server tells of a draft: what was saved since the last news, and who has it open. */
export interface DraftNews {
  revision: number
  saves: readonly DraftSave[]
  people: readonly PersonHere[]
}

export interface DraftSave {
  revision: number
  edits: FlowEdit[]
  name: string | null
  saveId: string | null
}

interface Followed {
  draft: Draft
  /** What was done, by the number of the save: `changed Mapping of “Customer”`. */
  lines: ReadonlyMap<number, string>
}

/** The draft after the saves that it does not know yet; null when one between is missing. */
export function followSaves(known: Draft, { revision, saves }: DraftNews): Followed | null {
  const lines = new Map<number, string>()
  let draft = known
  for (const save of saves) {
    if (save.revision <= draft.revision) continue
    if (save.revision > draft.revision + 1) return null
    const document = afterEdits(draft.document, save.edits)
    if (document === null) return null
    const changes = documentChanges(draft.document, document)
    lines.set(save.revision, changesLine(changes, [document, draft.document]))
    draft = { revision: save.revision, document }
  }
  return draft.revision < revision ? null : { draft, lines }
}

function afterEdits(document: FlowDocument, edits: readonly FlowEdit[]): FlowDocument | null {
  try {
    return edits.reduce<FlowDocument>((changed, edit) => applyEdit(changed, edit), document)
  } catch (error) {
    if (error instanceof EditError) return null
    throw error
  }
}
