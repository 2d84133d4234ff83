import stringify from 'safe-stable-stringify'
import { EditError, applyEdit, type FlowEdit } from '#engine/graph/edit.ts'
import type { FlowDocument } from '#engine/graph/schema.ts'
import {
  startAutosave,
  type Autosave,
  type Conflict,
  type SaveAnswer,
  type SaveState,
} from './autosave.ts'
import { flowJournal, type JournalEntry } from './journal.ts'
import { createRunOverlay, type RunOverlayStore } from './run-overlay.ts'
import { createEditorStore, type EditorStore } from './store.ts'

interface Draft {
  document: FlowDocument
  revision: number
}

interface Options {
  flow: { id: string; revision: number }
  document: FlowDocument
  readOnly: boolean
  saveEdits: (request: { baseRevision: number; edits: FlowEdit[] }) => Promise<SaveAnswer>
}

/** A designer whose changes are saved. */
export interface OpenEditor {
  stores: { editor: EditorStore; overlay: RunOverlayStore }
  autosave: Autosave
  saved: () => SaveState
  /** Calls back on every change of the save state; gives the way to end that. */
  onSaved: (listener: () => void) => () => void
  /** Takes over what somebody else saved; unsaved changes of one's own are given up. */
  reload: (conflict: Conflict) => void
  close: () => void
}

/**
 * Opens a flow in the designer: state, autosave and journal joined. Changes that an earlier tab could
 * not save any more are applied and saved first.
 */
export function openEditor({ flow, document, readOnly, saveEdits }: Options): OpenEditor {
  const journal = flowJournal(flow.id, window.localStorage)
  const listeners = new Set<() => void>()
  let saved: SaveState = { state: 'saved', message: null, conflict: null }
  const start = (revision: number) =>
    startAutosave({
      revision,
      journal,
      save: saveEdits,
      onState: (state) => {
        saved = state
        for (const listener of listeners) listener()
      },
    })

  let autosave = start(flow.revision)
  const editor = createEditorStore({
    document,
    readOnly,
    now: () => performance.now(),
    onEdit: (edits, next) => autosave.push(edits, next),
  })
  recover()

  const saveNow = () => void autosave.flush()
  const onHide = () => window.document.visibilityState === 'hidden' && saveNow()
  window.addEventListener('online', saveNow)
  window.document.addEventListener('visibilitychange', onHide)

  function recover() {
    const entry = journal.read()
    if (!entry || readOnly) return
    const recovered = replay(entry, { document, revision: flow.revision })
    if (recovered === null || stringify(recovered) === stringify(document)) return journal.clear()
    editor.getState().edit(entry.edits)
    const draft = entry.revision === flow.revision ? '' : ', made on an older draft,'
    editor
      .getState()
      .say(`Changes that were not saved last time${draft} are back. Undo removes them.`)
  }

  return {
    stores: { editor, overlay: createRunOverlay() },
    autosave: {
      push: (edits, next) => autosave.push(edits, next),
      flush: () => autosave.flush(),
      stop: () => autosave.stop(),
    },
    saved: () => saved,
    onSaved(listener) {
      listeners.add(listener)
      return () => listeners.delete(listener)
    },
    reload(conflict) {
      autosave.stop()
      journal.clear()
      autosave = start(conflict.revision)
      editor.getState().load(conflict.document)
      saved = { state: 'saved', message: null, conflict: null }
      for (const listener of listeners) listener()
    },
    close() {
      window.removeEventListener('online', saveNow)
      window.document.removeEventListener('visibilitychange', onHide)
      void autosave.flush().then(() => autosave.stop())
    },
  }
}

/** The document with the journal's edits; null when they do not fit it, or would replace all of it. */
function replay({ edits, revision }: JournalEntry, flow: Draft): FlowDocument | null {
  if (revision !== flow.revision && edits.some((edit) => edit.type === 'restore')) return null
  try {
    return edits.reduce<FlowDocument>((changed, edit) => applyEdit(changed, edit), flow.document)
  } catch (error) {
    if (error instanceof EditError) return null
    throw error
  }
}
