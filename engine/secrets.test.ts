import { createServer, type IncomingMessage } from 'node:http'
import { zstdDecompressSync } from 'node:zlib'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { z } from 'zod'
import { changeConnection, connectionTo } from '../testing/connections.ts'
import { chain, customerFlow, node } from '../testing/flows.ts'
import { openWorld, type World } from '../testing/world.ts'
import type { WorkerProcess } from '../testing/worker-process.ts'
import * as api from './api.ts'
import { loadConnection } from './connections/open-connection.ts'
import { openSecret } from './connections/save-connection.ts'

/** Recognisable, and of the shape the real ones have. */
const PLANTED = {
  apiKey: 'sk_test_PLANTED4yR2wQ8mT6vB1nK7',
  wrongKey: 'rk_test_PLANTEDwrongH3jL9pX5cZ0sD2',
  signing: 'whsec_PLANTED8gF4hJ2kL6qW1eR9tY',
  hookToken: 'PLANTED-hook-token-5uI7oP3aS',
}

let world: World
let worker: WorkerProcess

beforeAll(async () => {
  world = await openWorld()
  worker = await world.spawn()
}, 120_000)

afterAll(async () => {
  await world[Symbol.asyncDispose]()
})

test(
  'no secret of a connection stands in clear in the database, a log or an export',
  { timeout: 240_000 },
  async () => {
    const { engine, sandbox } = world
    const credentials = CREDENTIALS.parse(
      await (await fetch(`${sandbox.netsuiteUrl}/_sandbox/credentials`)).json(),
    )
    const secrets: string[] = [
      ...Object.values(PLANTED),
      ...keyLines(credentials.oauth2.privateKeyPem),
      credentials.tba.consumerSecret,
      credentials.tba.tokenSecret,
    ]
    await changeConnection(world, 'stripe', {
      secret: { apiKey: PLANTED.apiKey, webhookSecret: PLANTED.signing },
    })
    await changeConnection(world, 'netsuite', { secret: { hookToken: PLANTED.hookToken } })
    const exported = JSON.stringify(await run(customerFlow('By certificate', 'cert_'), 'done'))

    // By tokens, with a flow that NetSuite refuses and one that does not find its way.
    const netsuite = await connectionTo(world, 'netsuite')
    await changeConnection(world, 'netsuite', {
      config: { ...netsuite.config, auth: 'tba' },
      secret: credentials.tba,
    })
    await run(customerFlow('By tokens', 'tba_'), 'done')
    await run(refusedFlow(), 'done')

    await api.registerWebhook(engine, {
      connectionId: (await connectionTo(world, 'stripe')).id,
      publicUrl: 'https://tributary.example.com',
    })
    secrets.push(...(await signingSecrets()).filter((one) => one !== PLANTED.signing))
    await api.rollWebhookSecret(engine, { connectionId: (await connectionTo(world, 'stripe')).id })
    secrets.push(...(await signingSecrets()))

    // Servers that repeat what they were sent, key and all, in pages and in refusals.
    for (const answer of [echoPage, echoRefusal]) {
      await using echo = await echoServer(answer)
      const { config } = await connectionTo(world, 'stripe')
      await changeConnection(world, 'stripe', { config: { ...config, baseUrl: echo.url } })
      await api.testConnection(engine, (await connectionTo(world, 'stripe')).id)
      await run(customerFlow(`Echo ${answer.name}`, `${answer.name}_`), 'any')
      await changeConnection(world, 'stripe', { config })
    }
    await changeConnection(world, 'stripe', { secret: { apiKey: PLANTED.wrongKey } })
    await run(customerFlow('Wrong key', 'wrong_'), 'offline')
    await worker.stop()

    const dump = await dumpOf(world)
    expect(dump).toContain('cus_')
    expect(dump).toContain('By certificate')
    const logs = worker.output()
    const audit = JSON.stringify(
      await api.listExchanges(engine, {
        connectionId: (await connectionTo(world, 'stripe')).id,
        limit: 500,
      }),
    )
    expect(audit).toContain('••••••')
    expect(new Set(secrets).size).toBeGreaterThan(8)
    for (const secret of new Set(secrets)) {
      for (const form of [secret, Buffer.from(secret).toString('base64').replace(/=+$/, '')]) {
        for (const text of [dump, logs, exported, audit]) expect(around(text, form)).toBe('')
      }
    }
  },
)

