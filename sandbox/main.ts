import { serve } from '@hono/node-server'
import postgres from 'postgres'
import { createCallLog, prepareCalls } from './calls.ts'
import { clockRoutes, openClock, prepareClock } from './clock.ts'
import type { SandboxApp, SandboxContext } from './context.ts'
import { createFaults } from './faults.ts'
import { createNetSuite, prepareNetSuite } from './netsuite/app.ts'
import { createStripe, prepareStripe } from './stripe/app.ts'

/** Where the two stand-in systems listen, and how to stop them. */
export interface Sandbox {
  stripeUrl: string
  netsuiteUrl: string
  close: () => Promise<void>
}

/**
 * Starts both stand-in systems on 127.0.0.1; port 0 takes any free port. State lives in the schema
 * `sandbox` of the given database and survives restarts; an empty one is seeded by its own
 * `POST /_sandbox/seed`.
 */
export async function startSandbox(options: {
  databaseUrl: string
  stripePort: number
  netsuitePort: number
}): Promise<Sandbox> {
  const sql = postgres(options.databaseUrl, { max: 12, onnotice: () => {} })
  await sql.begin(async (tx) => {
    await tx`select pg_advisory_xact_lock(hashtext('tributary sandbox'))`
    await tx`create schema if not exists sandbox`
    await prepareCalls(tx)
    await prepareClock(tx)
    await prepareStripe(tx)
    await prepareNetSuite(tx)
  })
  const clock = await openClock(sql)
  const closing: (() => Promise<void>)[] = []
  const context = (system: 'stripe' | 'netsuite'): SandboxContext => ({
    sql,
    now: clock.now,
    clock,
    faults: createFaults(),
    calls: createCallLog(sql, system),
    onClose: (stop) => closing.push(stop),
  })
  const open = (app: SandboxApp, port: number) =>
    listen(app.route('/_sandbox/clock', clockRoutes(clock)), port)
  const stripe = await open(createStripe(context('stripe')), options.stripePort)
  const netsuite = await open(createNetSuite(context('netsuite')), options.netsuitePort)
  return {
    stripeUrl: stripe.url,
    netsuiteUrl: netsuite.url,
    close: async () => {
      await Promise.all([stripe.close(), netsuite.close()])
      await Promise.all(closing.map((stop) => stop()))
      await sql.end({ timeout: 5 })
    },
  }
}

async function listen(app: SandboxApp, port: number) {
  return new Promise<{ url: string; close: () => Promise<void> }>((resolve, reject) => {
    // Longer than any caller keeps an idle connection: none finds its own closed just then.
    const serverOptions = { keepAliveTimeout: 65_000 }
    const options = { fetch: app.fetch, port, hostname: '127.0.0.1', serverOptions }
    const server = serve(options, (address) => {
      resolve({
        url: `http://127.0.0.1:${address.port}`,
        close: () =>
          new Promise((closed) => {
            server.close(() => closed())
            if ('closeAllConnections' in server) server.closeAllConnections()
          }),
      })
    })
    server.on('error', reject)
  })
}

if (import.meta.main) {
  const sandbox = await startSandbox({
    databaseUrl: process.env.DATABASE_URL ?? '',
    stripePort: Number(process.env.STRIPE_SANDBOX_PORT ?? 4242),
    netsuitePort: Number(process.env.NETSUITE_SANDBOX_PORT ?? 4243),
  })
  console.log(JSON.stringify({ stripe: sandbox.stripeUrl, netsuite: sandbox.netsuiteUrl }))
  const stop = () => void sandbox.close().then(() => process.exit(0))
  process.on('SIGTERM', stop)
  process.on('SIGINT', stop)
}
