import { z } from 'zod'
import type { OpenConnection } from '#nodes/connection.ts'
import type { JsonObject } from '#nodes/json.ts'
import { isJsonObject } from '#nodes/json.ts'
import type { NetSuiteReader, NetSuiteWriter } from '#nodes/netsuite/client.ts'
import { openNetSuite } from '#nodes/netsuite/client.ts'
import type { NodeContext } from '#nodes/runner.ts'
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
  close(): Promise<void>
}

/** Starts a seeded sandbox on a fresh database. */
export async function startNetSuite(): Promise<NetSuiteBench> {
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
    if (!answer.ok) throw new Error(`${path}: ${await answer.text()}`)
    return answer.json()
  }
  await control('POST', '/seed', {})
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
    context: () => ({
      client: client.read,
      settings: {},
      now: new Date(),
      signal: never,
      links: { find: () => Promise.resolve(new Map()) },
    }),
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
