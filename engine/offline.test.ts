import { generateKeyPairSync } from 'node:crypto'
import { createServer } from 'node:http'
import { connect, createServer as createTcpServer, type Socket } from 'node:net'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { z } from 'zod'
import type { JsonObject } from '#nodes/json.ts'
import type { System } from '#nodes/kind.ts'
import { changeConnection, connectionTo } from '../testing/connections.ts'
import { customerFlow } from '../testing/flows.ts'
import { bookedCustomers, netsuiteSettings, restrictedKey } from '../testing/sandbox-calls.ts'
import { openWorld, type World } from '../testing/world.ts'
import * as api from './api.ts'

const TIME = { timeout: 120_000 }

let world: World
let stripeUrl: string
let netsuiteUrl: string
let tba: JsonObject
let customers: number

beforeAll(async () => {
  world = await openWorld()
  stripeUrl = world.sandbox.stripeUrl
  netsuiteUrl = world.sandbox.netsuiteUrl
  const credentials = await (await fetch(`${netsuiteUrl}/_sandbox/credentials`)).json()
  tba = z.object({ tba: z.record(z.string(), z.json()) }).parse(credentials).tba
  await world.work()
  const first = await run('before_')
  expect(first).toMatchObject({ state: 'done', counts: { failed: 0 } })
  customers = first.counts.done
  expect(customers).toBeGreaterThan(10)
}, 120_000)

afterAll(async () => {
  await world[Symbol.asyncDispose]()
})

/** Something that goes wrong, and how it is mended. */
interface Trouble {
  system: System
  make: () => Promise<unknown>
  mend: () => Promise<unknown>
  /** What the sentence says. */
  says: RegExp
}

test('a wrong NetSuite key is told, and its flow goes on when the key is right', TIME, async () => {
  const { privateKey } = generateKeyPairSync('ec', { namedCurve: 'P-256' })
  const wrong = privateKey.export({ type: 'pkcs8', format: 'pem' }).toString()
  const right = await netsuiteKey()
  await ride('wrongkey_', {
    system: 'netsuite',
    make: () => changeConnection(world, 'netsuite', { secret: { privateKeyPem: wrong } }),
    mend: () => changeConnection(world, 'netsuite', { secret: { privateKeyPem: right } }),
    says: /refuses the certificate.*Check/,
  })
})

test('a key that cannot even be read takes the connection offline', TIME, async () => {
  const right = await netsuiteKey()
  await ride('nokey_', {
    system: 'netsuite',
    make: () => changeConnection(world, 'netsuite', { secret: { privateKeyPem: 'no key at all' } }),
    mend: () => changeConnection(world, 'netsuite', { secret: { privateKeyPem: right } }),
    says: /private key.*Paste/,
  })
})

test.each([403, 400])('a permission NetSuite denies with %i is named', TIME, async (status) => {
  await ride(`denied${status}_`, {
    system: 'netsuite',
    make: () =>
      netsuiteSettings(netsuiteUrl, {
        deniedPermissions: [{ name: 'Customers', level: 'edit' }],
        permissionStatus: status,
      }),
    mend: () => netsuiteSettings(netsuiteUrl, { deniedPermissions: [] }),
    says: /permission/i,
  })
})

test('a wrong account id is told with its cure', TIME, async () => {
  const { config } = await connectionTo(world, 'netsuite')
  await ride('account_', {
    system: 'netsuite',
    make: () =>
      changeConnection(world, 'netsuite', {
        config: { ...config, auth: 'tba', accountId: 'WRONG_SB9' },
        secret: tba,
      }),
    mend: () => changeConnection(world, 'netsuite', { config: { ...config, auth: 'tba' } }),
    says: /sign-in|account id/i,
  })
  await changeConnection(world, 'netsuite', { config })
})

test('a NetSuite that answers HTML is told from NetSuite', TIME, async () => {
  await ride('html_', {
    system: 'netsuite',
    make: () => netsuiteSettings(netsuiteUrl, { html: true, htmlStatus: 200 }),
    mend: () => netsuiteSettings(netsuiteUrl, { html: false }),
    says: /not the REST service of NetSuite|HTML|maintenance/i,
  })
})

test('an address where nobody answers is told after a few tries', TIME, async () => {
  const { config } = await connectionTo(world, 'netsuite')
  await ride('nobody_', {
    system: 'netsuite',
    make: () =>
      changeConnection(world, 'netsuite', { config: { ...config, baseUrl: 'http://127.0.0.1:1' } }),
    mend: () => changeConnection(world, 'netsuite', { config }),
    says: /cannot be reached/,
  })
})

