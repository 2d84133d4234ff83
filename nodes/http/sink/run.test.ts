import { createServer, type IncomingMessage, type ServerResponse } from 'node:http'
import { afterAll, beforeAll, beforeEach, expect, it, vi } from 'vitest'
import type { Intent } from '../../runner.ts'
import { blank, evaluated, testContext } from '../../testing.ts'
import { closeHttpPools } from '../pool.ts'
import { runHttpSink } from './run.ts'

const stored = new Map<string, unknown>()
const keys: unknown[] = []
let fail: ((answer: ServerResponse) => void) | undefined
const server = createServer(async (request, answer) => {
  const body = await bodyOf(request)
  if (request.method === 'GET') {
    const found = stored.get(request.url?.slice(1) ?? '')
    answer.statusCode = found ? 200 : 404
    return answer.end(JSON.stringify(found ?? {}))
  }
  keys.push(request.headers['idempotency-key'])
  const record = { ...JSON.parse(body), id: `r${stored.size + 1}` }
  stored.set('in_1', record)
  if (fail) return fail(answer)
  return answer.end(JSON.stringify(record))
})
let origin = ''
const config = () => ({
  ...{
    method: 'POST',
    url: evaluated(`"${origin}/" & $key`),
    body: evaluated('{ "amount": total }'),
  },
  ...{ answerId: evaluated('id'), lookUrl: evaluated(`"${origin}/" & $key`), headers: [] },
  ...{ timeoutSeconds: 5, into: 'sent', identity: blank, targetSystem: 'netsuite' },
  ...{ targetType: 'invoice', linkSystem: 'stripe', linkType: 'invoice', linkId: blank },
})
const item = { key: 'in_1', record: { total: 5 } }
const writing = { ...testContext(), idempotencyKey: 'once' }

beforeAll(async () => {
  vi.stubEnv('TRIBUTARY_ALLOW_PRIVATE_HTTP', '1')
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', () => resolve()))
  const address = server.address()
  if (typeof address === 'object' && address) origin = `http://127.0.0.1:${address.port}`
})
beforeEach(() => {
  stored.clear()
  fail = undefined
})
afterAll(async () => {
  vi.unstubAllEnvs()
  await closeHttpPools()
  server.close()
})

it('intends one request per record, with its counterpart', async () => {
  expect(await intend()).toStrictEqual({
    identity: 'in_1',
    role: 'invoice',
    target: { system: 'netsuite', type: 'invoice' },
    payload: {
      method: 'POST',
      url: `${origin}/in_1`,
      body: { amount: 5 },
      lookAt: `${origin}/in_1`,
    },
    link: { system: 'stripe', type: 'invoice', id: 'in_1' },
  })
})

it('writes with the idempotency key and puts the id of the answer into the record', async () => {
  const intent = await intend()
  const written = await runHttpSink.write(config(), intent, null, writing)
  expect(written).toStrictEqual({ id: 'r1', changed: true })
  expect(keys.at(-1)).toBe('once')
  expect(runHttpSink.settle(config(), item, intent, 'r1')).toStrictEqual({
    total: 5,
    sent: { id: 'r1' },
  })
})

it('finds by looking what was written although the answer was lost', async () => {
  const intent = await intend()
  expect(await runHttpSink.look(config(), intent, testContext())).toBeNull()
  fail = (answer) => answer.socket?.destroy()
  await expect(runHttpSink.write(config(), intent, null, writing)).rejects.toMatchObject({
    class: 'intermittent',
    outcomeUnknown: true,
  })
  expect(await runHttpSink.look(config(), intent, testContext())).toMatchObject({
    id: 'r1',
    fields: { body: { amount: 5 } },
  })
})

it('gives up on a record that the other side refuses', async () => {
  fail = (answer) => answer.writeHead(422).end('{"message":"no such customer"}')
  await expect(runHttpSink.write(config(), await intend(), null, writing)).rejects.toMatchObject({
    class: 'value',
    outcomeUnknown: false,
  })
})

it('refuses a record without an address', async () => {
  const broken = { ...config(), url: evaluated('nothing') }
  await expect(runHttpSink.intend(broken, item, testContext())).rejects.toMatchObject({
    field: 'url',
  })
})

async function intend(): Promise<Intent> {
  const intent = await runHttpSink.intend(config(), item, testContext())
  if ('outcome' in intent) throw new Error('It intends nothing.')
  return intent
}

async function bodyOf(request: IncomingMessage): Promise<string> {
  let text = ''
  for await (const chunk of request) text += String(chunk)
  return text
}
