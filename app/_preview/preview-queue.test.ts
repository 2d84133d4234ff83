import { afterEach, describe, expect, test } from 'vitest'
import { openPreviewQueue, type PreviewWorker } from './preview-queue.ts'
import type { FromWorker, PreviewRequest, ToWorker } from './protocol.ts'
import { servePreview } from './serve-preview.ts'

const opened: MessagePort[] = []
afterEach(() => {
  for (const port of opened.splice(0)) port.close()
})

/** The real evaluator at the other end of a channel. */
function workerOnChannel(heard: ToWorker[] = [], told: FromWorker[] = []): PreviewWorker {
  const { port1, port2 } = new MessageChannel()
  opened.push(port1, port2)
  servePreview(port2)
  port2.start()
  return {
    postMessage: (message) => {
      heard.push(message)
      port1.postMessage(message)
    },
    onMessage: (listener) => {
      port1.addEventListener('message', (event) => {
        told.push(event.data)
        listener(event.data)
      })
      port1.start()
    },
    onError: () => undefined,
    terminate: () => port1.close(),
  }
}

/** A worker that begins and then never says anything again: what a loop without end looks like. */
function hangingWorker(ended: () => void): PreviewWorker {
  let tell: Parameters<PreviewWorker['onMessage']>[0] = () => undefined
  let hangs = false
  return {
    postMessage: (message) => {
      if (message.type !== 'evaluate' || hangs) return
      hangs = true
      queueMicrotask(() => tell({ type: 'working', job: message.job, text: 0 }))
    },
    onMessage: (listener) => {
      tell = listener
    },
    onError: () => undefined,
    terminate: ended,
  }
}

const settings = { rate: 2 }
const records = [
  { key: 'a', record: { total: 3 } },
  { key: 'b', record: { total: 5 } },
]
const ask = (...texts: string[]): PreviewRequest => ({ texts, records, settings })
const value = (one: unknown) => ({ ok: true, value: one })

