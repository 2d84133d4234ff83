import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { z } from 'zod'
import { tbaStranger, type Stranger } from './stranger.ts'
import { startTestServer, type TestServer } from './test-server.ts'

/**
 * What NetSuite clients on npm send, as they send it: signed by oauth-1.0a, with `prefer: transient`
 * on every body, without a Content-Type, to addresses with a slash at their end.
 */
let server: TestServer
let stranger: Stranger
let rest: string

beforeAll(async () => {
  server = await startTestServer()
  stranger = tbaStranger(server.credentials)
  rest = `${server.url}/services/rest`
})
afterAll(() => server.close())

const TRANSIENT = { prefer: 'transient' }
const itemsSchema = z.array(z.object({ id: z.string() }))
const linksSchema = z.array(z.object({ rel: z.string(), href: z.string() }))

describe('a client that signs with a token', () => {
  it('asks what it may do', async () => {
    const answer = await stranger.call('OPTIONS', `${rest}/*`)
    expect(answer.status).toBe(204)
    expect(answer.headers.get('allow')).toContain('PATCH')
  })

  it('lists, creates, changes, reads and deletes records, slash or no slash', async () => {
    const list = await stranger.call('GET', `${rest}/record/v1/customer/`)
    expect(list.status).toBe(200)
    const body = JSON.stringify({ companyName: 'Stranger Ltd', subsidiary: { id: '1' } })
    const created = await stranger.call('POST', `${rest}/record/v1/customer/`, {
      body,
      headers: TRANSIENT,
    })
    expect(created.status).toBe(204)
    const address = created.headers.get('location') ?? ''
    expect(address).toMatch(new RegExp(`^${rest}/record/v1/customer/\\d+$`))
    const changed = await stranger.call('PATCH', address, {
      body: JSON.stringify({ phone: '555' }),
      headers: TRANSIENT,
    })
    expect(changed.status).toBe(204)
    const read = await stranger.call('GET', `${address}?expandSubResources=true&fields=phone`)
    expect(read.body).toMatchObject({ phone: '555' })
    expect((await stranger.call('DELETE', `${address}/`)).status).toBe(204)
    expect((await stranger.call('GET', address)).status).toBe(404)
  })

  it('puts records by external id and filters with percent-encoded queries', async () => {
    const body = JSON.stringify({ companyName: "O'Neil (West) & Co*", subsidiary: '1' })
    const put = await stranger.call('PUT', `${rest}/record/v1/customer/eid:stranger-1`, {
      body,
      headers: { ...TRANSIENT, 'Content-type': 'application/json; charset=utf-8' },
    })
    expect(put.status).toBe(204)
    const q = encodeURIComponent(`companyName CONTAIN "(West) & Co*"`)
    const found = await stranger.call('GET', `${rest}/record/v1/customer?q=${q}&limit=5`)
    expect(itemsSchema.parse(found.body.items)).toHaveLength(1)
  })

  it('follows the next links of a query to its end', async () => {
    const q = `SELECT id, companyName, email, dateCreated FROM customer
      WHERE dateCreated >= '01/01/2019' AND dateCreated < '01/01/2100' ORDER BY id`
    const ids: string[] = []
    let next: string | undefined = `${rest}/query/v1/suiteql?limit=10&offset=0`
    let total: unknown
    while (next !== undefined) {
      const page = await stranger.call('POST', next, {
        body: JSON.stringify({ q }),
        headers: TRANSIENT,
      })
      expect(page.status).toBe(200)
      ids.push(...itemsSchema.parse(page.body.items).map(({ id }) => id))
      total = page.body.totalResults
      next = linksSchema.parse(page.body.links).find(({ rel }) => rel === 'next')?.href
      expect(next === undefined).toBe(page.body.hasMore === false)
    }
    expect(ids).toHaveLength(Number(total))
    expect(new Set(ids).size).toBe(ids.length)
  })

  it('runs what a query builder writes', async () => {
    const q = `SELECT c.id, c.companyname, COUNT(t.id) AS order_count FROM customer c
      LEFT JOIN transaction t ON c.id = t.entity WHERE c.isinactive = 'F' AND c.email IS NOT NULL
      GROUP BY c.id, c.companyname HAVING COUNT(t.id) > 0 ORDER BY c.id ASC`
    const { body } = await stranger.call('POST', `${rest}/query/v1/suiteql?limit=1000`, {
      body: JSON.stringify({ q }),
      headers: { Prefer: 'transient', 'Content-Type': 'application/json' },
    })
    expect(body).toMatchObject({
      items: expect.arrayContaining([
        expect.objectContaining({ id: '3001', order_count: expect.any(String) }),
      ]),
    })
  })

  it('may sign the public address although it is brought here', async () => {
    const path = '/services/rest/record/v1/customer/3001?fields=email'
    const signedUrl = `https://1234567-sb1.suitetalk.api.netsuite.com${path}`
    const answer = await stranger.call('GET', `${server.url}${path}`, { signedUrl })
    expect(answer).toMatchObject({ status: 200, body: { email: 'ap@stranger1.example' } })
    const elsewhere = `https://evil.example${path}`
    const refused = await stranger.call('GET', `${server.url}${path}`, { signedUrl: elsewhere })
    expect(refused.status).toBe(401)
    expect(refused.headers.get('www-authenticate')).toContain('token_rejected')
  })

  it('reads the metadata catalog in each of its three languages', async () => {
    const read = (accept: string) =>
      stranger.call('GET', `${rest}/record/v1/metadata-catalog/invoice`, {
        headers: { Accept: accept },
      })
    expect((await read('application/swagger+json')).body.openapi).toBe('3.0.1')
    expect((await read('application/schema+json')).body.type).toBe('object')
    expect((await read('application/json')).body.name).toBe('invoice')
  })
})
