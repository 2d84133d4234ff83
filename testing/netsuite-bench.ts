import { z } from 'zod'
import type { OpenConnection } from '#nodes/connection.ts'
import type { JsonObject } from '#nodes/json.ts'
import { isJsonObject } from '#nodes/json.ts'
import type { NetSuiteReader, NetSuiteWriter } from '#nodes/netsuite/client/client.ts'
import { openNetSuite } from '#nodes/netsuite/client/client.ts'
import type { NodeContext, SourceContext, WriteContext } from '#nodes/runner.ts'
import { startSandbox } from '../sandbox/main.ts'
import { testDatabase } from './database.ts'

/** A NetSuite sandbox of its own with an open client, and what nodes are given around it. */
export interface NetSuiteBench {
  url: string
  read: NetSuiteReader
  write: NetSuiteWriter
  /** The same account with other sign-in or settings. */
  connection(change?: {
    auth?: 'oauth2' | 'tba'
    secret?: JsonObject
    config?: JsonObject
  }): OpenConnection
  /** Milliseconds that the gate was asked to slow down. */
  slowed: number[]
  fault(fault: JsonObject): Promise<void>
  calls(): Promise<{ total: number; writing: number }>
  context(): NodeContext<NetSuiteReader>
  /** What a source is given; one page holds everything unless told otherwise. */
  sourceContext(over?: Partial<SourceContext<NetSuiteReader>>): SourceContext<NetSuiteReader>
  writeContext(): WriteContext<NetSuiteWriter>
  /** Asks what only the stand-in has, such as `/periods`; gives the answer's JSON. */
  control(method: string, path: string, body?: JsonObject): Promise<unknown>
  close(): Promise<void>
}

/** Starts a seeded sandbox on a fresh database. */
export async function startNetSuite(seed: JsonObject = {}): Promise<NetSuiteBench> {
  const database = await testDatabase()
  const sandbox = await startSandbox({ databaseUrl: database.url, stripePort: 0, netsuitePort: 0 })
  const url = sandbox.netsuiteUrl
  const slowed: number[] = []
  const never = new AbortController().signal
  const control = async (method: string, path: string, body?: JsonObject): Promise<unknown> => {
    const answer = await fetch(`${url}/_sandbox${path}`, {
      method,
      ...(body ? { body: JSON.stringify(body) } : {}),
    })
    const text = await answer.text()
    if (!answer.ok) throw new Error(`${path}: ${text}`)
    return text === '' ? null : JSON.parse(text)
  }
  await control('POST', '/seed', seed)
  const credentials = CREDENTIALS.parse(await control('GET', '/credentials'))
  const connection: NetSuiteBench['connection'] = ({ auth = 'oauth2', secret, config } = {}) => ({
    config: {
      accountId: credentials.accountId,
      baseUrl: url,
      auth,
      concurrencyLimit: 4,
      ...config,
    },
    secret: { ...(auth === 'tba' ? credentials.tba : credentials.oauth2), ...secret },
    gate: { pass: (work) => work(never), slowDown: (ms) => slowed.push(ms) },
  })
  const client = openNetSuite(connection())
  const context = () => ({
    client: client.read,
    settings: {},
    now: new Date(),
    signal: never,
    links: { find: () => Promise.resolve(new Map()) },
  })
  return {
    url,
    read: client.read,
    write: client.write,
    connection,
    slowed,
    fault: async (fault) => {
      await control('POST', '/faults', fault)
    },
    calls: async () => CALLS.parse(await control('GET', '/calls')),
    context,
    sourceContext: (over = {}) => ({
      ...context(),
      since: null,
      ids: null,
      until: new Date(),
      pageSize: 1000,
      ...over,
    }),
    writeContext: () => ({ ...context(), client: client.write, idempotencyKey: 'unused' }),
    control,
    close: async () => {
      await client.close()
      await sandbox.close()
      await database.drop()
    },
  }
}

const OBJECT = z.custom<JsonObject>(isJsonObject)
const CREDENTIALS = z.object({ accountId: z.string(), oauth2: OBJECT, tba: OBJECT })
const CALLS = z.object({ total: z.number(), writing: z.number() })
