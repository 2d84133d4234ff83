import { Hono } from 'hono'
import { z } from 'zod'
import type { SandboxContext, SandboxEnv } from '../context.ts'
import { faultSchema } from '../faults.ts'
import { SANDBOX_API_KEY } from './account.ts'
import type { StripeAccount } from './change.ts'
import { seedStripe } from './seed.ts'
import { resetStripe, stripeState } from './state.ts'

/**
 * The remote control of the stand-in, under `/_sandbox`: faults, counted calls, everything it
 * holds, emptying and filling. No key is asked for, so only this machine may use it, and no web
 * page of another origin.
 */
export function adminRoutes(context: SandboxContext, account: StripeAccount): Hono<SandboxEnv> {
  const { sql, faults, calls } = context
  const app = new Hono<SandboxEnv>()
  app.use(async (c, next) => {
    const address = c.env.incoming.socket.remoteAddress ?? ''
    const origin = c.req.header('Origin')
    const local = LOOPBACK.test(address) && (!origin || LOOPBACK_ORIGIN.test(origin))
    if (!local) return c.json({ error: 'The sandbox is controlled from this machine only.' }, 403)
    await next()
  })
  app.onError((error, c) => {
    if (!(error instanceof BadRequest)) {
      console.error(error)
      return c.json({ error: `The sandbox failed: ${error.message}` }, 500)
    }
    return c.json({ error: error.message }, 400)
  })
  app.get('/faults', (c) => c.json(faults.list()))
  app.post('/faults', async (c) => {
    const body = read(oneOrMany, await json(c.req.text()))
    for (const fault of body) faults.add(fault)
    return c.json(faults.list())
  })
  app.delete('/faults', (c) => {
    faults.clear()
    return c.json(faults.list())
  })
  app.get('/calls', async (c) => {
    const { since } = read(z.object({ since: moment.optional() }), c.req.query())
    return c.json(await calls.count(since))
  })
  app.delete('/calls', async (c) => {
    await calls.clear()
    return c.json(await calls.count())
  })
  app.get('/state', async (c) => c.json(await stripeState(sql)))
  app.get('/credentials', (c) => c.json({ apiKey: SANDBOX_API_KEY }))
  app.post('/reset', async (c) => {
    await sql.begin(resetStripe)
    return c.json({ ok: true })
  })
  app.post('/seed', async (c) => {
    const options = read(seedSchema, await json(c.req.text()))
    await account.settings.noteOrigin(new URL(c.req.url).origin)
    const settings = await account.settings.get()
    const now = options.now ?? context.now()
    return c.json(await seedStripe(sql, { ...options, now, settings }))
  })
  return app
}

class BadRequest extends Error {
  override name = 'BadRequest'
}

async function json(body: Promise<string>): Promise<unknown> {
  const text = await body
  if (text.trim() === '') return {}
  try {
    return JSON.parse(text)
  } catch (cause) {
    throw new BadRequest('The body is not JSON.', { cause })
  }
}

function read<Schema extends z.ZodType>(schema: Schema, value: unknown): z.output<Schema> {
  const result = schema.safeParse(value)
  if (result.success) return result.data
  throw new BadRequest(z.prettifyError(result.error))
}

const moment = z.iso.datetime({ offset: true }).transform((text) => new Date(text))

const fault = faultSchema.refine((candidate) => isPattern(candidate.path), {
  path: ['path'],
  error: 'not a regular expression',
})

const oneOrMany = z.preprocess(
  (value) => (Array.isArray(value) ? value : [value]),
  z.array(fault).min(1),
)

const seedSchema = z.strictObject({
  seed: z.number().int().default(1),
  customers: z.number().int().min(1).max(10_000).default(40),
  invoices: z.number().int().min(0).max(200_000).default(400),
  days: z.number().min(1).max(3650).default(90),
  now: moment.optional(),
})

function isPattern(pattern: string | undefined): boolean {
  if (pattern === undefined) return true
  try {
    return new RegExp(pattern) instanceof RegExp
  } catch {
    return false
  }
}

const LOOPBACK = /^(::1|(::ffff:)?127\.)/
const LOOPBACK_ORIGIN = /^https?:\/\/(localhost|127\.\d+\.\d+\.\d+|\[::1\])(:\d+)?$/