describe('openPreviewQueue', () => {
  test('each text is evaluated on each record, with settings and key', async () => {
    const client = openPreviewQueue(() => workerOnChannel()).client()
    expect(await client.ask(ask('total * $setting("rate")', '$key', 'missing'))).toEqual([
      [value(6), value(10)],
      [value('a'), value('b')],
      [value(undefined), value(undefined)],
    ])
  })
  test('a faulty text has its fault as result and leaves the others alone', async () => {
    const client = openPreviewQueue(() => workerOnChannel()).client()
    const answer = await client.ask(ask('total +', 'total', '$uppercase(total)', ''))
    expect(answer?.[0]?.[0]).toMatchObject({ ok: false, code: 'S0207' })
    expect(answer?.[1]).toEqual([value(3), value(5)])
    expect(answer?.[2]?.[1]).toMatchObject({ ok: false, code: 'T0410', position: 11 })
    expect(answer?.[3]?.[0]).toEqual(value(undefined))
  })
  test('of one client only the newest request is answered, and others keep theirs', async () => {
    const queue = openPreviewQueue(() => workerOnChannel())
    const [typing, other] = [queue.client(), queue.client()]
    const answers = [typing.ask(ask('1')), other.ask(ask('2')), typing.ask(ask('3'))]
    expect(await Promise.all(answers)).toEqual([
      null,
      [[value(2), value(2)]],
      [[value(3), value(3)]],
    ])
  })
  test('records are sent once, and again only when they are other ones', async () => {
    const heard: ToWorker[] = []
    const client = openPreviewQueue(() => workerOnChannel(heard)).client()
    await client.ask(ask('total'))
    await client.ask(ask('total + 1'))
    const changed = [...records, { key: 'c', record: { total: 7 } }]
    expect(await client.ask({ texts: ['total'], records: changed, settings })).toEqual([
      [value(3), value(5), value(7)],
    ])
    const added = heard.flatMap((one) => (one.type === 'records' ? [one.add.length] : []))
    expect(added).toEqual([2, 1])
  })
  test('a text that hangs says so, the worker is killed and the other texts are computed', async () => {
    let killed = 0
    let started = 0
    const start = () => (++started === 1 ? hangingWorker(() => killed++) : workerOnChannel())
    const client = openPreviewQueue(start, { silenceMs: 20, textMs: 1_000 }).client()
    const answer = await client.ask(ask('total + 1', 'total'))
    expect(answer?.[0]?.[0]).toMatchObject({
      ok: false,
      message: expect.stringContaining('longer than a second'),
    })
    expect(answer?.[1]).toEqual([value(3), value(5)])
    expect([killed, started]).toEqual([1, 2])
  })
  test('a text that hung is not tried again on the same records', async () => {
    let started = 0
    const start = () => (++started === 1 ? hangingWorker(() => undefined) : workerOnChannel())
    const client = openPreviewQueue(start, { silenceMs: 20, textMs: 1_000 }).client()
    await client.ask(ask('total + 1'))
    const again = await client.ask(ask('total', 'total + 1'))
    expect(again?.map(([first]) => first?.ok)).toEqual([true, false])
    expect(started).toBe(2)
  })
  test.each([
    ['at work on it', () => Promise.resolve()],
    ['not yet known to have begun', () => undefined],
  ])(
    'a newer request gets a new worker when the old one hangs on a dropped text: %s',
    async (_state, beforeNext) => {
      let killed = 0
      let started = 0
      const start = () => (++started === 1 ? hangingWorker(() => killed++) : workerOnChannel())
      const client = openPreviewQueue(start, { silenceMs: 20, textMs: 1_000 }).client()
      const dropped = client.ask(ask('total + 1'))
      await beforeNext()
      expect(await client.ask(ask('total', 'total + 1'))).toMatchObject([
        [value(3), value(5)],
        [{ ok: false, message: expect.stringContaining('longer than a second') }, { ok: false }],
      ])
      expect(await dropped).toBeNull()
      expect([killed, started]).toEqual([1, 2])
    },
  )
  test('a worker says when it has left a dropped request, so that nobody takes it for hung', async () => {
    const heard: ToWorker[] = []
    const told: FromWorker[] = []
    const queue = openPreviewQueue(() => workerOnChannel(heard, told))
    const slow = Array.from({ length: 2_000 }, (_, at) => ({ key: `${at}`, record: { total: at } }))
    const text = '$sum([1..1000].($ * 2))'
    const client = queue.client()
    void client.ask({ texts: [text], records: slow, settings })
    await expect.poll(() => told.at(-1)?.type).toBe('working')
    client.close()
    await expect.poll(() => told.at(-1)?.type).toBe('done')
    expect(told.filter(({ type }) => type === 'results')).toEqual([])
  })
  test('when every text hangs it stops trying and names the rest as not computed', async () => {
    let started = 0
    const start = () => {
      started += 1
      return hangingWorker(() => undefined)
    }
    const client = openPreviewQueue(start, { silenceMs: 5, textMs: 1_000 }).client()
    const answer = await client.ask(ask('1', '2', '3', '4', '5'))
    const messages = answer?.map(([first]) => first?.ok === false && first.message)
    expect(messages?.filter((one) => one && one.includes('longer than a second'))).toHaveLength(3)
    expect(messages?.filter((one) => one && one.includes('not computed'))).toHaveLength(2)
    expect(started).toBe(3)
  })
  test('a worker that cannot be loaded is told of as a result', async () => {
    const start = (): PreviewWorker => ({
      postMessage: () => undefined,
      onMessage: () => undefined,
      onError: (listener) => queueMicrotask(listener),
      terminate: () => undefined,
    })
    const answer = await openPreviewQueue(start).client().ask(ask('1'))
    expect(answer?.[0]?.[0]).toMatchObject({
      ok: false,
      message: expect.stringContaining('could not be started'),
    })
  })
  test('a request of a client that has closed is dropped', async () => {
    const client = openPreviewQueue(() => workerOnChannel()).client()
    const answer = client.ask(ask('1'))
    client.close()
    expect(await answer).toBeNull()
  })
})
