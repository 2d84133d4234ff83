import { applyChanges, documentChanges, type DocumentChange } from '#engine/graph/changes.ts'
import { placeOf } from '#engine/graph/change-place.ts'
import type { FlowEdit } from '#engine/graph/edit.ts'
import {
  mergeDocuments,
  settleConflict,
  type Merged,
  type MergeConflict,
} from '#engine/graph/merge.ts'
import type { FlowDocument } from '#engine/graph/schema.ts'
import type { Draft, Journal, JournalEntry } from './journal.ts'

/** `refused` says why the server does not take these edits, however often they are sent. */
export type SaveAnswer = { revision: number } | { conflict: Draft } | { refused: string }

export interface SaveRequest {
  baseRevision: number
  edits: FlowEdit[]
  /** The same for each try of one request: the server answers it again and makes it once. */
  saveId: string
}

export interface SaveState {
  /**
   * `conflict`: all is saved but what the person has to choose. `refused`: the server answers, and
   * does not take what is on the screen.
   */
  state: 'saved' | 'saving' | 'offline' | 'refused' | 'conflict'
  /** Why saving fails; null while it works. */
  message: string | null
  /** What somebody else changed as well; of these one's own is on the screen and not saved. */
  conflicts: readonly MergeConflict[]
}

export interface Autosave {
  /** Told after each change of what is on the screen. */
  changed: () => void
  /** Told what the server has now, when others have saved. */
  receive: (draft: Draft) => void
  /** The draft as the server has it, as far as it is known here. */
  known: () => Draft
  /** Whether a save was made here. */
  isOwn: (saveId: string | null) => boolean
  /** Ends a conflict: one's own may be saved now, or has been given up. */
  chosen: (conflict: MergeConflict) => void
  /** Saves now; true when everything is saved, false when it could not be. */
  flush: () => Promise<boolean>
  /** Sends nothing any more; what is unsaved stays in the journal. */
  stop: () => void
}

interface Options {
  base: Draft
  /** What an earlier tab has left, to be saved first. */
  left: Pick<JournalEntry, 'sent' | 'conflicts'> | null
  journal: Journal
  save: (request: SaveRequest) => Promise<SaveAnswer>
  /** What is on the screen. */
  present: () => FlowDocument
  /** Puts what others have changed on the screen. */
  absorb: (merged: Merged) => void
  onState: (state: SaveState) => void
  /** A name that no other request has. */
  newSaveId: () => string
}

interface Sent {
  saveId: string
  changes: DocumentChange[]
  /** What the draft is once it is saved. */
  document: FlowDocument
  /** What was on the screen when it was made; null for one of an earlier tab. */
  screen: FlowDocument | null
}

/** Edits within that many ms go in one request. */
const GATHER = 500
const FIRST_RETRY = 1_000
const LAST_RETRY = 30_000
const NO_CHANGES: DocumentChange[] = []

/**
 * Keeps the server's draft and the screen the same. What is unsaved is always the difference between
 * the draft as the server had it (`base`) and the screen; it is sent one request at a time. When the
 * server has moved on, its draft is merged into the screen and the difference is made anew (rebase).
 * Of a field that both changed, one's own stays on the screen and is not sent before the person has
 * chosen. A request that fails is repeated unchanged under the same name, after 1 s, 2 s, … 30 s, so
 * that an answer that got lost on its way is not taken for somebody else's change; what others save
 * meanwhile waits (`ahead`) until that is settled. A request that the server refuses is given up: it
 * would be refused each time. The difference is made anew once the screen is another one.
 */
