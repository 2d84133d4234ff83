import stringify from 'safe-stable-stringify'
import type { FlowEdit } from '#engine/graph/edit.ts'
import type { FlowDocument } from '#engine/graph/schema.ts'
import { compactEdits } from './compact-edits.ts'
import type { Journal } from './journal.ts'

export interface Conflict {
  revision: number
  document: FlowDocument
}

export type SaveAnswer = { revision: number } | { conflict: Conflict }

export interface SaveState {
  state: 'saved' | 'saving' | 'offline' | 'conflict'
  /** Why saving fails; null while it works. */
  message: string | null
  /** What the server has instead, when somebody else saved first. */
  conflict: Conflict | null
}

export interface Autosave {
  /** Takes edits that were just applied, and the document they led to. */
  push: (edits: readonly FlowEdit[], document: FlowDocument) => void
  /** Saves now; true when everything is saved, false when it could not be. */
  flush: () => Promise<boolean>
  /** Sends nothing any more; what is unsaved stays in the journal. */
  stop: () => void
}

interface Options {
  revision: number
  journal: Journal
  save: (request: { baseRevision: number; edits: FlowEdit[] }) => Promise<SaveAnswer>
  onState: (state: SaveState) => void
}

/** Edits within that many ms go in one request. */
const GATHER = 500
const FIRST_RETRY = 1_000
const LAST_RETRY = 30_000

const SAVED: SaveState = { state: 'saved', message: null, conflict: null }
const SAVING: SaveState = { state: 'saving', message: null, conflict: null }

/**
 * Sends edits in their order, one request at a time, each on top of the revision that the one before
 * led to. A request that fails is repeated unchanged, after 1 s, 2 s, … 30 s: were newer edits added
 * to it, an answer that was only lost on its way could no longer be told from somebody else's change.
 * A real conflict ends saving, because what to keep is for the person to say.
 */
export function startAutosave({ revision, journal, save, onState }: Options): Autosave {
  let base = revision
  let waiting: FlowEdit[] = []
  let latest: FlowDocument | null = null
  let batch: { edits: FlowEdit[]; document: FlowDocument } | null = null
  let request: Promise<boolean> | null = null
  let failures = 0
  let stopped = false
  let timer: ReturnType<typeof setTimeout> | undefined

  function push(edits: readonly FlowEdit[], document: FlowDocument) {
    waiting = compactEdits([...waiting, ...edits])
    latest = document
    writeJournal()
    if (stopped) return
    if (failures === 0) onState(SAVING)
    if (!request && failures === 0) schedule(GATHER)
  }

  async function flush(): Promise<boolean> {
    clearTimeout(timer)
    while (!stopped && (batch || request || waiting.length > 0)) {
      if (!(await send())) return false
    }
    return !stopped
  }

  /** Sends one batch, or joins the request under way; false when it was not saved. */
  function send(): Promise<boolean> {
    request ??= sendBatch().finally(() => {
      request = null
    })
    return request
  }

  async function sendBatch(): Promise<boolean> {
    if (!batch && latest) batch = { edits: waiting.splice(0), document: latest }
    if (!batch) return true
    try {
      return settle(batch.document, await save({ baseRevision: base, edits: batch.edits }))
    } catch (error) {
      failures += 1
      schedule(Math.min(FIRST_RETRY * 2 ** (failures - 1), LAST_RETRY))
      const message = error instanceof Error ? error.message : String(error)
      if (!stopped) onState({ state: 'offline', message, conflict: null })
      return false
    }
  }

  function settle(sent: FlowDocument, answer: SaveAnswer): boolean {
    if ('conflict' in answer && !same(answer.conflict.document, sent)) {
      stopped = true
      onState({ state: 'conflict', message: null, conflict: answer.conflict })
      return false
    }
    // A "conflict" with exactly what was sent is our own request, whose answer got lost.
    base = 'conflict' in answer ? answer.conflict.revision : answer.revision
    batch = null
    failures = 0
    writeJournal()
    if (stopped) return true
    onState(waiting.length > 0 ? SAVING : SAVED)
    if (waiting.length > 0) schedule(0)
    return true
  }

  function schedule(delay: number) {
    clearTimeout(timer)
    if (stopped) return
    timer = setTimeout(() => void send(), delay)
  }

  function writeJournal() {
    const edits = [...(batch?.edits ?? []), ...waiting]
    if (edits.length > 0) journal.write({ revision: base, edits })
    else journal.clear()
  }

  function stop() {
    stopped = true
    clearTimeout(timer)
  }

  return { push, flush, stop }
}

function same(one: FlowDocument, other: FlowDocument): boolean {
  return stringify(one) === stringify(other)
}
