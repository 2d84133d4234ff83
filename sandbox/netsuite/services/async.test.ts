import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { z } from 'zod'
import { startTestServer, type TestServer } from '../test-server.ts'

const ROOT = '/services/rest/record/v1'
const LATER = { Prefer: 'respond-async' }
const COLLECTION = { 'Content-Type': 'application/vnd.oracle.resource+json; type=collection' }

let server: TestServer
beforeAll(async () => {
  server = await startTestServer()
})
afterAll(() => server.close())

const customer = (companyName: string) => ({ companyName, subsidiary: '1' })
const later = (
  method: string,
  path: string,
  body?: unknown,
  headers: Record<string, string> = {},
) => server.call(method, `${ROOT}/${path}`, body, { ...LATER, ...headers })

const taskSchema = z.array(z.object({ links: z.array(z.object({ href: z.string() })) }))

/** Waits until a job is completed and gives the results of its tasks. */
async function finished(location: string | null) {
  const at = location ?? ''
  const state = await until(async () => {
    const { body } = await server.call('GET', at)
    return body.completed === true ? body : null
  })
  const { body } = await server.call('GET', `${at}/task`)
  const tasks = taskSchema.parse(body.items).map(({ links }) => links[0]?.href ?? '')
  const results = []
  for (const task of tasks) results.push(await server.call('GET', `${task}/result`))
  return { state, tasks, results }
}

async function until<Value>(ask: () => Promise<Value | null>): Promise<Value> {
  for (;;) {
    const value = await ask()
    if (value !== null) return value
  }
}

describe('a request that is carried out later', () => {
  it('is answered 202, and its result is what it would have been at once', async () => {
    const accepted = await later('POST', 'customer', customer('Later Ltd'))
    expect(accepted.status).toBe(202)
    expect(accepted.headers.get('preference-applied')).toBe('respond-async')
    const location = accepted.headers.get('location')
    expect(location).toMatch(new RegExp(`^${server.url}/services/rest/async/v1/job/\\d+$`))
    const { state, tasks, results } = await finished(location)
    expect(state).toMatchObject({
      links: [{ rel: 'self', href: location }],
      id: location?.split('/').at(-1),
      progress: 'succeeded',
      task: { links: [{ rel: 'self', href: `${location}/task` }] },
    })
    expect((await server.call('GET', tasks[0] ?? '')).body).toMatchObject({
      completed: true,
      id: '1',
      progress: 'succeeded',
      startTime: expect.stringMatching(/Z$/),
      endTime: expect.stringMatching(/Z$/),
    })
    const [result] = results
    expect(result?.status).toBe(204)
    const id = result?.headers.get('location')?.split('/').at(-1) ?? ''
    expect(await server.read('customer', id)).toMatchObject({ companyName: 'Later Ltd' })
  })

  it('keeps its error as its result', async () => {
    const accepted = await later('POST', 'customer', { subsidiary: '1' })
    expect(accepted.status).toBe(202)
    const { state, results } = await finished(accepted.headers.get('location'))
    expect(state.progress).toBe('failed')
    expect(results[0]).toMatchObject({
      status: 400,
      body: { 'o:errorDetails': [{ 'o:errorCode': 'USER_ERROR' }] },
    })
  })

  it('is done once for one idempotency key, which a request at once does not need', async () => {
    const key = { 'X-NetSuite-Idempotency-Key': '2d7e9e5c-0000-4000-8000-000000000001' }
    const first = await later('POST', 'customer', customer('Only Once'), key)
    const second = await later('POST', 'customer', customer('Only Once'), key)
    expect(second).toMatchObject({
      status: 400,
      body: { title: 'Conflict', 'o:errorDetails': [{ 'o:errorCode': 'IDEMPOTENCY_ERROR' }] },
    })
    expect(second.headers.get('location')).toBe(first.headers.get('location'))
    await finished(first.headers.get('location'))
    const rows = await server.query(`select id from customer where companyname = 'Only Once'`)
    expect(rows).toHaveLength(1)
    const atOnce = () => server.call('POST', `${ROOT}/customer`, customer('Twice'), key)
    expect([(await atOnce()).status, (await atOnce()).status]).toEqual([204, 204])
  })

  it('is not found under a number that no job has', async () => {
    expect((await server.call('GET', '/services/rest/async/v1/job/999999')).status).toBe(404)
    expect((await server.call('GET', '/services/rest/async/v1/job/x')).status).toBe(404)
  })
})

describe('a batch', () => {
  it('creates, changes, reads and deletes many records, each with its own result', async () => {
    const items = ['one', 'two', 'three'].map((name) => ({
      ...customer(`Batch ${name}`),
      externalId: `batch-${name}`,
    }))
    const created = await later('PUT', 'customer', { items }, COLLECTION)
    const { results } = await finished(created.headers.get('location'))
    expect(results.map(({ status }) => status)).toEqual([204, 204, 204])
    const ids = results.map(({ headers }) => headers.get('location')?.split('/').at(-1) ?? '')

    const changes = [{ id: ids[0], phone: '1' }, { externalId: 'batch-two', phone: '2' }, { id: 1 }]
    const parallel = { Prefer: 'respond-async, batch-processing="parallel"' }
    const changed = await later(
      'PATCH',
      'customer',
      { items: changes },
      { ...COLLECTION, ...parallel },
    )
    const outcome = await finished(changed.headers.get('location'))
    expect(outcome.state.progress).toBe('failed')
    expect(outcome.results.map(({ status }) => status)).toEqual([204, 204, 404])

    const read = await later('GET', `customer?ids=${ids[0]},eid:batch-two&expandRecords=true`)
    const records = (await finished(read.headers.get('location'))).results
    expect(records.map(({ body }) => body.phone)).toEqual(['1', '2'])
    const listed = await later('GET', `customer?ids=${ids[0]}`)
    expect((await finished(listed.headers.get('location'))).results[0]?.body).toEqual({
      links: [{ rel: 'self', href: `${server.url}${ROOT}/customer/${ids[0]}` }],
      id: ids[0],
    })

    const gone = await later('DELETE', `customer?ids=${ids.join(',')}`)
    const removed = (await finished(gone.headers.get('location'))).results
    expect(removed.map(({ status }) => status)).toEqual([204, 204, 204])
  })

  it('is refused without the preference, without records, and with more than 100', async () => {
    const send = (items: unknown[], headers: Record<string, string>) =>
      server.call('POST', `${ROOT}/customer`, { items }, { ...COLLECTION, ...headers })
    expect(await send([customer('x')], {})).toMatchObject({
      status: 400,
      body: { 'o:errorDetails': [{ 'o:errorHeader': 'Prefer' }] },
    })
    expect((await send([], LATER)).status).toBe(400)
    const many = Array.from({ length: 101 }, (_, index) => customer(`Many ${index}`))
    expect((await send(many, LATER)).status).toBe(400)
    expect(await server.query(`select id from customer where companyname like 'Many %'`)).toEqual(
      [],
    )
    const put = await later('PUT', 'customer', { items: [customer('No key')] }, COLLECTION)
    expect(put).toMatchObject({
      status: 400,
      body: { 'o:errorDetails': [{ 'o:errorPath': 'items[0]' }] },
    })
  })
})
