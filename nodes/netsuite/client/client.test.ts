import { generateKeyPairSync } from 'node:crypto'
import { once } from 'node:events'
import { createServer } from 'node:http'
import { decodeJwt, decodeProtectedHeader } from 'jose'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import type { NetSuiteBench } from '../../../testing/netsuite-bench.ts'
import { startNetSuite } from '../../../testing/netsuite-bench.ts'
import { NodeError } from '../../errors.ts'
import type { Exchange } from '../../http/exchanges.ts'
import { recordExchangesIn } from '../../http/exchanges.ts'
import { openNetSuite } from './client.ts'
import { serverClock } from './clock.ts'
import { netsuiteConnector } from '../connector.ts'
import { netSuiteAddress } from './settings.ts'
import { accountZone } from './time-zone.ts'

let netsuite: NetSuiteBench
const signal = new AbortController().signal
beforeAll(async () => {
  netsuite = await startNetSuite()
})
afterAll(() => netsuite.close())

async function refusalOf(work: Promise<unknown>): Promise<NodeError> {
  const error: unknown = await work.then(
    () => undefined,
    (thrown: unknown) => thrown,
  )
  if (error instanceof NodeError) return error
  throw new Error(`Expected a NodeError, got ${String(error)}`)
}

const customer = (externalId: string) => ({
  companyName: `Company ${externalId}`,
  subsidiary: { id: '1' },
  externalId,
})

describe('records', () => {
  test('are created, read with their lines, changed and upserted by external id', async () => {
    const id = await netsuite.write.create('customer', customer('cus_a'), signal)
    expect(await netsuite.read.get('customer', { id }, { signal })).toMatchObject({
      id,
      companyName: 'Company cus_a',
      addressBook: { items: [] },
    })
    const updated = await netsuite.write.update('customer', id, { phone: '555-1234' }, { signal })
    const upserted = await netsuite.write.upsert(
      'customer',
      'cus_a',
      { fax: '1234567' },
      { signal },
    )
    expect([updated, upserted]).toEqual([id, id])
    const found = await netsuite.read.get('customer', { externalId: 'cus_a' }, { signal })
    expect(found).toMatchObject({ phone: '555-1234', fax: '1234567' })
  })

  test('that do not exist are null', async () => {
    expect(await netsuite.read.get('customer', { id: '99999999' }, { signal })).toBeNull()
    expect(await netsuite.read.get('customer', { externalId: 'none' }, { signal })).toBeNull()
  })

  test('cannot be created twice with one external id', async () => {
    await netsuite.write.create('customer', customer('cus_twice'), signal)
    const again = { ...customer('cus_twice'), companyName: 'Another name' }
    const error = await refusalOf(netsuite.write.create('customer', again, signal))
    expect(error).toMatchObject({ class: 'duplicate', code: 'already-exists' })
  })

  test('say which field NetSuite refuses', async () => {
    const body = { ...customer('cus_field'), currency: { id: '987' } }
    const error = await refusalOf(netsuite.write.create('customer', body, signal))
    expect(error).toMatchObject({ class: 'value', field: expect.stringContaining('currency') })
  })
})

describe('queries', () => {
  test('give rows of text by lower-case column, with values bound', async () => {
    const page = await netsuite.read.query(
      'SELECT ID, Symbol FROM currency WHERE symbol IN (?, ?) ORDER BY id',
      ['USD', "JPY' OR 1=1 --"],
      { signal },
    )
    expect(page).toEqual({ rows: [{ id: '1', symbol: 'USD' }], hasMore: false, total: 1 })
  })

  test('are paged by offset', async () => {
    const sql = 'SELECT id FROM customer ORDER BY id'
    const first = await netsuite.read.query(sql, [], { limit: 5, signal })
    const second = await netsuite.read.query(sql, [], { limit: 5, offset: 5, signal })
    expect(first.hasMore).toBe(true)
    expect(new Set([...first.rows, ...second.rows].map(({ id }) => id)).size).toBe(10)
  })

  test('with a wrong column name are refused with what NetSuite says', async () => {
    const error = await refusalOf(netsuite.read.query('SELECT nope FROM currency', [], { signal }))
    expect(error).toMatchObject({ class: 'value', message: expect.stringMatching(/nope/i) })
  })
})

