import { serve } from '@hono/node-server'
import postgres from 'postgres'
import Stripe from 'stripe'
import { testDatabase } from '../../testing/database.ts'
import { createCallLog, prepareCalls } from '../calls.ts'
import { createFaults } from '../faults.ts'
import { SANDBOX_API_KEY } from './account.ts'
import { createStripe, prepareStripe } from './app.ts'

/** A Stripe stand-in of its own for one test file, on a free port with an empty database. */
export interface StandIn extends AsyncDisposable {
  readonly url: string
  /** The official SDK, pointed at the stand-in, without retries of its own. */
  readonly stripe: Stripe
  /** Every call it answers, as the router knows it: `GET /v1/customers/:id`. */
  readonly calls: string[]
  sql: postgres.Sql
  clock: { now: Date }
  /** Calls the remote control; gives the JSON of the answer. */
  control: (method: 'GET' | 'POST' | 'DELETE', path: string, body?: object) => Promise<unknown>
  close: () => Promise<void>
  /** Stops the server and starts another one, on another port with the same database. */
  restart: () => Promise<void>
}

export async function startStandIn(): Promise<StandIn> {
  const database = await testDatabase()
  const sql = postgres(database.url, { max: 12, onnotice: () => {} })
  await sql.begin(async (tx) => {
    await tx`create schema sandbox`
    await prepareCalls(tx)
    await prepareStripe(tx)
  })
  const clock = { now: new Date('2026-11-20T12:00:00Z') }
  const start = async () => {
    const closing: (() => Promise<void>)[] = []
    const app = createStripe({
      sql,
      now: () => clock.now,
      faults: createFaults(),
      calls: createCallLog(sql, 'stripe'),
      onClose: (stop) => closing.push(stop),
    })
    const server = await listen(app)
    return {
      ...server,
      calls: app.routes.map(({ method, path }) => `${method} ${path}`),
      close: async () => {
        await server.close()
        await Promise.all(closing.map((stop) => stop()))
      },
    }
  }
  let server = await start()
  const close = async () => {
    await server.close()
    await sql.end({ timeout: 5 })
    await database.drop()
  }
  return {
    get url() {
      return server.url
    },
    get stripe() {
      return server.stripe
    },
    get calls() {
      return server.calls
    },
    sql,
    clock,
    control: async (method, path, body) => {
      const init = body === undefined ? {} : { body: JSON.stringify(body) }
      const answer = await fetch(`${server.url}/_sandbox${path}`, { method, ...init })
      return answer.json()
    },
    close,
    restart: async () => {
      await server.close()
      server = await start()
    },
    [Symbol.asyncDispose]: close,
  }
}

/** The official SDK for a stand-in at this address. */
export function stripeAt(
  url: string,
  options: { key?: string; retries?: number; fetch?: typeof fetch } = {},
): Stripe {
  return new Stripe(options.key ?? SANDBOX_API_KEY, {
    host: '127.0.0.1',
    port: new URL(url).port,
    protocol: 'http',
    telemetry: false,
    maxNetworkRetries: options.retries ?? 0,
    ...(options.fetch ? { httpClient: Stripe.createFetchHttpClient(options.fetch) } : {}),
  })
}

async function listen(app: ReturnType<typeof createStripe>) {
  return new Promise<{ url: string; stripe: Stripe; close: () => Promise<void> }>((resolve) => {
    // A test that computes for seconds must not find its connection closed just then.
    const serverOptions = { keepAliveTimeout: 60_000 }
    const options = { fetch: app.fetch, port: 0, hostname: '127.0.0.1', serverOptions }
    const server = serve(options, ({ port }) => {
      const url = `http://127.0.0.1:${port}`
      const close = () =>
        new Promise<void>((closed) => {
          server.close(() => closed())
          if ('closeAllConnections' in server) server.closeAllConnections()
        })
      resolve({ url, stripe: stripeAt(url), close })
    })
  })
}
