import { once } from 'node:events'
import { createServer } from 'node:http'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import type { NetSuiteBench } from '../../../testing/netsuite-bench.ts'
import { startNetSuite } from '../../../testing/netsuite-bench.ts'
import { netSuiteCustomer } from '../../../testing/netsuite-sale.ts'
import type { Exchange } from '../../http/exchanges.ts'
import { openNetSuite } from './client.ts'

let netsuite: NetSuiteBench
const signal = new AbortController().signal
beforeAll(async () => {
  netsuite = await startNetSuite()
})
afterAll(() => netsuite.close())

const customer = (externalId: string) => ({
  companyName: `Company ${externalId}`,
  subsidiary: { id: '1' },
  externalId,
})

describe('a record', () => {
  test('with a field that NetSuite lacks is refused, unless the connection is lenient', async () => {
    const body = { ...customer('cus_misspelt'), compnyName: 'lost' }
    await expect(netsuite.write.create('customer', body, signal)).rejects.toMatchObject({
      class: 'value',
      message: expect.stringContaining('compnyName'),
    })
    const lenient = openNetSuite(netsuite.connection({ config: { unknownFields: 'warning' } }))
    expect(await lenient.write.create('customer', body, signal)).toMatch(/^\d+$/)
    await lenient.close()
  })

  test('is deleted, and then it is not there', async () => {
    const id = await netsuite.write.create('customer', customer('cus_delete'), signal)
    await netsuite.write.remove('customer', { externalId: 'cus_delete' }, signal)
    expect(await netsuite.read.get('customer', { id }, { signal })).toBeNull()
    await expect(netsuite.write.remove('customer', { id }, signal)).rejects.toMatchObject({
      class: 'missing',
    })
  })

  test('is found by a condition, and its lines are read apart', async () => {
    const id = await netsuite.write.create('customer', customer('cus_list'), signal)
    const q = 'companyName IS "Company cus_list"'
    expect(await netsuite.read.list('customer', { q, limit: 5, signal })).toEqual({
      ids: [id],
      hasMore: false,
      total: 1,
    })
    const invoice = await (await netSuiteCustomer(netsuite)).invoice(12.5)
    const lines = await netsuite.read.lines('invoice', { id: invoice }, 'item', { signal })
    expect(lines).toMatchObject([{ quantity: 1, rate: 12.5 }])
  })

  test('keeps the lines that an update does not replace', async () => {
    const { invoice } = await netSuiteCustomer(netsuite)
    const id = await invoice(10)
    const [line] = await netsuite.read.lines('invoice', { id }, 'item', { signal })
    const added = { item: { items: [{ item: line?.item ?? null, quantity: 1, rate: 5 }] } }
    await netsuite.write.update('invoice', id, added, { signal })
    const count = async () =>
      (await netsuite.read.lines('invoice', { id }, 'item', { signal })).length
    expect(await count()).toBe(2)
    await netsuite.write.update('invoice', id, added, { replace: ['item'], signal })
    expect(await count()).toBe(1)
  })
})

describe('the RESTlet', () => {
  test('voids a transaction, with either way of signing in', async () => {
    for (const auth of ['oauth2', 'tba'] as const) {
      const client = openNetSuite(netsuite.connection({ auth }))
      const id = await (await netSuiteCustomer(netsuite)).invoice(10)
      expect(await client.write.void({ type: 'invoice', id }, signal)).toMatchObject({ id })
      expect(await netsuite.read.get('invoice', { id }, { signal })).toMatchObject({
        total: 0,
        status: { refName: 'Voided' },
      })
      await client.close()
    }
  })

  test('says what it does not have', async () => {
    const nothing = netsuite.write.void({ type: 'invoice', id: '99999999' }, signal)
    await expect(nothing).rejects.toMatchObject({ class: 'missing' })
    const search = netsuite.read.search('customsearch_none', { page: 0, pageSize: 5, signal })
    await expect(search).rejects.toMatchObject({
      class: 'value',
      message: expect.stringContaining('customsearch_none'),
    })
  })
})

describe('every exchange', () => {
  test('is told to whoever listens, with the token masked', async () => {
    const told: Exchange[] = []
    const connection = netsuite.connection()
    const client = openNetSuite({ ...connection, onExchange: (one) => told.push(one) })
    await client.read.serverTime(signal)
    expect(told.map(({ url, status }) => [new URL(url).pathname, status])).toEqual([
      ['/services/rest/auth/oauth2/v1/token', 200],
      ['/services/rest/system/v1/serverTime', 200],
    ])
    expect(told[0]).toMatchObject({ response: { access_token: '••••••' } })
    await client.close()
  })
})

describe('an asynchronous write', () => {
  test('is submitted once under its key, and its result is read when the job is completed', async () => {
    const asked: { line: string; key: unknown; prefer: unknown }[] = []
    const server = createServer((request, response) => {
      const { method, url, headers } = request
      const [key, prefer] = [headers['x-netsuite-idempotency-key'], headers.prefer]
      asked.push({ line: `${method} ${url}`, key, prefer })
      const job = { location: '/services/rest/async/v1/job/17', 'content-type': 'application/json' }
      if (method === 'POST' && asked.length === 1) return response.writeHead(202, job).end()
      if (method === 'POST') {
        const details = [{ detail: 'Key was used.', 'o:errorCode': 'IDEMPOTENCY_ERROR' }]
        const body = { title: 'Conflict', status: 400, 'o:errorDetails': details }
        return response.writeHead(400, job).end(JSON.stringify(body))
      }
      response.setHeader('content-type', 'application/json')
      if (url?.endsWith('/job/17'))
        return response.end(JSON.stringify({ id: '17', completed: true, progress: 'succeeded' }))
      return response.writeHead(204, { location: '/services/rest/record/v1/customer/647' }).end()
    })
    await once(server.listen(0, '127.0.0.1'), 'listening')
    const address = server.address()
    const baseUrl = `http://127.0.0.1:${typeof address === 'object' ? address?.port : ''}`
    const client = openNetSuite(netsuite.connection({ auth: 'tba', config: { baseUrl } }))
    const write = { method: 'POST', type: 'customer', body: customer('cus_async') } as const
    const job = await client.write.submit(write, 'key-1', signal)
    expect(await client.write.submit(write, 'key-1', signal)).toBe(job)
    expect(asked[0]).toMatchObject({ key: 'key-1', prefer: 'respond-async' })
    expect(await client.read.job(job, signal)).toMatchObject({ completed: true })
    expect(await client.read.jobResult(job, signal)).toEqual({ body: null, recordId: '647' })
    expect(asked.at(-1)?.line).toBe('GET /services/rest/async/v1/job/17/task/1/result')
    await client.close()
    server.close()
  })
})