test('a clock ten minutes off, and a token that has expired, stop nobody', TIME, async () => {
  await netsuiteSettings(netsuiteUrl, { clockOffsetMs: 600_000 })
  expect(await run('clock_')).toMatchObject({ state: 'done', counts: { done: customers } })
  await netsuiteSettings(netsuiteUrl, { clockOffsetMs: 3 * 3_600_000 })
  const expired = await run('expired_')
  expect(await api.listErrors(world.engine, { runId: expired.id })).toEqual([])
  expect(expired).toMatchObject({ state: 'done', counts: { done: customers } })
  await netsuiteSettings(netsuiteUrl, { clockOffsetMs: 0 })
  expect(await connectionTo(world, 'netsuite')).toMatchObject({ state: 'online' })
})

test('a network that is away for a moment takes nothing offline', TIME, async () => {
  await using network = await networkTo(netsuiteUrl)
  const { config } = await connectionTo(world, 'netsuite')
  await changeConnection(world, 'netsuite', { config: { ...config, baseUrl: network.url } })
  expect(await run('there_')).toMatchObject({ state: 'done' })
  const before = await takenOffline()
  await network.awayFor(500)
  expect(await run('away_')).toMatchObject({
    state: 'done',
    counts: { done: customers, failed: 0 },
  })
  expect(await takenOffline()).toBe(before)
  await changeConnection(world, 'netsuite', { config })
})

test('a wrong Stripe key is told, and its flow goes on when the key is right', TIME, async () => {
  await ride('stripekey_', {
    system: 'stripe',
    make: () =>
      changeConnection(world, 'stripe', { secret: { apiKey: 'rk_test_nobodyhasthisone' } }),
    mend: async () => changeConnection(world, 'stripe', { secret: { apiKey: await stripeKey() } }),
    says: /refuses the secret key.*Enter/,
  })
})

test('a Stripe key that may not read customers, or has expired, is told', TIME, async () => {
  const permissions = { Customers: 'none', Invoices: 'write' } as const
  const narrow = await restrictedKey(stripeUrl, { permissions })
  await ride('narrow_', {
    system: 'stripe',
    make: () => changeConnection(world, 'stripe', { secret: { apiKey: narrow } }),
    mend: async () => changeConnection(world, 'stripe', { secret: { apiKey: await stripeKey() } }),
    says: /may not|permission/i,
  })
  const old = await restrictedKey(stripeUrl, {
    permissions: { Customers: 'write' },
    expires: '2020-01-01T00:00:00Z',
  })
  await ride('old_', {
    system: 'stripe',
    make: () => changeConnection(world, 'stripe', { secret: { apiKey: old } }),
    mend: async () => changeConnection(world, 'stripe', { secret: { apiKey: await stripeKey() } }),
    says: /key/i,
  })
})

test('a Stripe address that answers HTML is told from Stripe', TIME, async () => {
  await using page = await htmlServer()
  const { config } = await connectionTo(world, 'stripe')
  await ride('stripehtml_', {
    system: 'stripe',
    make: () => changeConnection(world, 'stripe', { config: { ...config, baseUrl: page.url } }),
    mend: () => changeConnection(world, 'stripe', { config }),
    says: /is not Stripe\. Check the address/,
  })
})

/**
 * A flow runs into trouble: the connection goes offline with its sentence, the run waits and says
 * why, nobody is handed an error. Mended, all goes on by itself and every record is booked once.
 */
