import fc from 'fast-check'
import { afterEach, beforeEach, describe, expect, test, vi } from 'vitest'
import { compile } from '#engine/compile/compile.ts'
import type { FlowEdit } from '#engine/graph/edit.ts'
import { orderNodes } from '#engine/graph/order.ts'
import { parseFlowDocument, type FlowDocument } from '#engine/graph/schema.ts'
import { node } from '../../testing/flows.ts'
import { editOf, moves, startingFlow, type Move } from '../../testing/random-edits.ts'
import { draftServer, memoryStorage, openTab, type Tab } from './testing.ts'

const configure = (field: string, value: string, id = 'a'): FlowEdit => ({
  ...{ type: 'configure-node', id, field, value },
})
/** A node on the first connection. */
const insert = (id: string, to = 'b'): FlowEdit => ({
  type: 'insert-on-edge',
  edge: { from: 'a', port: 'out', to },
  node: {
    ...{ id, kind: 'some.kind', version: 1, name: id, config: {} },
    ...{ position: { x: 0, y: 0 }, disabled: false, note: '' },
  },
  port: 'out',
})
/** The connections in alphabetical order, such as `a>b c>d`. */
const wiring = ({ edges }: FlowDocument) =>
  edges
    .map(({ from, to }) => `${from}>${to}`)
    .toSorted()
    .join(' ')
const rename = (name: string): FlowEdit => ({ type: 'rename-flow', name })

/** A Branch whose way "Large" is connected. */
const branching = parseFlowDocument({
  ...startingFlow,
  nodes: startingFlow.nodes.map((one) =>
    one.id === 'b'
      ? {
          ...one,
          kind: 'transform.branch',
          config: { mode: 'first', rows: [{ name: 'Large', condition: 'total > 1000' }] },
        }
      : one,
  ),
  edges: [
    { from: 'a', port: 'out', to: 'b' },
    { from: 'b', port: 'large', to: 'c' },
  ],
})
const way = { type: 'configure-node', id: 'b', field: 'rows' } as const

beforeEach(() => {
  vi.useFakeTimers()
})
afterEach(() => {
  vi.useRealTimers()
})

function alone() {
  const server = draftServer(startingFlow)
  const storage = memoryStorage()
  return { server, storage, tab: openTab(server, storage) }
}

function together() {
  const server = draftServer(startingFlow)
  return {
    server,
    ada: openTab(server, memoryStorage(), 'Ada'),
    bo: openTab(server, memoryStorage(), 'Bo'),
  }
}

function play(tab: Tab, move: Move) {
  const edit = editOf(tab.present(), move)
  if (edit) tab.state.edit(edit)
}

describe('saving', () => {
  test('sends the difference and never the whole flow, several edits at once', async () => {
    const { server, tab } = alone()
    tab.state.edit(rename('A'))
    tab.state.edit(rename('AB'))
    tab.state.edit(configure('x', '1'))
    expect(tab.opened.saved().state).toBe('saving')
    await vi.runAllTimersAsync()
    expect(tab.opened.saved().state).toBe('saved')
    expect(server.saves.map(({ edits }) => edits)).toEqual([
      [
        {
          type: 'change',
          changes: [
            { type: 'configure-node', id: 'a', key: 'x', value: '1' },
            { type: 'change-flow', set: { name: 'AB' } },
          ],
        },
      ],
    ])
  })
  test('edits made during a request go in the next one', async () => {
    const { server, tab } = alone()
    tab.state.edit(rename('A'))
    const saved = tab.opened.autosave.flush()
    tab.state.edit(rename('B'))
    expect(await saved).toBe(true)
    expect(server.draft()).toEqual({ revision: 3, document: tab.present() })
  })
  test('goes on when the server is back, and waits longer after each failure', async () => {
    const { server, tab } = alone()
    server.trouble = 'unreachable'
    tab.state.edit(rename('A'))
    await vi.advanceTimersByTimeAsync(10 * 60_000)
    expect(tab.opened.saved().state).toBe('offline')
    expect(server.requests).toBeLessThan(30)
    expect(await tab.opened.autosave.flush()).toBe(false)
    tab.state.edit(configure('x', '1'))
    server.trouble = 'none'
    await vi.runAllTimersAsync()
    expect(tab.opened.saved().state).toBe('saved')
    expect(server.draft().document).toEqual(tab.present())
  })
  test('an answer that got lost is no conflict, also when the field has been typed in since', async () => {
    const { server, tab } = alone()
    server.trouble = 'answer lost'
    tab.state.edit(configure('x', '1'))
    await vi.advanceTimersByTimeAsync(600)
    tab.state.edit(configure('x', '12'))
    tab.hear()
    server.trouble = 'none'
    await vi.runAllTimersAsync()
    expect(tab.opened.saved()).toMatchObject({ state: 'saved', conflicts: [] })
    expect(server.draft().document).toEqual(tab.present())
    expect(server.saves).toHaveLength(2)
  })
})

