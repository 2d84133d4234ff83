import { randomBytes } from 'node:crypto'
import { createTRPCClient, httpLink } from '@trpc/client'
import { fetchRequestHandler } from '@trpc/server/adapters/fetch'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { ROLES, type UserRole } from '#db/schema/people.ts'
import { openEngine, saveConnection, saveIntegration, type Engine } from '#engine/api.ts'
import { testDatabase, type TestDatabase } from '../../testing/database.ts'
import { saveAnswer } from '../_flows/save-answer.ts'
import type { Context } from './context.ts'
import { appRouter, createCaller } from './router.ts'

let database: TestDatabase
let engine: Engine

beforeAll(async () => {
  database = await testDatabase({ migrated: true })
  engine = await openEngine({ databaseUrl: database.url, secretKey: randomBytes(32) })
  await insertPeople()
  const { connectionId } = await saveConnection(engine, {
    name: 'Stripe',
    system: 'stripe',
    config: {},
    secret: { apiKey: 'sk_test_1' },
    concurrencyLimit: 5,
  })
  await saveIntegration(engine, {
    id: 'acme',
    name: 'Acme',
    stripeConnectionId: connectionId,
    netsuiteConnectionId: null,
    settings: {},
  })
})

afterAll(async () => {
  await engine.close()
  await database.drop()
})

test('without a session every call is refused before its input is read', async () => {
  for (const path of Object.keys(appRouter._def.procedures)) {
    const answer = await call(path, null)
    // A stream begins with 200 and says the refusal as its first and only event.
    const refused = /\.on[A-Z]/.test(path) ? 200 : 401
    expect([path, answer.status]).toEqual([path, refused])
    expect(await answer.text()).toContain('UNAUTHORIZED')
  }
})

test('a viewer reads but neither runs nor edits', async () => {
  const viewer = as('viewer')
  expect(await viewer.flows.list()).toEqual([])
  expect(await viewer.connections.list()).toHaveLength(1)
  await expect(viewer.flows.called({ flowId: 'any', names: ['sub'] })).rejects.toThrow(/no flow/i)
  await expect(viewer.runs.start({ flowId: 'any' })).rejects.toThrow('needs operator')
  await expect(viewer.runs.cancel({ runId: 1 })).rejects.toThrow('needs operator')
  await expect(viewer.errors.resolve({ ids: [1], resolution: 'no' })).rejects.toThrow(
    'needs operator',
  )
  await expect(viewer.flows.publish({ flowId: 'any', note: '' })).rejects.toThrow('needs builder')
})

test('everybody looks at connections and the sandbox; changing them asks for a role', async () => {
  const [connection] = await as('viewer').connections.list()
  const connectionId = connection?.id ?? ''
  expect(await as('viewer').connections.exchanges({ connectionId })).toEqual([])
  expect(await as('viewer').connections.use({ connectionId, hours: 24 })).toEqual([])
  const builder = as('builder').connections
  await expect(builder.test({ connectionId })).rejects.toThrow('needs admin')
  await expect(builder.remove({ connectionId })).rejects.toThrow('needs admin')
  await expect(builder.registerWebhook({ connectionId })).rejects.toThrow('needs admin')
  await expect(as('operator').sandbox.reset()).rejects.toThrow('needs builder')
})

test('a connection that an integration uses is not deleted, and the refusal names the integration', async () => {
  const [connection] = await as('viewer').connections.list()
  const removed = as('admin').connections.remove({ connectionId: connection?.id ?? '' })
  await expect(removed).rejects.toThrow('"Acme"')
})

test('an operator runs but does not edit', async () => {
  const operator = as('operator')
  await expect(operator.runs.start({ flowId: 'no-such-flow' })).rejects.toThrow(/no flow/i)
  await expect(operator.flows.import({ document: flow('Any') })).rejects.toThrow('needs builder')
})

test('a builder makes flows but does not touch connections', async () => {
  const builder = as('builder')
  const { flowId } = await builder.flows.import({ document: flow('Invoices') })
  expect((await builder.flows.byId({ flowId })).document.name).toBe('Invoices')
  const connection = { name: 'X', system: 'stripe' as const, config: {}, concurrencyLimit: 1 }
  await expect(builder.connections.save(connection)).rejects.toThrow('needs admin')
})

