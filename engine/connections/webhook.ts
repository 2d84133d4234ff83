import { eq, sql } from 'drizzle-orm'
import { z } from 'zod'
import { connections } from '#db/schema/index.ts'
import { seal } from '#db/secrets.ts'
import type { Connector, OpenConnection, WebhookEndpoint } from '#nodes/connection.ts'
import { NodeError } from '#nodes/errors.ts'
import { audit } from '../audit.ts'
import type { Engine } from '../engine.ts'
import { readWebhook, type RegisteredWebhook } from './list-connections.ts'
import { listenedEvents } from './listened-events.ts'
import { loadConnection, withConnection, type ConnectionRow } from './open-connection.ts'
import { openSecret } from './save-connection.ts'

/** What real-time flows can listen to; asked for while no published flow says what it needs. */
const STANDARD_EVENTS = [
  'customer.created',
  'customer.updated',
  'invoice.finalized',
  'invoice.paid',
  'invoice.voided',
  'invoice.marked_uncollectible',
  'credit_note.created',
  'credit_note.voided',
  'charge.refunded',
  'refund.created',
  'refund.updated',
  'refund.failed',
  'payment_intent.succeeded',
  'payout.paid',
]

/** Both secrets are good for this long while one is rolled; Stripe allows a day as well. */
const BOTH_LIVE_MS = 24 * 3_600_000

const PATIENCE_MS = 30_000

/**
 * Registers the one webhook endpoint of a connection at the other system, for the events that its
 * published flows listen for, and keeps its signing secret. `publicUrl` is where this installation is
 * reached from outside, such as `https://tributary.example.com`. An endpoint that is registered there
 * already stays and only its events change; one at another address is removed. Throws NodeError when
 * the other system refuses or has no such endpoints.
 */
export async function registerWebhook(
  engine: Engine,
  request: { connectionId: string; publicUrl: string; userId?: string | null },
): Promise<RegisteredWebhook> {
  const row = await loadConnection(engine, request.connectionId)
  const before = readWebhook(row.webhook)
  const url = new URL(`/api/webhooks/${row.system}/${row.id}`, request.publicUrl).href
  const events = await wantedEvents(engine, row)
  const { endpointId, secret } = await register(engine, row, { url, events })
  const stays = before?.endpointId === endpointId
  const webhook = await keep(engine, row, {
    webhook: {
      ...{ endpointId, url, previous: stays ? before.previous : null },
      registeredAt: stays ? before.registeredAt : now(),
      events: sinceWhen(events, stays ? before.events : {}),
    },
    secrets: (present) => (stays && present.includes(secret) ? present : [secret]),
    userId: request.userId ?? null,
    action: 'connection.webhook.register',
  })
  if (!stays) for (const id of endpointsOf(before)) await remove(engine, row, id)
  return webhook
}

/**
 * Gives the webhook another signing secret, by another endpoint at the same address: deliveries signed
 * with either secret are taken for 24 hours. Throws NodeError when none is registered.
 */
export async function rollWebhookSecret(
  engine: Engine,
  request: { connectionId: string; userId?: string | null },
): Promise<RegisteredWebhook> {
  const row = await loadConnection(engine, request.connectionId)
  const before = readWebhook(row.webhook)
  if (!before) throw notRegistered()
  const events = await wantedEvents(engine, row)
  const fresh = await register(engine, row, { url: before.url, events, anew: true })
  const removeAt = new Date(Date.now() + BOTH_LIVE_MS).toISOString()
  const webhook = await keep(engine, row, {
    webhook: {
      endpointId: fresh.endpointId,
      url: before.url,
      registeredAt: now(),
      events: sinceWhen(events, before.events),
      previous: { endpointId: before.endpointId, removeAt },
    },
    secrets: (present) => [fresh.secret, ...present.slice(0, 1)],
    userId: request.userId ?? null,
    action: 'connection.webhook.roll',
  })
  // Rolled twice within a day: two are live, the third one back is not.
  if (before.previous) await remove(engine, row, before.previous.endpointId)
  return webhook
}

/** Removes the webhook endpoint at the other system and forgets its secret. */
export async function removeWebhook(
  engine: Engine,
  request: { connectionId: string; userId?: string | null },
): Promise<void> {
  const row = await loadConnection(engine, request.connectionId)
  for (const endpointId of endpointsOf(readWebhook(row.webhook))) {
    await remove(engine, row, endpointId)
  }
  await keep(engine, row, {
    webhook: null,
    secrets: () => [],
    userId: request.userId ?? null,
    action: 'connection.webhook.remove',
  })
}

