import { serve } from '@hono/node-server'
import postgres from 'postgres'
import Stripe from 'stripe'
import { testDatabase } from '../../testing/database.ts'
import { createCallLog } from '../calls.ts'
import { createFaults } from '../faults.ts'
import { SANDBOX_API_KEY } from './account.ts'
import { createStripe, prepareStripe } from './app.ts'

/** A Stripe stand-in of its own for one test file, on a free port with an empty database. */
export interface StandIn extends AsyncDisposable {
  url: string
  /** The official SDK, pointed at the stand-in, without retries of its own. */
  stripe: Stripe
  sql: postgres.Sql
  clock: { now: Date }
  /** Calls the remote control; gives the JSON of the answer. */
  control: (method: 'GET' | 'POST' | 'DELETE', path: string, body?: object) => Promise<unknown>
  close: () => Promise<void>
  /** Stops the server and starts another one on the same database. */
  restart: () => Promise<void>
}

export async function startStandIn(): Promise<StandIn> {
  const database = await testDatabase()
  const sql = postgres(database.url, { max: 12, onnotice: () => {} })
  await sql.begin(async (tx) => {
    await tx`create schema sandbox`
    await tx`create table sandbox.calls (
      system text not null, at timestamptz not null, method text not null, path text not null,
      status int not null, writing boolean not null)`
    await prepareStripe(tx)
  })
  const clock = { now: new Date('2026-11-20T12:00:00Z') }
  const start = (port: number) =>
    listen(
      createStripe({
        sql,
        now: () => clock.now,
        faults: createFaults(),
        calls: createCallLog(sql, 'stripe'),
      }),
      port,
    )
  let server = await start(0)
  const { port } = server
  const url = `http://127.0.0.1:${port}`
  const close = async () => {
    await server.close()
    await sql.end({ timeout: 5 })
    await database.drop()
  }
  return {
    url,
    stripe: new Stripe(SANDBOX_API_KEY, {
      host: '127.0.0.1',
      port,
      protocol: 'http',
      telemetry: false,
      maxNetworkRetries: 0,
    }),
    sql,
    clock,
    control: async (method, path, body) => {
      const init = body === undefined ? {} : { body: JSON.stringify(body) }
      const answer = await fetch(`${url}/_sandbox${path}`, { method, ...init })
      return answer.json()
    },
    close,
    restart: async () => {
      await server.close()
      server = await start(port)
    },
    [Symbol.asyncDispose]: close,
  }
}

async function listen(app: ReturnType<typeof createStripe>, wanted: number) {
  return new Promise<{ port: number; close: () => Promise<void> }>((resolve) => {
    const options = { fetch: app.fetch, port: wanted, hostname: '127.0.0.1' }
    const server = serve(options, ({ port }) => {
      const close = () =>
        new Promise<void>((closed) => {
          server.close(() => closed())
          if ('closeAllConnections' in server) server.closeAllConnections()
        })
      resolve({ port, close })
    })
  })
}
