import { afterEach, beforeEach, describe, expect, test, vi } from 'vitest'
import { applyEdit, type FlowEdit } from '#engine/graph/edit.ts'
import { parseFlowDocument, type FlowDocument } from '#engine/graph/schema.ts'
import { startAutosave, type SaveAnswer, type SaveState } from './autosave.ts'
import type { JournalEntry } from './journal.ts'

const start = parseFlowDocument({ format: 1, name: 'Start', nodes: [], edges: [] })
const rename = (name: string): FlowEdit => ({ type: 'rename-flow', name })
const describeAs = (description: string): FlowEdit => ({ type: 'describe-flow', description })

/** A designer with its autosave and a server that can be cut off, or lose its answers. */
function editing() {
  let mine = start
  let kept: JournalEntry | null = null
  const server = { revision: 1, document: start, requests: 0 }
  let trouble: 'none' | 'unreachable' | 'answer lost' = 'none'
  const states: SaveState[] = []
  const autosave = startAutosave({
    revision: 1,
    journal: {
      read: () => kept,
      write: (entry) => (kept = entry),
      clear: () => (kept = null),
    },
    onState: (state) => states.push(state),
    save: async ({ baseRevision, edits }): Promise<SaveAnswer> => {
      server.requests += 1
      await Promise.resolve()
      if (trouble === 'unreachable') throw new Error('The server cannot be reached.')
      if (baseRevision !== server.revision) return { conflict: { ...server } }
      server.document = edits.reduce<FlowDocument>(
        (document, edit) => applyEdit(document, edit),
        server.document,
      )
      server.revision += 1
      if (trouble === 'answer lost') throw new Error('The connection was closed.')
      return { revision: server.revision }
    },
  })
  return {
    autosave,
    server,
    states,
    edit(edit: FlowEdit) {
      mine = applyEdit(mine, edit)
      autosave.push([edit], mine)
    },
    meet(what: typeof trouble) {
      trouble = what
    },
    mine: () => mine,
    kept: () => kept,
    state: () => states.at(-1)?.state,
  }
}

beforeEach(() => {
  vi.useFakeTimers()
})
afterEach(() => {
  vi.useRealTimers()
})

describe('autosave', () => {
  test('gathers edits into one request and then says saved', async () => {
    const { edit, server, state, kept } = editing()
    edit(rename('A'))
    edit(describeAs('B'))
    expect(state()).toBe('saving')
    await vi.runAllTimersAsync()
    expect(state()).toBe('saved')
    expect(server).toMatchObject({ revision: 2, requests: 1, document: { name: 'A' } })
    expect(kept()).toBeNull()
  })
  test('edits made during a request go in the next one, on the new revision', async () => {
    const { autosave, edit, server, mine } = editing()
    edit(rename('A'))
    const saved = autosave.flush()
    edit(rename('B'))
    expect(await saved).toBe(true)
    expect(server.revision).toBe(3)
    expect(server.document).toEqual(mine())
  })
  test('keeps unsaved edits in the journal and sends them when the server is back', async () => {
    const { edit, server, meet, state, kept, mine } = editing()
    meet('unreachable')
    edit(rename('A'))
    await vi.advanceTimersByTimeAsync(600)
    edit(describeAs('B'))
    expect(state()).toBe('offline')
    expect(kept()).toEqual({ revision: 1, edits: [rename('A'), describeAs('B')] })
    meet('none')
    await vi.runAllTimersAsync()
    expect(state()).toBe('saved')
    expect(server.document).toEqual(mine())
    expect(kept()).toBeNull()
  })
  test('a lost answer is not taken for a conflict', async () => {
    const { edit, server, meet, state, mine } = editing()
    meet('answer lost')
    edit(rename('A'))
    await vi.advanceTimersByTimeAsync(600)
    edit(rename('B'))
    meet('none')
    await vi.runAllTimersAsync()
    expect(state()).toBe('saved')
    expect(server.document).toEqual(mine())
  })
  test("somebody else's change stops saving, and nothing of theirs is overwritten", async () => {
    const { edit, server, state, states, kept } = editing()
    server.document = { ...start, name: 'Theirs' }
    server.revision = 2
    edit(rename('Mine'))
    await vi.runAllTimersAsync()
    edit(describeAs('More'))
    await vi.runAllTimersAsync()
    expect(state()).toBe('conflict')
    expect(states.at(-1)?.conflict?.document.name).toBe('Theirs')
    expect(server).toMatchObject({ revision: 2, document: { name: 'Theirs' }, requests: 1 })
    expect(kept()?.edits).toEqual([rename('Mine'), describeAs('More')])
  })
  test('flush says no when the server cannot be reached', async () => {
    const { autosave, edit, meet } = editing()
    meet('unreachable')
    edit(rename('A'))
    expect(await autosave.flush()).toBe(false)
    autosave.stop()
  })
  test('waits longer after each failure', async () => {
    const { autosave, edit, server, meet } = editing()
    meet('unreachable')
    edit(rename('A'))
    await vi.advanceTimersByTimeAsync(10 * 60_000)
    expect(server.requests).toBeLessThan(30)
    autosave.stop()
  })
})