describe('a change that the server refuses', () => {
  const nameNode = (name: string): FlowEdit => ({ type: 'rename-node', id: 'a', name })
  const tooLong = nameNode('x'.repeat(201))

  test('is said in the server’s words, with what to do, and is not sent again and again', async () => {
    const { server, tab } = alone()
    tab.state.edit(tooLong)
    await vi.advanceTimersByTimeAsync(10 * 60_000)
    expect(tab.opened.saved().state).toBe('refused')
    expect(tab.opened.saved().message).toMatch('expected string to have <=200 characters')
    expect(tab.state.notice?.text).toMatch(/^Not saved\..*Undo that change or put it right\.$/s)
    expect(server.requests).toBe(1)
    expect(await tab.opened.autosave.flush()).toBe(false)
  })
  test('is saved with all that was done since, once it is put right', async () => {
    const { server, tab } = alone()
    tab.state.edit(tooLong)
    await vi.runAllTimersAsync()
    tab.state.edit(configure('x', '1'))
    await vi.runAllTimersAsync()
    expect(tab.opened.saved().state).toBe('refused')
    tab.state.edit(nameNode('Short'))
    await vi.runAllTimersAsync()
    expect(tab.opened.saved()).toMatchObject({ state: 'saved', message: null })
    expect(server.draft().document).toEqual(tab.present())
    expect(await tab.opened.autosave.flush()).toBe(true)
  })
  test('and is taken back leaves nothing to save', async () => {
    const { storage, tab } = alone()
    tab.state.edit(tooLong)
    await vi.runAllTimersAsync()
    tab.state.undo()
    expect(tab.opened.saved()).toMatchObject({ state: 'saved', message: null })
    expect(storage.length).toBe(0)
  })
  test('does not hold up what others save', async () => {
    const { server, ada, bo } = together()
    ada.state.edit(tooLong)
    await vi.runAllTimersAsync()
    bo.state.edit(configure('y', 'Bo'))
    await vi.runAllTimersAsync()
    ada.hear()
    await vi.runAllTimersAsync()
    expect(ada.present().nodes[0]?.config).toEqual({ y: 'Bo' })
    ada.state.edit(nameNode('Short'))
    await vi.runAllTimersAsync()
    expect(server.draft().document).toEqual(ada.present())
  })
  test('and is closed with the tab stays in the browser until the person has seen to it', async () => {
    const { server, storage, tab } = alone()
    tab.state.edit(tooLong)
    await vi.runAllTimersAsync()
    const left = storage.cut()
    const again = openTab(server, left)
    again.state.edit(configure('x', '1'))
    await vi.runAllTimersAsync()
    expect(again.opened.unreadable).toHaveLength(1)
    const [entry] = openTab(server, left).opened.unreadable
    expect(entry?.text()).toMatch('x'.repeat(201))
    entry?.forget()
    expect(openTab(server, left).opened.unreadable).toEqual([])
    expect(left.length).toBe(0)
  })
})

describe('what is typed', () => {
  test('a way of a Branch keeps its edge and is saved while its name is written', async () => {
    const server = draftServer(branching)
    const tab = openTab(server, memoryStorage())
    for (const name of ['>', '> ', '> 1', '> 1000', '€', 'x'.repeat(150)]) {
      tab.state.edit({ ...way, value: [{ name, condition: 'total > 1000' }] })
      await vi.runAllTimersAsync()
      expect(tab.opened.saved().state).toBe('saved')
      expect(server.draft().document).toEqual(tab.present())
      expect(tab.present().edges).toHaveLength(2)
    }
  })
  test('of a text that cannot be stored what is in the way is replaced where it is seen', async () => {
    const { server, tab } = alone()
    const record = { '\0key': 'a\0b', half: '\ud83d', whole: '😀' }
    tab.state.edit({ type: 'put-sample', sample: { node: 'a', name: 'pasted', record } })
    await vi.runAllTimersAsync()
    const stored = { '\ufffdkey': 'a\ufffdb', half: '\ufffd', whole: '😀' }
    expect(tab.present().samples.at(-1)?.record).toEqual(stored)
    expect(server.draft().document).toEqual(tab.present())
  })
})