test('an admin saves connections, and no answer ever holds their secret', async () => {
  const admin = as('admin')
  await admin.connections.save({
    name: 'Stripe US',
    system: 'stripe',
    config: { label: 'US' },
    secret: { apiKey: 'sk_live_secret' },
    concurrencyLimit: 5,
  })
  expect(JSON.stringify(await admin.connections.list())).not.toContain('sk_live_secret')
  const incomplete = { name: 'N', system: 'netsuite' as const, config: {}, concurrencyLimit: 1 }
  await expect(admin.connections.save(incomplete)).rejects.toThrow('Account id is missing.')
})

test('a test of a draft keeps the draft as it was, whatever is edited afterwards', async () => {
  const { flowId } = await as('builder').flows.import({ document: flow('Tried out') })
  const started = await as('operator').runs.start({ flowId, dryRun: true, draft: true })
  if (!started.ok) throw new Error(started.problems.map(({ message }) => message).join(' '))
  const edits = [{ type: 'rename-node' as const, id: 'n1', name: 'Renamed' }]
  await as('builder').flows.saveEdits({ flowId, baseRevision: 1, edits })
  const { document, draft } = await as('viewer').runs.document({ runId: started.runId })
  expect(draft).toBe(true)
  expect(document.nodes[0]?.name).toBe('Invoices')
})

test('a malformed flow is refused with the path of each fault, and nothing is stored', async () => {
  const before = await as('viewer').flows.list()
  const document = { ...flow('Broken'), edges: [{ from: 'n1', port: 'out', to: 'nowhere' }] }
  const answer = await call('flows.import', 'builder', { document })
  expect(answer.status).toBe(400)
  const { error } = await answer.json()
  expect(error.data.faults).toContainEqual({
    path: '$.edges[0].to',
    message: 'There is no node "nowhere".',
  })
  expect(await as('viewer').flows.list()).toHaveLength(before.length)
})

test('a save that does not fit is refused in the answer; any other failure is none of its own', async () => {
  const { flowId } = await as('builder').flows.import({ document: flow('Refused') })
  const save = (role: UserRole, name: string) => {
    const fetch = (url: URL | RequestInfo, init?: RequestInit) =>
      handle(new Request(url, init), role)
    const url = 'http://localhost:3000/api/trpc'
    const client = createTRPCClient<typeof appRouter>({ links: [httpLink({ url, fetch })] })
    const edits = [{ type: 'rename-node' as const, id: 'n1', name }]
    return saveAnswer(client.flows.saveEdits.mutate({ flowId, baseRevision: 1, edits }))
  }
  const refused = expect.stringContaining('expected string to have <=200 characters')
  expect(await save('builder', 'x'.repeat(201))).toEqual({ refused })
  expect(await save('builder', ' ')).toEqual({ refused: 'A node needs a name.' })
  await expect(save('viewer', 'Short')).rejects.toThrow('needs builder')
  expect(await save('builder', 'Short')).toEqual({ revision: 2 })
})

test('what does not exist is a 404 with a sentence, and no answer holds a stack', async () => {
  const answer = await call('runs.byId', 'viewer', { runId: 4711 })
  expect(answer.status).toBe(404)
  const { error } = await answer.json()
  expect(error.message).toBe('There is no run 4711.')
  expect(JSON.stringify(error)).not.toContain('.ts:')
})

function as(role: UserRole) {
  return createCaller(contextOf(role))
}

function contextOf(role: UserRole | null): Context {
  const person = role && { id: role, name: role, email: `${role}@example.com`, role }
  return { engine, person }
}

/** Calls over HTTP, as a browser does: what a GET may not ask, a POST does. */
async function call(path: string, role: UserRole | null, input: unknown = null): Promise<Response> {
  const url = `http://localhost:3000/api/trpc/${path}`
  const body = JSON.stringify(input)
  const answer = await handle(new Request(`${url}?input=${encodeURIComponent(body)}`), role)
  if (answer.status !== 405) return answer
  const headers = { 'content-type': 'application/json' }
  return handle(new Request(url, { method: 'POST', headers, body }), role)
}

function handle(req: Request, role: UserRole | null): Promise<Response> {
  const createContext = () => contextOf(role)
  return fetchRequestHandler({ endpoint: '/api/trpc', router: appRouter, createContext, req })
}

function flow(name: string) {
  const node = {
    id: 'n1',
    kind: 'stripe.list-source',
    version: 1,
    name: 'Invoices',
    config: {},
    position: { x: 0, y: 0 },
  }
  return { format: 1, name, nodes: [node], edges: [] }
}

async function insertPeople(): Promise<void> {
  for (const role of ROLES) {
    await engine.database.pool`
      insert into users (id, name, email, role)
      values (${role}, ${role}, ${`${role}@example.com`}, ${role})`
  }
}
