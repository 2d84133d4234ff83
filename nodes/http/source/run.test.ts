import { createServer } from 'node:http'
import { afterAll, beforeAll, expect, it, vi } from 'vitest'
import { blank, evaluated, testSourceContext } from '../../testing.ts'
import { closeHttpPools } from '../pool.ts'
import { runHttpSource } from './run.ts'

const RECORDS = ['a', 'b', 'c', 'd', 'e'].map((id) => ({ id }))
const asked: string[] = []
const server = createServer((request, answer) => {
  asked.push(request.url ?? '')
  const url = new URL(request.url ?? '', 'http://x')
  const after = RECORDS.findIndex(({ id }) => id === url.searchParams.get('starting_after'))
  const limit = Number(url.searchParams.get('limit'))
  const data = RECORDS.slice(after + 1, after + 1 + limit)
  if (url.pathname === '/broken') answer.statusCode = 500
  answer.end(JSON.stringify({ data, has_more: after + 1 + limit < RECORDS.length }))
})
let origin = ''
const config = (path: string) => ({
  ...{ url: `${origin}${path}`, records: evaluated('data'), key: evaluated('id') },
  ...{ hasMore: evaluated('has_more'), cursorParam: 'starting_after', next: blank },
  ...{ limitParam: 'limit', sinceParam: 'since', headers: [{ name: 'x-a', value: '1' }] },
})

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

it('reads page after page until there is none', async () => {
  const context = testSourceContext({ pageSize: 2, since: new Date(0) })
  const first = await runHttpSource.read(config('/list'), context, null)
  expect(first).toMatchObject({ records: [{ key: 'a' }, { key: 'b' }], next: 'b' })
  const second = await runHttpSource.read(config('/list'), context, first.next)
  const third = await runHttpSource.read(config('/list'), context, second.next)
  expect(third).toMatchObject({ records: [{ key: 'e' }], next: null })
  expect(asked[0]).toBe('/list?limit=2&since=1970-01-01T00%3A00%3A00.000Z')
})

it('gives only the records that were asked for by key', async () => {
  const context = testSourceContext({ ids: ['c'] })
  const page = await runHttpSource.read(config('/list'), context, null)
  expect(page.records).toStrictEqual([{ key: 'c', record: { id: 'c' } }])
})

it('refuses an answer that is an error, holds no list, or never ends', async () => {
  const context = testSourceContext()
  const read = (over: object) => runHttpSource.read({ ...config('/list'), ...over }, context, null)
  await expect(runHttpSource.read(config('/broken'), context, null)).rejects.toMatchObject({
    class: 'intermittent',
  })
  await expect(read({ records: evaluated('nothing') })).rejects.toMatchObject({ class: 'parse' })
  await expect(read({ key: evaluated('nothing') })).rejects.toMatchObject({ field: 'key' })
  const endless = { hasMore: evaluated('true'), next: evaluated('"b"') }
  await expect(
    runHttpSource.read({ ...config('/list'), ...endless }, context, 'b'),
  ).rejects.toMatchObject({ field: 'next' })
})