async function ride(prefix: string, trouble: Trouble): Promise<void> {
  const { engine } = world
  const flowId = await newFlow(prefix)
  await api.setEnabled(engine, { flowId, enabled: true })
  await trouble.make()
  const started = await api.startRun(engine, { flowId, trigger: 'manual' })
  if (!started.ok) throw new Error(JSON.stringify(started.problems))
  const { runId } = started
  await expect
    .poll(() => connectionTo(world, trouble.system), { timeout: 60_000 })
    .toMatchObject({ state: 'offline' })
  const offline = await connectionTo(world, trouble.system)
  expect(offline.stateReason).toMatch(trouble.says)
  expect(offline.offlineSince).not.toBeNull()
  expect(offline.flowsPaused).toBeGreaterThan(0)
  expect(await api.runSnapshot(engine, runId)).toMatchObject({
    state: 'running',
    counts: { failed: 0 },
    waitsFor: expect.stringContaining(offline.name),
  })

  await trouble.mend()
  // The next probe comes now: waiting for it would only make the test slow.
  await engine.database.pool`update connections set next_probe_at = now() where state = 'offline'`
  const over = await api.waitForRun(engine, runId, AbortSignal.timeout(90_000))
  expect(over).toMatchObject({
    state: 'done',
    counts: { done: customers, failed: 0, waiting: 0 },
    waitsFor: null,
  })
  expect(await api.listErrors(engine, { runId })).toEqual([])
  const booked = await bookedCustomers(netsuiteUrl, prefix)
  expect(new Set(booked).size).toBe(customers)
  expect(booked).toHaveLength(customers)
  expect(await connectionTo(world, trouble.system)).toMatchObject({
    state: 'online',
    stateReason: null,
  })
  await api.setEnabled(engine, { flowId, enabled: false })
}

async function run(prefix: string): Promise<api.RunSnapshot> {
  const flowId = await newFlow(prefix)
  const started = await api.startRun(world.engine, { flowId, trigger: 'manual' })
  if (!started.ok) throw new Error(JSON.stringify(started.problems))
  return api.waitForRun(world.engine, started.runId, AbortSignal.timeout(90_000))
}

async function newFlow(prefix: string): Promise<string> {
  const { engine, integrationId } = world
  const document = customerFlow(`Customers ${prefix}`, prefix)
  const { flowId } = await api.createFlow(engine, { integrationId, document })
  expect(await api.publishFlow(engine, { flowId, note: '' })).toMatchObject({ ok: true })
  return flowId
}

/** How often a connection has been taken offline so far. */
async function takenOffline(): Promise<number> {
  const rows = await world.engine.database.pool`
    select 1 from audit_log where action = 'connection.offline'`
  return rows.length
}

async function netsuiteKey(): Promise<string> {
  const answer = await (await fetch(`${netsuiteUrl}/_sandbox/credentials`)).json()
  const schema = z.object({ oauth2: z.object({ privateKeyPem: z.string() }) })
  return schema.parse(answer).oauth2.privateKeyPem
}

async function stripeKey(): Promise<string> {
  const answer = await (await fetch(`${stripeUrl}/_sandbox/credentials`)).json()
  return z.object({ apiKey: z.string() }).parse(answer).apiKey
}

/** Somebody else's web server. */
async function htmlServer(): Promise<AsyncDisposable & { url: string }> {
  const server = createServer((_request, answer) => {
    answer.setHeader('content-type', 'text/html')
    answer.end('<html><body>Welcome to the hotel wireless network.</body></html>')
  })
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', () => resolve()))
  const address = server.address()
  if (typeof address !== 'object' || address === null) throw new Error('The server has no port.')
  return {
    url: `http://127.0.0.1:${address.port}`,
    [Symbol.asyncDispose]: async () => {
      server.closeAllConnections()
      await new Promise<void>((resolve) => server.close(() => resolve()))
    },
  }
}

/** A way to a server that can be cut for a while: nobody answers then, as with a network that is down. */
async function networkTo(url: string) {
  const { hostname, port } = new URL(url)
  const open = new Set<Socket>()
  const proxy = createTcpServer((socket) => {
    const onward = connect(Number(port), hostname)
    for (const one of [socket, onward]) {
      open.add(one)
      one.on('error', () => socket.destroy())
      one.on('close', () => {
        open.delete(one)
        socket.destroy()
        onward.destroy()
      })
    }
    socket.pipe(onward).pipe(socket)
  })
  const listen = (at: number) =>
    new Promise<void>((resolve) => proxy.listen(at, '127.0.0.1', () => resolve()))
  const close = async () => {
    const closed = new Promise<void>((resolve) => proxy.close(() => resolve()))
    for (const socket of open) socket.destroy()
    await closed
  }
  await listen(0)
  const address = proxy.address()
  if (typeof address !== 'object' || address === null) throw new Error('The proxy has no port.')
  return {
    url: `http://127.0.0.1:${address.port}`,
    /** Cuts it now, and lets it come back by itself after so many ms. */
    awayFor: async (ms: number) => {
      await close()
      setTimeout(() => void listen(address.port), ms)
    },
    [Symbol.asyncDispose]: close,
  }
}