/** Ends the time of signing secrets that were rolled a day ago; a worker's housekeeping. */
export async function dropRolledSecrets(engine: Engine): Promise<void> {
  const due = await engine.database.db
    .select()
    .from(connections)
    .where(sql`(webhook -> 'previous' ->> 'removeAt')::timestamptz <= now()`)
  for (const row of due) {
    const webhook = readWebhook(row.webhook)
    if (!webhook?.previous) continue
    await remove(engine, row, webhook.previous.endpointId)
    await keep(engine, row, {
      webhook: { ...webhook, previous: null },
      secrets: (present) => present.slice(0, 1),
      userId: null,
      action: 'connection.webhook.rolled',
    })
  }
}

async function register(
  engine: Engine,
  row: ConnectionRow,
  { url, events, anew = false }: { url: string; events: string[]; anew?: boolean },
): Promise<WebhookEndpoint> {
  return withConnection(engine, row, 'webhook', (connector, open) => {
    // An endpoint stays when its secret is known: not knowing it makes another one.
    const asked = anew ? { ...open, secret: { ...open.secret, webhookSecret: '' } } : open
    const signal = AbortSignal.timeout(PATIENCE_MS)
    return doorOf(connector).register(asked, { url, events, signal })
  })
}

/** An endpoint that is gone already is as good as removed. */
async function remove(engine: Engine, row: ConnectionRow, endpointId: string): Promise<void> {
  try {
    await withConnection(engine, row, 'webhook', (connector: Connector, open: OpenConnection) =>
      doorOf(connector).remove(open, endpointId, AbortSignal.timeout(PATIENCE_MS)),
    )
  } catch (thrown) {
    if (thrown instanceof NodeError && thrown.class === 'missing') return
    throw thrown
  }
}

/** What the published flows listen for, disabled ones as well: theirs is held for them. */
async function wantedEvents(engine: Engine, row: ConnectionRow): Promise<string[]> {
  const listened = (await listenedEvents(engine)).get(row.id) ?? []
  return listened.length > 0 ? listened : STANDARD_EVENTS
}

function sinceWhen(events: readonly string[], before: RegisteredWebhook['events']) {
  return Object.fromEntries(events.map((event) => [event, before[event] ?? now()]))
}

async function keep<W extends RegisteredWebhook | null>(
  engine: Engine,
  row: ConnectionRow,
  change: {
    webhook: W
    secrets: (present: string[]) => string[]
    userId: string | null
    action: string
  },
): Promise<W> {
  const { webhook, secrets, userId, action } = change
  await engine.database.db.transaction(async (tx) => {
    const [present] = await tx
      .select()
      .from(connections)
      .where(eq(connections.id, row.id))
      .for('no key update')
    if (!present) return
    const secret = openSecret(engine, present)
    const webhookSecret = secrets(webhookSecretsOf(secret)).join(' ')
    await tx
      .update(connections)
      .set({
        webhook,
        sealedSecret: seal(engine.secretKey, row.id, { ...secret, webhookSecret }),
        updatedAt: sql`now()`,
      })
      .where(eq(connections.id, row.id))
    const subject = { type: 'connection', id: row.id }
    await audit(tx, { userId, action, subject, change: webhook })
  })
  return webhook
}

/** The signing secrets that are live, newest first; while one is rolled there are two. */
export function webhookSecretsOf(secret: unknown): string[] {
  const { webhookSecret } = secretSchema.parse(secret)
  return webhookSecret.split(/[\s,]+/).filter((one) => one !== '')
}

const secretSchema = z.object({ webhookSecret: z.string().default('') })

function endpointsOf(webhook: RegisteredWebhook | null): string[] {
  if (!webhook) return []
  return [webhook.endpointId, ...(webhook.previous ? [webhook.previous.endpointId] : [])]
}

function doorOf(connector: Connector) {
  if (connector.webhook) return connector.webhook
  throw new NodeError({
    class: 'value',
    code: 'no-webhooks',
    message: `${connector.type.title} cannot be told by itself where to call. Set the hook up there by hand.`,
  })
}

function notRegistered(): NodeError {
  return new NodeError({
    class: 'missing',
    code: 'no-webhook',
    message: 'No webhook is registered for this connection yet. Register it first.',
  })
}

function now(): string {
  return new Date().toISOString()
}
