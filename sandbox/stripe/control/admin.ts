import { Hono } from 'hono'
import { z } from 'zod'
import type { SandboxContext, SandboxEnv } from '../../context.ts'
import { faultSchema } from '../../faults.ts'
import { SANDBOX_API_KEY } from '../account.ts'
import type { StripeAccount } from '../store/change.ts'
import { BadRequest, controlBody, controlInput } from './control-input.ts'
import { keyControl } from '../protocol/key-control.ts'
import type { ApiKeys } from '../protocol/keys.ts'
import { moneyControl } from '../payments/money-control.ts'
import { seedStripe } from '../seed/seed.ts'
import { settingsChange } from '../settings.ts'
import { resetStripe, stripeState } from '../store/state.ts'
import { webhookControl } from '../events/webhook-control.ts'
import type { WebhookDelivery } from '../events/webhook-delivery.ts'

/**
 * The remote control of the stand-in, under `/_sandbox`: faults, counted calls, everything it
 * holds, emptying and filling. No key is asked for, so only this machine may use it, and no web
 * page of another origin.
 */
export function adminRoutes(
  context: SandboxContext,
  account: StripeAccount,
  { keys, delivery }: { keys: ApiKeys; delivery: WebhookDelivery },
): Hono<SandboxEnv> {
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
    const body = await controlBody(c, oneOrMany)
    for (const fault of body) faults.add(fault)
    return c.json(faults.list())
  })
  app.delete('/faults', (c) => {
    faults.clear()
    return c.json(faults.list())
  })
  app.get('/calls', async (c) => {
    const from = z.object({ since: moment.optional(), after: z.coerce.number().int().optional() })
    return c.json(await calls.count(controlInput(from, c.req.query())))
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
    const options = await controlBody(c, seedSchema)
    await account.settings.noteOrigin(new URL(c.req.url).origin)
    const settings = await account.settings.get()
    const now = options.now ?? context.now()
    return c.json(await seedStripe(sql, { ...options, now, settings }))
  })
  app.get('/settings', async (c) => c.json(await account.settings.get()))
  app.on(['PATCH', 'POST'], '/settings', async (c) => {
    await account.settings.change(await controlBody(c, settingsChange))
    delivery.wake()
    return c.json(await account.settings.get())
  })
  app.route('/keys', keyControl(account, keys))
  app.route('/', moneyControl(account))
  app.route('/webhooks', webhookControl(account, delivery))
  return app
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