describe('sign-in', () => {
  test('works by token-based authentication, with a query to sign', async () => {
    const client = openNetSuite(netsuite.connection({ auth: 'tba' }))
    const page = await client.read.query('SELECT id FROM currency', [], { limit: 2, signal })
    expect(page.rows).toHaveLength(2)
    await client.close()
  })

  test('asks for one token however many requests begin at once, and shows it to nobody', async () => {
    const exchanges: Exchange[] = []
    const client = openNetSuite(netsuite.connection())
    await recordExchangesIn(exchanges, () =>
      Promise.all([1, 2, 3].map(() => client.read.serverTime(signal))),
    )
    const asked = exchanges.filter(({ url }) => url.endsWith('/token'))
    expect(asked).toMatchObject([
      { request: { client_assertion: '••••••' }, response: { access_token: '••••••' } },
    ])
    await client.close()
  })

  test('is refused with a key that belongs to no certificate', async () => {
    const pair = generateKeyPairSync('ec', { namedCurve: 'P-256' })
    const privateKeyPem = pair.privateKey.export({ type: 'pkcs8', format: 'pem' }).toString()
    const client = openNetSuite(netsuite.connection({ secret: { privateKeyPem } }))
    const error = await refusalOf(client.read.serverTime(signal))
    expect(error).toMatchObject({ class: 'connection', credentials: true })
    await client.close()
  })

  test('is refused before any request when the key cannot be read', () => {
    const open = () => openNetSuite(netsuite.connection({ secret: { privateKeyPem: 'nonsense' } }))
    expect(open).toThrow(/cannot be read as PEM/)
  })

  test('is tried afresh once when a token is refused, with an assertion NetSuite takes', async () => {
    const pair = generateKeyPairSync('rsa', { modulusLength: 3072 })
    const privateKeyPem = pair.privateKey.export({ type: 'pkcs8', format: 'pem' }).toString()
    const assertions: string[] = []
    const tokens: unknown[] = []
    const server = createServer((request, response) => {
      const chunks: Buffer[] = []
      request.on('data', (chunk: Buffer) => chunks.push(chunk))
      request.on('end', () => {
        response.setHeader('content-type', 'application/json')
        if (request.url?.endsWith('/token')) {
          const form = new URLSearchParams(Buffer.concat(chunks).toString())
          assertions.push(form.get('client_assertion') ?? '')
          const token = { access_token: `t${assertions.length}`, expires_in: '3600' }
          return response.end(JSON.stringify(token))
        }
        tokens.push(request.headers.authorization)
        if (tokens.length === 1) return response.writeHead(401).end('{}')
        return response.end(JSON.stringify({ serverTime: '2026-03-26T16:21:00.000Z' }))
      })
    })
    await once(server.listen(0, '127.0.0.1'), 'listening')
    const address = server.address()
    const baseUrl = `http://127.0.0.1:${typeof address === 'object' ? address?.port : ''}`
    const client = openNetSuite(
      netsuite.connection({ config: { baseUrl }, secret: { privateKeyPem } }),
    )
    expect(await client.read.serverTime(signal)).toEqual(new Date('2026-03-26T16:21:00Z'))
    expect(tokens).toEqual(['Bearer t1', 'Bearer t2'])
    expect(decodeProtectedHeader(assertions[0] ?? '')).toMatchObject({ typ: 'JWT', alg: 'PS256' })
    const claims = decodeJwt(assertions[0] ?? '')
    expect(claims).toMatchObject({
      aud: `${baseUrl}/services/rest/auth/oauth2/v1/token`,
      scope: ['rest_webservices', 'restlets'],
    })
    expect((claims.exp ?? 0) - (claims.iat ?? 0)).toBeLessThan(3600)
    await client.close()
    server.close()
  })

  test('follows the clock of the server when ours is off', () => {
    const clock = serverClock(() => Date.parse('2026-01-01T00:00:00Z'))
    expect(clock.learn('Thu, 01 Jan 2026 00:00:02 GMT')).toBe(false)
    expect(clock.learn('Thu, 01 Jan 2026 00:20:00 GMT')).toBe(true)
    expect(new Date(clock.now()).toISOString()).toBe('2026-01-01T00:20:00.000Z')
    expect(clock.learn('Thu, 01 Jan 2026 00:20:01 GMT')).toBe(false)
  })
})

