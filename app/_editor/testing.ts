import { z } from 'zod'
import { applyEdit, flowEditSchema } from '#engine/graph/edit.ts'
import type { CalledFlow, FlowDocument } from '#engine/graph/schema.ts'
import type { SaveAnswer, SaveRequest } from './autosave.ts'
import type { DraftSave } from './draft-news.ts'
import { findLeftEntries, type Draft } from './journal.ts'
import { openEditor, type OpenEditor } from './open-editor.ts'

/** The server's side of a draft, in memory, with troubles to order. */
export interface DraftServer {
  draft: () => Draft
  saves: readonly DraftSave[]
  /** What happens to requests from now on; `answer lost` saves and does not tell. */
  trouble: 'none' | 'unreachable' | 'answer lost'
  requests: number
  /** Flows that can be called, by id. */
  published: Record<string, CalledFlow>
  save: (request: SaveRequest, name: string) => Promise<SaveAnswer>
}

/** A server that holds one flow. */
export function draftServer(document: FlowDocument): DraftServer {
  let draft: Draft = { revision: 1, document }
  const saves: DraftSave[] = []
  const server: DraftServer = {
    draft: () => draft,
    saves,
    trouble: 'none',
    requests: 0,
    published: {},
    async save({ baseRevision, edits, saveId }, name) {
      server.requests += 1
      await Promise.resolve()
      if (server.trouble === 'unreachable') throw new Error('The server cannot be reached.')
      const fault = z.array(flowEditSchema).safeParse(edits).error
      if (fault) return { refused: z.prettifyError(fault) }
      if (baseRevision !== draft.revision) {
        const known = saves.find((one) => one.revision === baseRevision + 1)
        if (known?.saveId === saveId) return { revision: baseRevision + 1 }
        return { conflict: structuredClone(draft) }
      }
      const sent = structuredClone(edits)
      const next = sent.reduce<FlowDocument>((one, edit) => applyEdit(one, edit), draft.document)
      draft = { revision: draft.revision + 1, document: next }
      saves.push({ revision: draft.revision, edits: sent, name, saveId })
      if (server.trouble === 'answer lost') throw new Error('The connection was closed.')
      return { revision: draft.revision }
    },
  }
  return server
}

/** A browser tab with the designer open on that server. */
export interface Tab {
  opened: OpenEditor
  state: ReturnType<OpenEditor['stores']['editor']['getState']>
  present: () => FlowDocument
  /** Brings the news of what has been saved since the last time. */
  hear: () => void
}

/** Opens the designer in a browser whose storage is given; what a closed tab has left comes back. */
export function openTab(server: DraftServer, storage: Storage, name = 'Ada'): Tab {
  const { revision, document } = structuredClone(server.draft())
  const opened = openEditor({
    flow: { id: 'flow', revision },
    ...{ document, storage, readOnly: false },
    left: findLeftEntries('flow', new Set(), storage),
    saveEdits: (request) => server.save(request, name),
    calledFlows(names) {
      if (server.trouble === 'unreachable') return Promise.reject(new Error('Not reached.'))
      const found = Object.entries(server.published).filter(([id]) => names.includes(id))
      return Promise.resolve(structuredClone(Object.fromEntries(found)))
    },
    loadDraft: () => Promise.resolve(structuredClone(server.draft())),
  })
  const editor = opened.stores.editor
  return {
    opened,
    get state() {
      return editor.getState()
    },
    present: () => editor.getState().history.present,
    hear() {
      const saves = structuredClone(server.saves)
      opened.hear({ revision: server.draft().revision, saves, people: [] })
    },
  }
}

/** A browser's local storage; `cut` gives a copy as it is after a crash at this moment. */
export function memoryStorage(held: readonly [string, string][] = []): MemoryStorage {
  const items = new Map(held)
  return {
    get length() {
      return items.size
    },
    getItem: (key) => items.get(key) ?? null,
    setItem: (key, value) => void items.set(key, value),
    removeItem: (key) => void items.delete(key),
    clear: () => items.clear(),
    key: (index) => [...items.keys()][index] ?? null,
    cut: () => memoryStorage([...items]),
  }
}

export interface MemoryStorage extends Storage {
  cut: () => MemoryStorage
}