export function startAutosave(options: Options): Autosave {
  const { journal, present, onState } = options
  let base = options.base
  let conflicts: readonly MergeConflict[] = options.left?.conflicts ?? []
  let sent: Sent | null = options.left?.sent ? resent(base, options.left.sent) : null
  let ahead: Draft | null = null
  let request: Promise<boolean> | null = null
  let failure: string | null = null
  let failures = 0
  let refused: { message: string; screen: FlowDocument | null } | null = null
  let stopped = false
  let timer: ReturnType<typeof setTimeout> | undefined
  let last = { from: base.document, to: base.document, changes: NO_CHANGES }
  let told: SaveState | null = null
  const own = new Set<string>(sent ? [sent.saveId] : [])

  function changed() {
    dropSettled()
    if (!isUnsaved()) refused = null
    writeJournal()
    tell()
    if (!stopped && !request && isWorthSending()) schedule(GATHER)
  }

  /** What the draft is to be: the screen, but for what the person has still to choose. */
  function wanted(): FlowDocument {
    return conflicts.reduce((one, conflict) => settleConflict(one, conflict, 'theirs'), present())
  }

  function unsaved(): DocumentChange[] {
    return ofDraft(changesTo(wanted()))
  }

  /** From the draft on the server to a document; asked several times on each key. */
  function changesTo(to: FlowDocument): DocumentChange[] {
    if (last.from !== base.document || last.to !== to) {
      last = { from: base.document, to, changes: documentChanges(base.document, to) }
    }
    return last.changes
  }

  function isUnsaved(): boolean {
    return sent !== null || unsaved().length > 0
  }

  function isWorthSending(): boolean {
    return failures === 0 && refused?.screen !== present() && isUnsaved()
  }

  async function flush(): Promise<boolean> {
    clearTimeout(timer)
    while (!stopped && (request || isUnsaved())) {
      if (!(await send())) return false
    }
    return !stopped && conflicts.length === 0
  }

  /** Sends what is unsaved, or joins the request under way; false when it was not saved. */
  function send(): Promise<boolean> {
    request ??= sendNow().finally(() => {
      request = null
      if (isWorthSending()) schedule(0)
      tell()
    })
    return request
  }

  async function sendNow(): Promise<boolean> {
    sent ??= newRequest()
    if (!sent) return true
    const { saveId, changes } = sent
    writeJournal()
    try {
      const edits: FlowEdit[] = [{ type: 'change', changes }]
      settle(sent, await options.save({ baseRevision: base.revision, edits, saveId }))
      return refused === null
    } catch (error) {
      failures += 1
      failure = error instanceof Error ? error.message : String(error)
      schedule(Math.min(FIRST_RETRY * 2 ** (failures - 1), LAST_RETRY))
      return false
    }
  }

  function newRequest(): Sent | null {
    const changes = unsaved()
    if (changes.length === 0) return null
    const saveId = options.newSaveId()
    own.add(saveId)
    return { saveId, changes, document: wanted(), screen: present() }
  }

  function settle(made: Sent, answer: SaveAnswer) {
    sent = null
    failures = 0
    failure = null
    refused = null
    if ('refused' in answer) refused = { message: answer.refused, screen: made.screen }
    else if ('conflict' in answer) rebase(answer.conflict)
    else base = { revision: answer.revision, document: made.document }
    catchUp()
    writeJournal()
  }

  function receive(draft: Draft) {
    if (draft.revision > (ahead ?? base).revision) ahead = draft
    if (sent || request) return
    catchUp()
    writeJournal()
    tell()
    if (isWorthSending()) schedule(GATHER)
  }

  function catchUp() {
    if (ahead && ahead.revision > base.revision) rebase(ahead)
    ahead = null
  }

  function rebase(draft: Draft) {
    const sides = { base: base.document, mine: present(), theirs: draft.document }
    const merged = mergeDocuments(sides)
    base = draft
    // On top of what others have saved it may be taken.
    refused = null
    const again = new Set(merged.conflicts.map(({ place }) => place))
    conflicts = [...conflicts.filter(({ place }) => !again.has(place)), ...merged.conflicts]
    options.absorb(merged)
    dropSettled()
  }

  /** Leaves out conflicts that are none any more, because both sides say the same by now. */
  function dropSettled() {
    if (conflicts.length === 0) return
    const places = new Set(changesTo(present()).map(placeOf))
    const open = conflicts.filter(({ place, change }) =>
      change.type === 'remove-node'
        ? base.document.nodes.some(({ id }) => id === change.id)
        : places.has(place) || change.type === 'remove-entry',
    )
    if (open.length < conflicts.length) conflicts = open
  }

  function chosen(conflict: MergeConflict) {
    conflicts = conflicts.filter((one) => one !== conflict)
    changed()
  }

  function schedule(delay: number) {
    clearTimeout(timer)
    if (stopped) return
    timer = setTimeout(() => void send(), delay)
  }

  function tell() {
    if (stopped) return
    const state = stateNow()
    const message = failure ?? refused?.message ?? null
    const known = told?.state === state && told.message === message && told.conflicts === conflicts
    if (known) return
    told = { state, message, conflicts }
    onState(told)
  }

  function stateNow(): SaveState['state'] {
    if (failure !== null) return 'offline'
    if (refused) return 'refused'
    if (request || isUnsaved()) return 'saving'
    return conflicts.length > 0 ? 'conflict' : 'saved'
  }

  function writeJournal() {
    const changes = ofDraft(changesTo(present()))
    if (changes.length === 0 && !sent && conflicts.length === 0) return journal.clear()
    const making = sent && { saveId: sent.saveId, changes: sent.changes }
    journal.write({ base, changes, sent: making, conflicts: [...conflicts] })
  }

  function stop() {
    stopped = true
    clearTimeout(timer)
  }

  if (isUnsaved()) schedule(0)
  return {
    ...{ changed, receive, chosen, flush, stop },
    known: () => (ahead && ahead.revision > base.revision ? ahead : base),
    isOwn: (saveId) => saveId !== null && own.has(saveId),
  }
}

function resent(base: Draft, { saveId, changes }: Pick<Sent, 'saveId' | 'changes'>): Sent {
  return { saveId, changes, document: applyChanges(base.document, changes), screen: null }
}

/** What a flow calls is no part of its draft. */
function ofDraft(changes: readonly DocumentChange[]): DocumentChange[] {
  return changes.filter(({ type }) => type !== 'set-called')
}