/** Where a text holds what it must not, for the message; empty when it does not. */
function around(text: string, secret: string): string {
  const at = text.indexOf(secret)
  return at < 0 ? '' : text.slice(Math.max(0, at - 200), at + 100)
}

const CREDENTIALS = z.object({
  oauth2: z.object({ privateKeyPem: z.string() }),
  tba: z.intersection(
    z.record(z.string(), z.json()),
    z.object({ consumerSecret: z.string(), tokenSecret: z.string() }),
  ),
})

/** The lines of a key that hold it. */
function keyLines(pem: string): string[] {
  return pem.split('\n').filter((line) => line.length > 20 && !line.startsWith('-'))
}

async function run(
  document: ReturnType<typeof customerFlow>,
  ends: 'done' | 'offline' | 'any',
): Promise<unknown> {
  const { engine, integrationId } = world
  const { flowId } = await api.createFlow(engine, { integrationId, document })
  expect(await api.publishFlow(engine, { flowId, note: '' })).toMatchObject({ ok: true })
  const started = await api.startRun(engine, { flowId, trigger: 'manual' })
  if (!started.ok) throw new Error(JSON.stringify(started.problems))
  const settled = async () => {
    const snapshot = await api.runSnapshot(engine, started.runId)
    if (snapshot.waitsFor !== null) return 'offline'
    return api.isOver(snapshot) ? snapshot.state : 'going on'
  }
  await expect.poll(settled, { timeout: 90_000 }).not.toBe('going on')
  if (ends !== 'any') expect(await settled()).toBe(ends)
  const failed = await api.listErrors(engine, { runId: started.runId })
  await api.cancelRun(engine, { runId: started.runId })
  return [await api.loadVersion(engine, flowId, 1), failed]
}

/** NetSuite refuses each record: there is no such subsidiary. */
function refusedFlow() {
  return chain('Refused', [
    node('read', 'stripe.list-source', { object: 'customer', backfillDays: 1000 }),
    node('map', 'transform.map', {
      mapping: '{ "companyName": name & id, "subsidiary": { "id": "987654" } }',
      into: 'body',
    }),
    node('write', 'netsuite.upsert', {
      recordType: 'customer',
      externalId: '"refused_" & id',
      body: 'body',
      into: 'netsuiteCustomer',
      linkType: 'customer',
    }),
  ])
}

async function signingSecrets(): Promise<string[]> {
  const { engine } = world
  const secret = openSecret(
    engine,
    await loadConnection(engine, (await connectionTo(world, 'stripe')).id),
  )
  const { webhookSecret } = z.object({ webhookSecret: z.string() }).parse(secret)
  return webhookSecret.split(' ')
}

/** Every row of every table of ours, compressed columns opened. */
async function dumpOf({ engine }: World): Promise<string> {
  const { pool } = engine.database
  const tables = await pool<{ schema: string; name: string }[]>`
    select table_schema as schema, table_name as name from information_schema.tables
    where table_type = 'BASE TABLE'
      and table_schema not in ('pg_catalog', 'information_schema', 'sandbox')`
  const parts: string[] = []
  for (const { schema, name } of tables) {
    for (const row of await pool`select * from ${pool(schema)}.${pool(name)}`) {
      parts.push(JSON.stringify(row), ...Object.values(row).filter(Buffer.isBuffer).map(textOf))
    }
  }
  return parts.join('\n')
}

function textOf(bytes: Buffer): string {
  const zstd = bytes.length > 4 && bytes.readUInt32LE(0) === 0xfd2fb528
  return zstd ? zstdDecompressSync(bytes).toString('utf8') : bytes.toString('latin1')
}

function echoPage(asked: string) {
  return { status: 200, type: 'text/html', body: `<html><pre>${asked}</pre></html>` }
}

function echoRefusal(asked: string) {
  const error = { type: 'invalid_request_error', message: `You sent ${asked}` }
  return { status: 400, type: 'application/json', body: JSON.stringify({ error }) }
}

async function echoServer(answerTo: typeof echoPage) {
  const server = createServer((request: IncomingMessage, answer) => {
    const { status, type, body } = answerTo(JSON.stringify(request.headers))
    answer.writeHead(status, { 'content-type': type }).end(body)
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