describe('a call that is added', () => {
  const sub = {
    ...{ name: 'Sub', lineage: 'sub', version: 1, edges: [] },
    settings: { fields: [], presets: [], values: {} },
    nodes: [node('start', 'flow.start')],
  }
  const call = (flow: string): FlowEdit => ({
    type: 'add-node',
    node: node(`call-${flow}`, 'flow.call', { flow }),
  })
  const callErrors = (tab: Tab) =>
    compile(tab.present()).problems.filter(({ code }) => code === 'called-flow')

  test('is no error when its flow is published, and is one step to undo', async () => {
    const { server, storage, tab } = alone()
    server.published = { sub }
    tab.state.edit(call('sub'))
    await vi.runAllTimersAsync()
    expect(callErrors(tab)).toEqual([])
    expect(tab.present().called).toEqual({ sub })
    expect(tab.state.history.past).toHaveLength(1)
    expect(tab.opened.saved().state).toBe('saved')
    expect(server.draft().document.called).toEqual({})
    expect(storage.length).toBe(0)
    tab.state.undo()
    await vi.runAllTimersAsync()
    expect(tab.present().nodes).toEqual(startingFlow.nodes)
    expect(tab.opened.saved().state).toBe('saved')
  })
  test('by somebody else is none either', async () => {
    const { server, ada, bo } = together()
    server.published = { sub }
    bo.state.edit(call('sub'))
    await vi.runAllTimersAsync()
    ada.hear()
    await vi.runAllTimersAsync()
    expect(callErrors(ada)).toEqual([])
  })
  test('stays an error while there is no such flow, and is none once that is published', async () => {
    const { server, tab } = alone()
    tab.state.edit(call('sub'))
    await vi.runAllTimersAsync()
    expect(callErrors(tab)).toHaveLength(1)
    server.published = { sub }
    await tab.opened.loadCalled()
    expect(callErrors(tab)).toEqual([])
  })
  test('while the server is away is looked up with the next change', async () => {
    const { server, tab } = alone()
    server.published = { sub }
    server.trouble = 'unreachable'
    tab.state.edit(call('sub'))
    await vi.advanceTimersByTimeAsync(1_000)
    expect(callErrors(tab)).toHaveLength(1)
    server.trouble = 'none'
    tab.state.edit(rename('A'))
    await vi.runAllTimersAsync()
    expect(callErrors(tab)).toEqual([])
  })
})