describe('troubles on the way', () => {
  test('too many requests are tried again, and the gate is told', async () => {
    await netsuite.fault({ kind: 'status', status: 429, times: 2 })
    const before = netsuite.slowed.length
    await netsuite.read.serverTime(signal)
    expect(netsuite.slowed.length - before).toBe(2)
  })

  test('a lost answer to a write leaves its outcome unknown, and the write is not repeated', async () => {
    await netsuite.fault({ kind: 'drop-after', method: 'POST', path: '/customer$', times: 1 })
    const error = await refusalOf(netsuite.write.create('customer', customer('cus_lost'), signal))
    expect(error).toMatchObject({ class: 'intermittent', outcomeUnknown: true })
    const there = await netsuite.read.get('customer', { externalId: 'cus_lost' }, { signal })
    expect(there).not.toBeNull()
  })

  test('a broken socket while reading is tried again at once', async () => {
    await netsuite.fault({ kind: 'drop-before', path: 'suiteql', times: 1 })
    const page = await netsuite.read.query('SELECT id FROM currency', [], { limit: 1, signal })
    expect(page.rows).toHaveLength(1)
  })

  test('a server error is intermittent; for a write its outcome is unknown', async () => {
    await netsuite.fault({ kind: 'status', status: 500, times: 2 })
    const reading = await refusalOf(netsuite.read.serverTime(signal))
    const writing = await refusalOf(netsuite.write.create('customer', customer('cus_5'), signal))
    expect(reading).toMatchObject({ class: 'intermittent', outcomeUnknown: false })
    expect(writing).toMatchObject({ class: 'intermittent', outcomeUnknown: true })
  })

  test('a host that is not NetSuite is named as such', async () => {
    const server = createServer((_request, response) => response.writeHead(404).end('<html>'))
    await once(server.listen(0, '127.0.0.1'), 'listening')
    const address = server.address()
    const baseUrl = `http://127.0.0.1:${typeof address === 'object' ? address?.port : ''}`
    const client = openNetSuite(netsuite.connection({ auth: 'tba', config: { baseUrl } }))
    const error = await refusalOf(client.read.serverTime(signal))
    expect(error).toMatchObject({
      class: 'connection',
      code: 'not-netsuite',
      message: expect.stringContaining('account id'),
    })
    await client.close()
    server.close()
  })
})

describe('the account', () => {
  test("tells its zone's distance from UTC in minutes", async () => {
    const { offsetMinutes } = await accountZone(netsuite.read, null, signal)
    const parts = new Intl.DateTimeFormat('en-US', {
      timeZone: 'America/Los_Angeles',
      timeZoneName: 'longOffset',
    }).formatToParts()
    const name = parts.find(({ type }) => type === 'timeZoneName')?.value
    expect(offsetMinutes).toBe(name === 'GMT-07:00' ? -420 : -480)
  })

  test('has its address made from its id', () => {
    expect(netSuiteAddress('1234567_SB1')).toBe('https://1234567-sb1.suitetalk.api.netsuite.com')
  })

  test('passes the test of its connection, or is told what to mend', async () => {
    const good = await netsuiteConnector.test(netsuite.connection(), [])
    expect(good.map(({ name, ok }) => ({ name, ok }))).toEqual([
      { name: 'Sign-in', ok: true },
      { name: 'Queries (SuiteQL)', ok: true },
      { name: 'Time zone', ok: true },
      { name: 'Requests at once', ok: true },
    ])
    const bad = await netsuiteConnector.test(netsuite.connection({ secret: { clientId: '' } }), [])
    expect(bad).toMatchObject([{ ok: false, message: expect.stringContaining('clientId') }])
    const wrong = await netsuiteConnector.test(
      netsuite.connection({ auth: 'tba', secret: { tokenSecret: 'wrong' } }),
      [],
    )
    expect(wrong).toMatchObject([{ name: 'Sign-in', ok: false }])
  })
})

test('the time is that of NetSuite, and a clock that is set has its zone learnt anew', async () => {
  const clock = async (move: object) =>
    fetch(`${netsuite.url}/_sandbox/clock`, { method: 'POST', body: JSON.stringify(move) })
  const client = openNetSuite(netsuite.connection())
  await clock({ to: '2027-01-15T12:00:00Z' })
  const winter = await client.now?.(signal)
  expect(winter?.toISOString()).toMatch(/^2027-01-15T12:0/)
  expect((await client.read.zone(signal)).offsetMinutes).toBe(-480)
  await clock({ to: '2027-07-15T12:00:00Z' })
  // What was heard a moment ago is good enough for some.
  expect((await client.now?.(signal, { keptMs: 60_000 }))?.getUTCMonth()).toBe(0)
  expect((await client.now?.(signal))?.getUTCMonth()).toBe(6)
  expect((await client.read.zone(signal)).offsetMinutes).toBe(-420)
  await clock({ reset: true })
  await client.close()
})
