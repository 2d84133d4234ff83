import { createServer } from 'node:http'
import { afterAll, beforeAll, expect, it, vi } from 'vitest'
import type { JsonObject } from '../../json.ts'
import { evaluated, testContext } from '../../testing.ts'
import { closeHttpPools } from '../pool.ts'
import { runHttpLookup } from './run.ts'

const asked: string[] = []
const server = createServer((request, answer) => {
  asked.push(request.url ?? '')
  const [, path] = (request.url ?? '').split('/')
  if (path === 'gone') answer.statusCode = 404
  if (path === 'broken') answer.statusCode = 500
  answer.end(path === 'page' ? '<html></html>' : JSON.stringify({ rate: path }))
})
let origin = ''

beforeAll(async () => {
  vi.stubEnv('TRIBUTARY_ALLOW_PRIVATE_HTTP', '1')
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', () => resolve()))
  const address = server.address()
  if (typeof address === 'object' && address) origin = `http://127.0.0.1:${address.port}`
})
afterAll(async () => {
  vi.unstubAllEnvs()
  await closeHttpPools()
  server.close()
})

function lookUp(records: JsonObject[], change: object = {}) {
  const config = {
    ...{ url: evaluated(`"${origin}/" & currency`), result: evaluated('rate'), into: 'rate' },
    ...{ headers: [], timeoutSeconds: null, onMissing: 'error', ...change },
  }
  const items = records.map((record, index) => ({ key: `k${index}`, record }))
  return runHttpLookup.run(config, items, testContext())
}

it('asks each address once for all records of a batch, and keeps what the analyst wants of it', async () => {
  asked.length = 0
  const results = await lookUp([{ currency: 'eur' }, { currency: 'usd' }, { currency: 'eur' }])
  expect(results).toStrictEqual([
    { outcome: 'done', record: { currency: 'eur', rate: 'eur' } },
    { outcome: 'done', record: { currency: 'usd', rate: 'usd' } },
    { outcome: 'done', record: { currency: 'eur', rate: 'eur' } },
  ])
  expect(asked.toSorted()).toEqual(['/eur', '/usd'])
})

it('reports what is not there, or goes on without it', async () => {
  const [missing] = await lookUp([{ currency: 'gone' }])
  expect(missing).toMatchObject({ outcome: 'failed', error: { class: 'missing', field: 'url' } })
  const [without] = await lookUp([{ currency: 'gone' }], { onMissing: 'continue' })
  expect(without).toStrictEqual({ outcome: 'done', record: { currency: 'gone' } })
})

it('fails a record whose request fails, and no other', async () => {
  const results = await lookUp([{ currency: 'broken' }, { currency: 'page' }, { currency: 'eur' }])
  expect(results).toMatchObject([
    { outcome: 'failed', error: { class: 'intermittent' } },
    { outcome: 'failed', error: { class: 'parse' } },
    { outcome: 'done' },
  ])
})
