import fc from 'fast-check'
import { afterAll, beforeAll, expect, test } from 'vitest'
import {
  calledFlows,
  watchDraft,
  createFlow,
  loadFlow,
  publishFlow,
  saveEdits,
  type Engine,
} from '#engine/api.ts'
import type { FlowDocument, FlowNode } from '#engine/graph/schema.ts'
import { openEngineBench, type EngineBench } from '#engine/testing.ts'
import { chain, node } from '../../testing/flows.ts'
import { editOf, moves, startingFlow } from '../../testing/random-edits.ts'
import { findLeftEntries } from './journal.ts'
import { openEditor } from './open-editor.ts'
import { memoryStorage, type MemoryStorage } from './testing.ts'

let bench: EngineBench

beforeAll(async () => {
  bench = await openEngineBench()
})
afterAll(() => bench.close())

/** A designer on the real draft; `hear` brings what the server tells it. */
async function openTab(engine: Engine, flowId: string, storage: MemoryStorage) {
  const { document, revision } = await loadFlow(engine, flowId)
  const opened = openEditor({
    flow: { id: flowId, revision },
    ...{ document, storage, readOnly: false },
    left: findLeftEntries(flowId, new Set(), storage),
    async saveEdits(request) {
      const saved = await saveEdits(engine, { flowId, ...request })
      return saved.ok ? { revision: saved.revision } : { conflict: saved.conflict }
    },
    calledFlows: (names) => calledFlows(engine, { flowId, names }),
    loadDraft: () => loadFlow(engine, flowId),
  })
  return {
    opened,
    state: () => opened.stores.editor.getState(),
    async hear() {
      const stop = new AbortController()
      const since = opened.autosave.known().revision
      const news = watchDraft(engine, { flowId, since }, stop.signal)
      const { value } = await news.next()
      stop.abort()
      await news.return(undefined)
      if (value) opened.hear(value)
    },
  }
}

test('a pasted record with text that Postgres cannot store is saved without it', async () => {
  const { engine } = bench
  const { flowId } = await createFlow(engine, { integrationId: 'bench', document: startingFlow })
  const record = { nul: 'a\0b', half: '\ud83d' }
  const edit = { type: 'put-sample' as const, sample: { node: 'a', name: 'pasted', record } }
  const tab = await openTab(engine, flowId, memoryStorage())
  tab.state().edit(edit)
  expect(await tab.opened.autosave.flush()).toBe(true)
  const { document, revision } = await loadFlow(engine, flowId)
  expect(document).toEqual(tab.state().history.present)
  const sent = saveEdits(engine, { flowId, baseRevision: revision, edits: [edit] })
  await expect(sent).rejects.toThrow('which cannot be stored. Take it out')
  tab.opened.close()
})

test('a call that is added brings its flow along, with what that calls', async () => {
  const { engine } = bench
  const store = async (document: FlowDocument) =>
    (await createFlow(engine, { integrationId: 'bench', document })).flowId
  const publish = async (flowId: string) => {
    expect(await publishFlow(engine, { flowId })).toMatchObject({ ok: true })
  }
  const steps = (...inner: FlowNode[]) => [
    node('start', 'flow.start'),
    ...inner,
    node('end', 'flow.end'),
  ]
  const inner = await store(chain('Inner', steps()))
  await publish(inner)
  const outer = await store(chain('Outer', steps(node('call', 'flow.call', { flow: inner }))))
  await publish(outer)
  const flowId = await store(startingFlow)
  const tab = await openTab(engine, flowId, memoryStorage())
  tab.state().edit({ type: 'add-node', node: node('call', 'flow.call', { flow: outer }) })
  tab.state().edit({ type: 'add-node', node: node('lost', 'flow.call', { flow: 'nowhere' }) })
  await tab.opened.loadCalled()
  const { called } = tab.state().history.present
  expect(Object.keys(called).sort()).toEqual([inner, outer].sort())
  expect(await tab.opened.autosave.flush()).toBe(true)
  expect(called).toEqual((await loadFlow(engine, flowId)).document.called)
  tab.opened.close()
})

test('two designers on one stored draft end with the same flow, whatever both do', async () => {
  const { engine } = bench
  const act = fc.record({
    who: fc.boolean(),
    then: fc.constantFrom('edit', 'edit', 'edit', 'save', 'hear', 'undo'),
    with: moves.map(([first]) => first),
  })
  await fc.assert(
    fc.asyncProperty(fc.array(act, { maxLength: 15 }), async (acts) => {
      const fresh = { integrationId: 'bench', document: startingFlow }
      const { flowId } = await createFlow(engine, fresh)
      const ada = await openTab(engine, flowId, memoryStorage())
      const bo = await openTab(engine, flowId, memoryStorage())
      for (const { who, then, with: move } of acts) {
        const tab = who ? ada : bo
        const edit = move && editOf(tab.state().history.present, move)
        if (then === 'edit' && edit) tab.state().edit(edit)
        if (then === 'save') await tab.opened.autosave.flush()
        if (then === 'hear') await tab.hear()
        if (then === 'undo') tab.state().undo()
      }
      for (const { opened, hear } of [ada, bo, ada, bo]) {
        await opened.autosave.flush()
        await hear()
        for (const conflict of opened.saved().conflicts) opened.choose(conflict, 'mine')
        await opened.autosave.flush()
      }
      await ada.hear()
      const { document } = await loadFlow(engine, flowId)
      expect(ada.state().history.present).toEqual(document)
      expect(bo.state().history.present).toEqual(document)
      ada.opened.close()
      bo.opened.close()
    }),
    { numRuns: 6 },
  )
})