describe('two people in one flow', () => {
  test('get what the other saves, and are told who changed what', async () => {
    const { ada, bo } = together()
    bo.state.edit(configure('mapping', '{}'))
    await vi.runAllTimersAsync()
    ada.hear()
    bo.hear()
    expect(ada.present()).toEqual(bo.present())
    expect(ada.state.notice?.text).toBe('Bo changed mapping of “a”.')
    expect(ada.state.history.past).toEqual([])
    expect(bo.state.notice).toBeNull()
  })
  test('keep both, when each changes something else before hearing of the other', async () => {
    const { server, ada, bo } = together()
    ada.state.edit(configure('x', 'Ada'))
    bo.state.edit(configure('y', 'Bo'))
    await vi.runAllTimersAsync()
    ada.hear()
    bo.hear()
    await vi.runAllTimersAsync()
    expect(ada.present()).toEqual(server.draft().document)
    expect(bo.present()).toEqual(server.draft().document)
    expect(ada.present().nodes[0]?.config).toEqual({ x: 'Ada', y: 'Bo' })
  })
  test('one’s own stays on the screen and is not saved, when both change one field', async () => {
    const { server, ada, bo } = together()
    ada.state.edit(configure('x', 'Ada'))
    await vi.runAllTimersAsync()
    bo.state.edit(configure('x', 'Bo'))
    bo.state.edit(rename('Both'))
    await vi.runAllTimersAsync()
    expect(bo.opened.saved().state).toBe('conflict')
    expect(bo.opened.saved().conflicts).toHaveLength(1)
    expect(bo.present().nodes[0]?.config).toEqual({ x: 'Bo' })
    expect(server.draft().document.nodes[0]?.config).toEqual({ x: 'Ada' })
    expect(server.draft().document.name).toBe('Both')
    expect(await bo.opened.autosave.flush()).toBe(false)
  })
  test.each([
    ['mine', 'Bo'],
    ['theirs', 'Ada'],
  ] as const)('after choosing %s both have %s', async (side, value) => {
    const { server, ada, bo } = together()
    ada.state.edit(configure('x', 'Ada'))
    await vi.runAllTimersAsync()
    bo.state.edit(configure('x', 'Bo'))
    await vi.runAllTimersAsync()
    const [conflict] = bo.opened.saved().conflicts
    if (conflict) bo.opened.choose(conflict, side)
    await vi.runAllTimersAsync()
    ada.hear()
    expect(bo.opened.saved()).toMatchObject({ state: 'saved', conflicts: [] })
    for (const document of [ada.present(), bo.present(), server.draft().document]) {
      expect(document.nodes[0]?.config).toEqual({ x: value })
    }
  })
  test('undo takes back one’s own change and leaves the other’s', async () => {
    const { server, ada, bo } = together()
    ada.state.edit(configure('x', 'Ada'))
    await vi.runAllTimersAsync()
    bo.hear()
    bo.state.edit(configure('y', 'Bo'))
    await vi.runAllTimersAsync()
    ada.hear()
    ada.state.undo()
    await vi.runAllTimersAsync()
    expect(server.draft().document.nodes[0]?.config).toEqual({ y: 'Bo' })
  })
  test('undo of a node that the other has changed leaves it in its place', async () => {
    const { server, ada, bo } = together()
    ada.state.edit(insert('f'))
    await vi.runAllTimersAsync()
    bo.hear()
    bo.state.edit(configure('x', 'Bo', 'f'))
    await vi.runAllTimersAsync()
    ada.hear()
    ada.state.undo()
    await vi.runAllTimersAsync()
    expect(ada.state.notice?.text).toMatch('“f” is removed on one side and changed on the other.')
    expect(wiring(server.draft().document)).toBe('a>f b>c c>d d>e f>b')
  })
  test('nodes that both put on one connection come into one line, which each can undo', async () => {
    const { server, ada, bo } = together()
    ada.state.edit(insert('f'))
    bo.state.edit(insert('g'))
    for (const tab of [ada, bo, ada]) {
      await tab.opened.autosave.flush()
      tab.hear()
    }
    expect(ada.present()).toEqual(bo.present())
    expect(wiring(ada.present())).toBe('a>g b>c c>d d>e f>b g>f')
    ada.state.undo()
    expect(wiring(ada.present())).toBe('a>g b>c c>d d>e g>b')
    ada.state.redo()
    expect(ada.present().nodes.map(({ id }) => id)).toContain('f')
    expect(wiring(ada.present())).toBe('a>g b>c c>d d>e f>b g>f')
    await vi.runAllTimersAsync()
    bo.hear()
    bo.state.undo()
    await vi.runAllTimersAsync()
    expect(wiring(server.draft().document)).toBe('a>f b>c c>d d>e f>b')
  })
  test.each([
    ['mine', 'a>b b>f c>d d>e f>c'],
    ['theirs', 'a>f c>d d>e f>c'],
  ] as const)(
    'a node that the other bridged while one changed it: choosing %s gives that wiring',
    async (side, line) => {
      const { server, ada, bo } = together()
      ada.state.edit({ type: 'remove-nodes', ids: ['b'] })
      ada.state.edit({ type: 'connect', edge: { from: 'a', port: 'out', to: 'c' } })
      await vi.runAllTimersAsync()
      bo.state.edit(configure('x', 'Bo', 'b'))
      await vi.runAllTimersAsync()
      expect(server.draft().document).toEqual(ada.present())
      // What is put on the bridge meanwhile is on both sides of the choice.
      ada.state.edit(insert('f', 'c'))
      await vi.runAllTimersAsync()
      bo.hear()
      await vi.runAllTimersAsync()
      expect(server.draft().document).toEqual(ada.present())
      const [conflict] = bo.opened.saved().conflicts
      if (conflict) bo.opened.choose(conflict, side)
      await vi.runAllTimersAsync()
      expect(bo.opened.saved()).toMatchObject({ state: 'saved', conflicts: [] })
      expect(bo.present()).toEqual(server.draft().document)
      expect(wiring(bo.present())).toBe(line)
    },
  )
  test('that has missed a save in between loads the draft', async () => {
    const { server, ada, bo } = together()
    for (const name of ['1', '2']) {
      bo.state.edit(rename(name))
      await vi.runAllTimersAsync()
    }
    ada.opened.hear({ revision: 3, saves: server.saves.slice(1), people: [] })
    await vi.runAllTimersAsync()
    expect(ada.present()).toEqual(server.draft().document)
  })
  test('end with the same flow whatever they do, in whatever order it is saved', async () => {
    const act = fc.record({
      who: fc.boolean(),
      then: fc.constantFrom('edit', 'edit', 'save', 'hear', 'undo', 'redo', 'lose', 'mend'),
      with: moves.map(([first]) => first),
    })
    await fc.assert(
      fc.asyncProperty(fc.array(act, { maxLength: 25 }), async (acts) => {
        const { server, ada, bo } = together()
        for (const { who, then, with: move } of acts) {
          const tab = who ? ada : bo
          if (then === 'edit' && move) play(tab, move)
          if (then === 'save') await tab.opened.autosave.flush()
          if (then === 'hear') tab.hear()
          if (then === 'undo') tab.state.undo()
          if (then === 'redo') tab.state.redo()
          if (then === 'lose') server.trouble = 'answer lost'
          if (then === 'mend') server.trouble = 'none'
        }
        server.trouble = 'none'
        for (const tab of [ada, bo, ada, bo]) {
          await vi.runAllTimersAsync()
          tab.hear()
          for (const conflict of tab.opened.saved().conflicts) tab.opened.choose(conflict, 'mine')
          await vi.runAllTimersAsync()
        }
        ada.hear()
        expect(ada.opened.saved()).toMatchObject({ state: 'saved', conflicts: [] })
        expect(bo.opened.saved()).toMatchObject({ state: 'saved', conflicts: [] })
        expect(ada.present()).toEqual(server.draft().document)
        expect(bo.present()).toEqual(server.draft().document)
        expect(parseFlowDocument(ada.present())).toEqual(ada.present())
        expect(orderNodes(ada.present()).cycle).toEqual([])
      }),
      { numRuns: 30 },
    )
  })
})

