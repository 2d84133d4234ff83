import { Hono } from 'hono'
import { z } from 'zod'
import type { SandboxEnv } from '../../context.ts'
import { changeAccount, type StripeAccount } from '../store/change.ts'
import { BadRequest, controlBody, controlInput } from '../control/control-input.ts'
import type { WebhookDelivery } from './webhook-delivery.ts'
import { deliveryLog, dueDeliveries } from './webhook-queue.ts'
import { webhookSettings } from './webhook-settings.ts'

/**
 * The remote control of webhooks, under `/_sandbox/webhooks`: `GET` and `POST` of how they are
 * delivered (`POST` changes what it names), `POST /deliver` (try all that wait, now), `GET /log`
 * and `POST /roll` (a new secret for an endpoint, beside the old one for 24 hours).
 */
export function webhookControl(
  account: StripeAccount,
  delivery: WebhookDelivery,
): Hono<SandboxEnv> {
  const { sql, settings } = account
  const app = new Hono<SandboxEnv>()
  const shown = async () => {
    const waiting = await dueDeliveries(sql)
    return { ...(await settings.get()).webhooks, waiting: waiting.length }
  }
  app.get('/', async (c) => c.json(await shown()))
  app.post('/', async (c) => {
    const change = await controlBody(c, webhookSettings.partial())
    const { webhooks } = await settings.get()
    await settings.change({ webhooks: { ...webhooks, ...change } })
    delivery.wake()
    return c.json(await shown())
  })
  app.post('/deliver', async (c) => c.json({ attempts: await delivery.flush() }))
  app.get('/log', async (c) => {
    const query = controlInput(logSchema, c.req.query())
    return c.json(await deliveryLog(sql, query))
  })
  app.post('/roll', async (c) => {
    const { endpoint: id, hours } = await controlBody(c, rollSchema)
    const secret = await changeAccount(account, {}, async (work) => {
      const endpoint = await work.find('webhook_endpoint', id)
      if (!endpoint) throw new BadRequest(`There is no webhook endpoint ${id}.`)
      const fresh = work.newId('whsec_', 32)
      const rolled = { secret: endpoint.secret, until: work.now + hours * 3600 }
      work.save({ ...endpoint, secret: fresh, rolled })
      return fresh
    })
    return c.json({ endpoint: id, secret })
  })
  return app
}

const logSchema = z.strictObject({
  event: z.string().optional(),
  limit: z.coerce.number().int().min(1).max(1000).default(100),
})

const rollSchema = z.strictObject({
  endpoint: z.string(),
  /** How long the old secret still signs. */
  hours: z.number().min(0).max(24).default(24),
})
