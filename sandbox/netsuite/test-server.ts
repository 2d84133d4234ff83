import { serve } from '@hono/node-server'
import { importPKCS8, SignJWT } from 'jose'
import postgres from 'postgres'
import { z } from 'zod'
import { testDatabase } from '../../testing/database.ts'
import { createCallLog, prepareCalls } from '../calls.ts'
import { createFaults, type Faults } from '../faults.ts'
import { createNetSuite, prepareNetSuite } from './app.ts'

/** A seeded stand-in on a free port with a database of its own, signed in. For tests. */
export interface TestServer {
  url: string
  sql: postgres.Sql
  faults: Faults
  credentials: Credentials
  /** Signs in by OAuth 2.0 client credentials and gives the access token. */
  signIn: () => Promise<string>
  /** A signed-in request; JSON answers are parsed. */
  call: (method: string, path: string, body?: unknown, headers?: HeadersInit) => Promise<Answer>
  /** `POST` of a record; gives the new internal id. */
  create: (type: string, body: unknown) => Promise<string>
  /** A record with everything expanded. */
  read: (type: string, key: string) => Promise<Record<string, unknown>>
  /** Rows of a SuiteQL query, without `links`. */
  query: (q: string, params?: unknown[]) => Promise<Record<string, string>[]>
  close: () => Promise<void>
}

interface Answer {
  status: number
  headers: Headers
  body: Record<string, unknown>
}

export type Credentials = z.infer<typeof credentialsSchema>

/** Starts it; `seed: false` leaves the account without any record. */
export async function startTestServer(options: { seed?: boolean } = {}): Promise<TestServer> {
  const database = await testDatabase()
  const sql = postgres(database.url, { max: 12, onnotice: () => {} })
  await sql`create schema sandbox`
  await sql.begin(async (tx) => {
    await prepareCalls(tx)
    await prepareNetSuite(tx)
  })
  const faults = createFaults()
  const calls = createCallLog(sql, 'netsuite')
  const app = createNetSuite({ sql, now: () => new Date(), faults, calls })
  const server = await new Promise<{ url: string; stop: () => Promise<void> }>((resolve) => {
    const listening = serve({ fetch: app.fetch, port: 0, hostname: '127.0.0.1' }, ({ port }) =>
      resolve({
        url: `http://127.0.0.1:${port}`,
        stop: () => new Promise((closed) => listening.close(() => closed())),
      }),
    )
  })
  const { url } = server
  if (options.seed !== false) await fetch(`${url}/_sandbox/seed`, { method: 'POST' })
  const answer = await fetch(`${url}/_sandbox/credentials`)
  const credentials = credentialsSchema.parse(await answer.json())
  const signIn = () => tokenFor(url, credentials)
  const token = await signIn()
  const call: TestServer['call'] = async (method, path, body, headers) => {
    const response = await fetch(path.startsWith('http') ? path : `${url}${path}`, {
      method,
      headers: { Authorization: `Bearer ${token}`, ...Object.fromEntries(new Headers(headers)) },
      ...(body === undefined ? {} : { body: JSON.stringify(body) }),
    })
    const text = await response.text()
    const parsed: unknown = text === '' ? {} : JSON.parse(text)
    return {
      status: response.status,
      headers: response.headers,
      body: z.record(z.string(), z.unknown()).parse(parsed),
    }
  }
  return {
    url,
    sql,
    faults,
    credentials,
    signIn,
    call,
    create: async (type, body) => {
      const { status, headers, body: refusal } = await call('POST', `${RECORDS}/${type}`, body)
      if (status !== 204) throw new Error(JSON.stringify(refusal))
      return headers.get('location')?.split('/').at(-1) ?? ''
    },
    read: async (type, key) =>
      (await call('GET', `${RECORDS}/${type}/${key}?expandSubResources=true`)).body,
    query: async (q, params = []) => {
      const path = '/services/rest/query/v1/suiteql'
      const { status, body } = await call('POST', path, { q, params }, { Prefer: 'transient' })
      if (status !== 200) throw new Error(JSON.stringify(body))
      return itemsSchema.parse(body).items.map(({ links: _, ...row }) => rowSchema.parse(row))
    },
    close: async () => {
      await server.stop()
      await sql.end({ timeout: 5 })
      await database.drop()
    },
  }
}

const RECORDS = '/services/rest/record/v1'

async function tokenFor(url: string, { oauth2 }: Credentials): Promise<string> {
  const path = '/services/rest/auth/oauth2/v1/token'
  const assertion = await new SignJWT({ scope: ['rest_webservices'] })
    .setProtectedHeader({ alg: oauth2.algorithm, kid: oauth2.certificateId, typ: 'JWT' })
    .setIssuer(oauth2.clientId)
    .setAudience(`${url}${path}`)
    .setIssuedAt()
    .setExpirationTime('10m')
    .sign(await importPKCS8(oauth2.privateKeyPem, oauth2.algorithm))
  const answer = await fetch(`${url}${path}`, {
    method: 'POST',
    body: new URLSearchParams({
      grant_type: 'client_credentials',
      client_assertion_type: 'urn:ietf:params:oauth:client-assertion-type:jwt-bearer',
      client_assertion: assertion,
    }),
  })
  return z.object({ access_token: z.string() }).parse(await answer.json()).access_token
}

const credentialsSchema = z.object({
  accountId: z.string(),
  oauth2: z.object({
    clientId: z.string(),
    certificateId: z.string(),
    privateKeyPem: z.string(),
    algorithm: z.string(),
  }),
  tba: z.object({
    consumerKey: z.string(),
    consumerSecret: z.string(),
    tokenId: z.string(),
    tokenSecret: z.string(),
  }),
})
const itemsSchema = z.object({ items: z.array(z.record(z.string(), z.unknown())) })
const rowSchema = z.record(z.string(), z.string())
