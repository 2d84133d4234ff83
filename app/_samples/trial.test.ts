import { afterEach, expect, test } from 'vitest'
import { chain, node } from '../../testing/flows.ts'
import { serveTrial } from './serve-trial.ts'
import { testCache } from './test-cache.ts'
import { openTrial, type TrialWorker } from './trial.ts'

const opened: MessagePort[] = []
afterEach(() => {
  for (const port of opened.splice(0)) port.close()
})

/** The real code at the other end of a channel. */
function workerOnChannel(): TrialWorker {
  const { port1, port2 } = new MessageChannel()
  opened.push(port1, port2)
  serveTrial(port2)
  port2.start()
  return {
    postMessage: (message) => port1.postMessage(message),
    onMessage: (listener) => {
      port1.addEventListener('message', (event) => listener(event.data))
      port1.start()
    },
    onError: () => undefined,
    terminate: () => port1.close(),
  }
}

const map = node('map', 'transform.map', { mapping: '{"n": n * 2}', into: '' })
const document = {
  ...chain('Tried', [node('read', 'stripe.list-source', {}), map]),
  tests: [{ name: 'doubles', node: 'map', input: { n: 2 }, expect: { n: 4 } }],
  samples: [{ node: 'read', name: 'One', record: { id: 'in_1', n: 1 } }],
}

test('tests and samples are answered by the worker, each by its own answer', async () => {
  const trial = openTrial(workerOnChannel)
  const [results, arriving] = await Promise.all([
    trial.tests(document, {}),
    trial.arriving(document, {}, 'map'),
  ])
  expect(results.map(({ ok }) => ok)).toEqual([true])
  expect(arriving.map(({ name }) => name)).toEqual(['One'])
})

test('a worker that hangs is stopped, says so, and the next question has a new one', async () => {
  let started = 0
  let stopped = 0
  const hanging: TrialWorker = {
    postMessage: () => undefined,
    onMessage: () => undefined,
    onError: () => undefined,
    terminate: () => (stopped += 1),
  }
  const trial = openTrial(() => (++started === 1 ? hanging : workerOnChannel()), 200)
  await expect(trial.tests(document, {})).rejects.toThrow('It took too long')
  expect(await trial.tests({ ...document, tests: [] }, {})).toEqual([])
  expect([started, stopped]).toEqual([2, 1])
})

test('only tests whose node, settings or text changed are run again', async () => {
  const cache = testCache()
  const shared = {}
  const other = { name: 'other', node: 'read', input: {}, expect: null }
  const both = { ...document, tests: [...document.tests, other] }
  expect(cache.stale(both, shared)).toHaveLength(2)
  cache.store(both, shared, await openTrial(workerOnChannel).tests(both, shared))
  expect(cache.stale(both, shared)).toEqual([])
  const moved = both.nodes.map((one) => ({ ...one, position: { x: 9, y: 9 } }))
  expect(cache.stale({ ...both, nodes: moved }, shared)).toEqual([])
  const changed = both.nodes.map((one) => (one.id === 'map' ? { ...one, config: {} } : one))
  expect(cache.stale({ ...both, nodes: changed }, shared).map(({ name }) => name)).toEqual([
    'doubles',
  ])
  expect(cache.stale(both, { other: 1 })).toHaveLength(2)
})
