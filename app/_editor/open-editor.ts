import { settleConflict, type Merged, type MergeConflict } from '#engine/graph/merge.ts'
import { documentChanges } from '#engine/graph/changes.ts'
import type { CalledFlow, FlowDocument } from '#engine/graph/schema.ts'
import {
  startAutosave,
  type Autosave,
  type SaveAnswer,
  type SaveRequest,
  type SaveState,
} from './autosave.ts'
import { followSaves, type DraftNews } from './draft-news.ts'
import { followCalls } from './follow-calls.ts'
import { flowJournal, type Draft, type JournalEntry, type LeftEntry } from './journal.ts'
import { newId } from './new-node.ts'
import { createPresenceStore, type PresenceStore } from './presence-store.ts'
import { createRunOverlay, type RunOverlayStore } from './run-overlay.ts'
import { createEditorStore, type EditorStore } from './store.ts'
import { holdTab } from './tab-lock.ts'

interface Options {
  flow: { id: string; revision: number }
  document: FlowDocument
  readOnly: boolean
  saveEdits: (request: SaveRequest) => Promise<SaveAnswer>
  /** The draft as it is on the server. */
  loadDraft?: () => Promise<Draft>
  /** Published flows that this one can call, by the names that its calls give. */
  calledFlows: (names: string[]) => Promise<Record<string, CalledFlow>>
  /** Of the browser; keeps what is not saved yet. */
  storage: Storage
  /** What tabs that are gone could not save any more. */
  left: readonly LeftEntry[]
}

/** A designer whose changes are saved. */
export interface OpenEditor {
  stores: { editor: EditorStore; overlay: RunOverlayStore; presence: PresenceStore }
  autosave: Pick<Autosave, 'flush' | 'known'>
  /** By which the server and the browser know this designer. */
  tab: string
  saved: () => SaveState
  /** What tabs that are gone have left and what cannot be brought back: the person has to see to it. */
  unreadable: readonly LeftEntry[]
  /** Calls back on every change of the save state; gives the way to end that. */
  onSaved: (listener: () => void) => () => void
  /** Takes over what others have saved, and shows who is there. */
  hear: (news: DraftNews) => void
  /** Loads the draft, for when news may have been missed. */
  catchUp: () => Promise<void>
  /** Loads the flows that are called and not known yet, for when they have been published since. */
  loadCalled: () => Promise<void>
  /** Ends a conflict with one's own or with what the other has saved. */
  choose: (conflict: MergeConflict, side: 'mine' | 'theirs') => void
  close: () => void
}

/**
 * Opens a flow in the designer: state, autosave and journal joined. Changes that an earlier tab could
 * not save any more come back first, and what others have saved since is merged into them.
 */
export function openEditor(options: Options): OpenEditor {
  const { flow, readOnly, saveEdits, loadDraft } = options
  const tab = newId()
  const release = holdTab(tab)
  const journal = flowJournal(flow.id, tab, options.storage)
  const listeners = new Set<() => void>()
  const presence = createPresenceStore()
  const draft: Draft = { revision: flow.revision, document: options.document }
  const found = readOnly ? [] : options.left
  const unreadable = found.filter(({ entry }) => entry === null)
  const first = found.find(({ entry }) => entry !== null)
  const left = first?.entry ?? null
  const base = left?.base ?? draft
  let saved: SaveState = { state: 'saved', message: null, conflicts: [] }
  let heard = draft.revision

  const editor = createEditorStore({
    document: base.document,
    readOnly,
    now: () => performance.now(),
    onEdit: () => autosave.changed(),
  })
  const { say } = editor.getState()
  const present = () => editor.getState().history.present
  const autosave = startAutosave({
    ...{ base, left, journal, present, newSaveId: newId },
    save: saveEdits,
    absorb,
    onState(state) {
      const isNews = state.state === 'refused' && state.message !== saved.message
      saved = state
      if (isNews) say(`Not saved. ${state.message} Undo that change or put it right.`, 'error')
      for (const listener of listeners) listener()
    },
  })
  if (left && first) bringBack(left, first)
  const calls = followCalls(editor, options.calledFlows)

  function bringBack({ changes }: JournalEntry, from: LeftEntry) {
    const isBack = changes.length === 0 || editor.getState().edit({ type: 'change', changes })
    if (isBack) from.forget()
    else unreadable.push(from)
    autosave.receive(draft)
    if (changes.length > 0 && isBack) {
      say('Changes that were not saved last time are back. Undo removes them.')
    }
  }

  function absorb({ document, conflicts, notes }: Merged) {
    editor.getState().absorb(document)
    const told = [...conflicts.map(({ words }) => words), ...notes]
    if (told.length > 0) say(told.join(' '), 'error')
  }

  function hear(news: DraftNews) {
    presence.getState().show(news.people.filter((person) => person.tab !== tab))
    const followed = followSaves(autosave.known(), news)
    for (const { revision, name, saveId } of news.saves) {
      if (revision <= heard || autosave.isOwn(saveId)) continue
      const line = followed?.lines.get(revision)
      if (line !== undefined) sayOnce(`${name ?? 'Somebody'} ${line}.`)
    }
    heard = Math.max(heard, news.revision)
    if (followed) autosave.receive(followed.draft)
    else void catchUp()
  }

  /** What somebody types is many saves with one sentence. */
  function sayOnce(text: string) {
    if (editor.getState().notice?.text !== text) say(text)
  }

  async function catchUp() {
    if (!loadDraft) return
    // Without the server there is nothing to catch up with; the next news will tell.
    await loadDraft().then(autosave.receive, () => undefined)
  }

  return {
    stores: { editor, overlay: createRunOverlay(), presence },
    autosave,
    tab,
    saved: () => saved,
    unreadable,
    onSaved(listener) {
      listeners.add(listener)
      return () => listeners.delete(listener)
    },
    hear,
    catchUp,
    loadCalled: calls.load,
    choose(conflict, side) {
      const changes = documentChanges(present(), settleConflict(present(), conflict, side))
      if (changes.length > 0) editor.getState().edit({ type: 'change', changes })
      autosave.chosen(conflict)
    },
    close() {
      calls.stop()
      void autosave.flush().then(() => {
        autosave.stop()
        release()
      })
    },
  }
}
