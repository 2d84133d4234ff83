import { once } from 'node:events'
import { createServer, type Server } from 'node:http'
import { json } from 'node:stream/consumers'
import { afterAll, afterEach, beforeAll, expect, test } from 'vitest'
import { startTestServer, type TestServer } from '../test-server.ts'

const TOKEN = 'a-hook-token-of-good-length'

let netsuite: TestServer
let receiver: Server
let url: string
let status: number
let notices: { token: unknown; body: unknown }[]

beforeAll(async () => {
  netsuite = await startTestServer()
  receiver = createServer((request, response) => {
    void json(request).then((body) => {
      notices.push({ token: request.headers['x-hook-token'], body })
      response.writeHead(status).end()
    })
  })
  receiver.listen(0, '127.0.0.1')
  await once(receiver, 'listening')
  const address = receiver.address()
  url = typeof address === 'object' && address ? `http://127.0.0.1:${address.port}/hook` : ''
  status = 200
  notices = []
})

afterAll(async () => {
  receiver.closeAllConnections()
  receiver.close()
  await netsuite.close()
})

afterEach(() => {
  status = 200
  notices = []
})

test('the script tells of a record that was made, changed and removed', async () => {
  await deploy({ types: ['customer'] })
  const id = await netsuite.create('customer', { companyName: 'Told', subsidiary: { id: '1' } })
  await netsuite.call('PATCH', `/services/rest/record/v1/customer/${id}`, { phone: '555-0100' })
  await netsuite.call('DELETE', `/services/rest/record/v1/customer/${id}`)
  const told = (event: string) => ({
    token: TOKEN,
    body: { type: 'customer', id, event, eventId: expect.stringContaining(`customer-${id}-`) },
  })
  expect(notices).toEqual([told('create'), told('edit'), told('delete')])
})

test('the script keeps to its record types, and a refused save tells nothing', async () => {
  await deploy({ types: ['invoice'] })
  await netsuite.create('customer', { companyName: 'Untold', subsidiary: { id: '1' } })
  const refused = await netsuite.call('POST', '/services/rest/record/v1/invoice', {})
  expect(refused.status).toBe(400)
  expect(notices).toEqual([])
})

test('a call that fails lets the record be saved', async () => {
  await deploy({})
  status = 500
  await netsuite.create('customer', { companyName: 'Saved', subsidiary: { id: '1' } })
  expect(notices).toHaveLength(1)
  await deploy({ url: 'http://127.0.0.1:1/' })
  await netsuite.create('customer', { companyName: 'Saved too', subsidiary: { id: '1' } })
  expect(notices).toHaveLength(1)
})

test('calls can be made twice or dropped on purpose', async () => {
  await deploy({ duplicate: 1 })
  await netsuite.create('customer', { companyName: 'Twice', subsidiary: { id: '1' } })
  expect(notices).toHaveLength(2)
  expect(notices[1]).toEqual(notices[0])
  await deploy({ drop: 1 })
  await netsuite.create('customer', { companyName: 'Never', subsidiary: { id: '1' } })
  expect(notices).toHaveLength(2)
})

async function deploy(hook: object): Promise<void> {
  const answer = await fetch(`${netsuite.url}/_sandbox/settings`, {
    method: 'PATCH',
    headers: { 'content-type': 'application/json' },
    body: JSON.stringify({ hook: { url, token: TOKEN, ...hook } }),
  })
  expect(answer.status).toBe(200)
}
