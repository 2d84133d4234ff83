import { afterAll, beforeAll, beforeEach, describe, expect, test } from 'vitest'
import { users } from '#db/schema/index.ts'
import { startingFlow } from '../testing/random-edits.ts'
import { watchDraft, type DraftNews } from './draft-watch.ts'
import type { FlowEdit } from './graph/edit.ts'
import { createFlow, loadFlow } from './flows.ts'
import { beHere, leave } from './presence.ts'
import { saveEdits } from './save-edits.ts'
import { openEngineBench, type EngineBench } from './testing.ts'

let bench: EngineBench
let flowId: string
let revision: number
const stop: AbortController[] = []

beforeAll(async () => {
  bench = await openEngineBench()
  await bench.engine.database.db.insert(users).values([
    { id: 'ada', name: 'Ada', email: 'ada@example.com', role: 'owner' },
    { id: 'bo', name: 'Bo', email: 'bo@example.com', role: 'builder' },
  ])
  const fresh = { integrationId: 'bench', document: startingFlow }
  ;({ flowId } = await createFlow(bench.engine, fresh))
})
beforeEach(async () => {
  ;({ revision } = await loadFlow(bench.engine, flowId))
})
afterAll(async () => {
  for (const one of stop) one.abort()
  await bench.close()
})

const describeAs = (description: string): FlowEdit => ({ type: 'describe-flow', description })
const save = (text: string, more: { baseRevision?: number; saveId?: string } = {}) =>
  saveEdits(bench.engine, {
    ...{ flowId, baseRevision: revision, userId: 'bo', edits: [describeAs(text)] },
    ...more,
  })

/** News as they come, from the present revision on. */
function follow(since = revision) {
  const controller = new AbortController()
  stop.push(controller)
  const news = watchDraft(bench.engine, { flowId, since }, controller.signal)
  return async (): Promise<DraftNews> => {
    const { value } = await news.next()
    if (!value) throw new Error('There are no news any more.')
    return value
  }
}

describe('saving a draft', () => {
  test('a request that comes again after a lost answer is answered and not made again', async () => {
    const first = await save('once', { saveId: 'save-1' })
    const again = await save('once', { saveId: 'save-1' })
    expect(again).toEqual(first)
    expect((await loadFlow(bench.engine, flowId)).revision).toBe(revision + 1)
  })
  test('is refused on an old revision, and the present draft comes back', async () => {
    await save('theirs', { saveId: 'save-2' })
    const refused = await save('mine', { saveId: 'save-3' })
    expect(refused).toMatchObject({
      ok: false,
      conflict: { revision: revision + 1, document: { description: 'theirs' } },
    })
  })
})

describe('an open designer', () => {
  test('is told what others save, by whom and with which edits', async () => {
    const next = follow()
    expect(await next()).toMatchObject({ revision, saves: [] })
    await save('news')
    expect(await next()).toMatchObject({
      revision: revision + 1,
      saves: [{ revision: revision + 1, name: 'Bo', edits: [describeAs('news')] }],
    })
  })
  test('that comes back is told what it has missed', async () => {
    await save('one')
    await save('two', { baseRevision: revision + 1 })
    const { saves } = await follow()()
    expect(saves.map((one) => one.edits)).toEqual([[describeAs('one')], [describeAs('two')]])
  })
  test('that has missed too much is told to load the draft', async () => {
    const next = follow(revision - 1_000)
    expect(await next()).toMatchObject({ revision, saves: [] })
  })
  test('sees who comes, what they choose, and that they leave', async () => {
    const next = follow()
    await next()
    const here = { flowId, tab: 'tab-of-bo', userId: 'bo', nodeId: null }
    await beHere(bench.engine, here)
    expect((await next()).people).toEqual([
      { tab: 'tab-of-bo', userId: 'bo', name: 'Bo', nodeId: null },
    ])
    await beHere(bench.engine, { ...here, nodeId: 'check' })
    expect((await next()).people).toMatchObject([{ nodeId: 'check' }])
    await beHere(bench.engine, { ...here, userId: 'ada', nodeId: 'write' })
    await leave(bench.engine, 'tab-of-bo', 'ada')
    await leave(bench.engine, 'tab-of-bo', 'bo')
    expect((await next()).people).toEqual([])
  })
})