describe('a tab that is gone', () => {
  test('has left what it could not save, and undo removes it', async () => {
    const { server, storage, tab } = alone()
    server.trouble = 'unreachable'
    tab.state.edit(configure('x', '1'))
    await vi.advanceTimersByTimeAsync(600)
    const again = openTab(server, storage.cut())
    expect(again.present()).toEqual(tab.present())
    expect(again.state.notice?.text).toMatch('are back')
    again.state.undo()
    expect(again.present()).toEqual(startingFlow)
  })
  test('leaves nothing when all is saved', async () => {
    const { storage, tab } = alone()
    tab.state.edit(configure('x', '1'))
    await vi.runAllTimersAsync()
    expect(storage.length).toBe(0)
  })
  test('keeps a choice open that was not made', async () => {
    const { server, ada } = together()
    const storage = memoryStorage()
    const bo = openTab(server, storage, 'Bo')
    ada.state.edit(configure('x', 'Ada'))
    await vi.runAllTimersAsync()
    bo.state.edit(configure('x', 'Bo'))
    await vi.runAllTimersAsync()
    const again = openTab(server, storage.cut(), 'Bo')
    await vi.runAllTimersAsync()
    expect(again.opened.saved().conflicts).toEqual(bo.opened.saved().conflicts)
    expect(server.draft().document.nodes[0]?.config).toEqual({ x: 'Ada' })
  })
  test('and is opened anew ends with the same flow as one that was never cut off', async () => {
    const trouble = fc.constantFrom('none' as const, 'unreachable' as const, 'answer lost' as const)
    await fc.assert(
      fc.asyncProperty(moves, moves, trouble, fc.nat(700), async (mine, theirs, met, ms) => {
        async function end(cut: boolean) {
          const server = draftServer(startingFlow)
          const storage = memoryStorage()
          const first = openTab(server, storage)
          for (const move of mine.slice(0, 5)) play(first, move)
          await vi.advanceTimersByTimeAsync(ms)
          server.trouble = met
          for (const move of mine.slice(5)) play(first, move)
          await vi.advanceTimersByTimeAsync(ms)
          const left = storage.cut()
          server.trouble = 'none'
          const other = openTab(server, memoryStorage(), 'Bo')
          for (const move of theirs.slice(0, 3)) play(other, move)
          await other.opened.autosave.flush()
          const tab = cut ? openTab(server, left) : first
          await tab.opened.autosave.flush()
          tab.hear()
          for (const conflict of tab.opened.saved().conflicts) tab.opened.choose(conflict, 'mine')
          await tab.opened.autosave.flush()
          expect(tab.opened.saved()).toMatchObject({ state: 'saved', conflicts: [] })
          expect(tab.present()).toEqual(server.draft().document)
          vi.clearAllTimers()
          return server.draft().document
        }
        expect(await end(true)).toEqual(await end(false))
      }),
      { numRuns: 30 },
    )
  })
})
