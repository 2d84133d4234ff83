import { createHash, createHmac, timingSafeEqual } from 'node:crypto'
import { and, eq } from 'drizzle-orm'
import { z } from 'zod'
import { connections } from '#db/schema/index.ts'
import { NodeError } from '#nodes/errors.ts'
import { isJsonObject, type JsonObject } from '#nodes/json.ts'
import type { System } from '#nodes/kind.ts'
import type { ToldEvent } from '#nodes/runner.ts'
import { isOwnEvent, toldByStripe } from '#nodes/stripe/told-event.ts'
import { verifyEvent } from '#nodes/stripe/webhook.ts'
import { NotFoundError, type Engine } from '../engine.ts'
import { fileEvent } from '../queue/deliveries.ts'
import { noteRefused } from './refused-deliveries.ts'
import { openSecret } from './save-connection.ts'
import { webhookSecretsOf } from './webhook.ts'

export interface StripeDelivery {
  connectionId: string
  /** The body exactly as it came: the signature is over its bytes. */
  rawBody: string
  /** The value of `Stripe-Signature`. */
  signature: string
}

/**
 * Verifies a webhook delivery and puts its event into the inbox, once however often it is delivered,
 * and on its way to the flows that listen for it. Throws NotFoundError for an unknown connection and
 * NodeError, code `signature`, for a delivery that Stripe did not sign, code `livemode` for one of the
 * other mode (test or live) than the connection's key. What is refused is told on the connection.
 */
export async function receiveStripeEvent(engine: Engine, delivery: StripeDelivery): Promise<void> {
  const { connectionId, rawBody, signature } = delivery
  const secret = await secretOf(engine, connectionId, 'stripe')
  await countRefusals(engine, { connectionId, system: 'stripe', status: 400 }, async () => {
    const event: unknown = verifyEvent(rawBody, signature, webhookSecretsOf(secret))
    if (!isJsonObject(event)) throw notAnEvent()
    refuseOtherMode(event, secret)
    const filed = { connectionId, told: toldByStripe(event), own: isOwnEvent(event) }
    const { boss, database } = engine
    await database.db.transaction((tx) => fileEvent(tx, boss, { ...filed, system: 'stripe' }))
  })
}

export interface NetSuiteDelivery {
  connectionId: string
  rawBody: string
  /** The value of `X-Hook-Token`: the connection's hook token as it is. */
  token?: string | null
  /** The value of `X-Hook-Signature`: HMAC-SHA-256 of the body with the hook token, in hex. */
  signature?: string | null
}

/**
 * Takes what a script in NetSuite tells about a changed record, such as
 * `{"type":"customerpayment","id":"1215"}`, and puts it into the inbox. `eventId` makes a repeated
 * delivery count once; without it the body does. Throws NotFoundError for an unknown connection and
 * NodeError, code `signature` when the hook token is wrong, code `body` when the body is something
 * else.
 */
export async function receiveNetSuiteHook(
  engine: Engine,
  delivery: NetSuiteDelivery,
): Promise<void> {
  const { connectionId, rawBody } = delivery
  const secret = await secretOf(engine, connectionId, 'netsuite')
  const tokens = HOOK_SECRET.parse(secret).hookToken.split(/\s+/)
  const known = tokens.filter((one) => one.length >= SHORTEST_TOKEN)
  await countRefusals(engine, { connectionId, system: 'netsuite', status: 401 }, async () => {
    if (!known.some((token) => vouches(token, delivery))) throw notOurs(known.length > 0)
    const told = toldByNetSuite(parseHook(rawBody), rawBody)
    const { boss, database } = engine
    const filed = { connectionId, told, own: false }
    await database.db.transaction((tx) => fileEvent(tx, boss, { ...filed, system: 'netsuite' }))
  })
}

/** A shorter one could be guessed. */
const SHORTEST_TOKEN = 16

const HOOK_SECRET = z.object({ hookToken: z.string().default('') })

const HOOK = z.object({
  type: z.string().min(1).max(100),
  id: z.coerce.string().min(1).max(100),
  eventId: z.string().min(1).max(200).optional(),
})

function vouches(token: string, { token: given, signature, rawBody }: NetSuiteDelivery): boolean {
  if (given) return same(given, token)
  if (!signature) return false
  const own = createHmac('sha256', token).update(rawBody).digest('hex')
  return same(signature.replace(/^sha256=/, '').toLowerCase(), own)
}

/** Compares without telling by the time taken how much was right. */
function same(given: string, wanted: string): boolean {
  const hash = (text: string) => createHash('sha256').update(text).digest()
  return timingSafeEqual(hash(given), hash(wanted))
}

function notOurs(hasToken: boolean): NodeError {
  return new NodeError({
    class: 'connection',
    code: 'signature',
    message: hasToken
      ? 'The call does not carry the hook token of the connection. Check the token in the NetSuite script.'
      : 'This NetSuite connection has no hook token. Add one of 16 characters or more to the connection.',
  })
}

function parseHook(rawBody: string): z.infer<typeof HOOK> {
  let body: unknown
  try {
    body = JSON.parse(rawBody)
  } catch {
    body = undefined
  }
  const hook = HOOK.safeParse(body)
  if (hook.success) return hook.data
  throw new NodeError({
    class: 'parse',
    code: 'body',
    message: 'The call has to carry JSON such as {"type":"customerpayment","id":"1215"}.',
  })
}

async function secretOf(engine: Engine, connectionId: string, system: System): Promise<JsonObject> {
  const [row] = await engine.database.db
    .select()
    .from(connections)
    .where(and(eq(connections.id, connectionId), eq(connections.system, system)))
  if (row) return openSecret(engine, row)
  const name = system === 'stripe' ? 'Stripe' : 'NetSuite'
  throw new NotFoundError(`There is no ${name} connection "${connectionId}".`)
}

function toldByNetSuite(hook: z.infer<typeof HOOK>, rawBody: string): ToldEvent {
  const type = hook.type.toLowerCase()
  return {
    id: hook.eventId ?? createHash('sha256').update(rawBody).digest('hex'),
    ...{ type, created: null, object: '', objectId: hook.id, references: {} },
  }
}

/**
 * Test and live data are two worlds of one account: an event of the one says nothing of the other.
 * https://docs.stripe.com/keys#test-live-modes
 */
function refuseOtherMode(event: JsonObject, secret: unknown): void {
  const { apiKey } = API_KEY.parse(secret)
  const mode = /^(?:sk|rk)_(?:org_)?(live|test)_/.exec(apiKey)?.[1]
  const sent = event.livemode === true ? 'live' : 'test'
  if (mode === undefined || mode === sent) return
  throw new NodeError({
    class: 'value',
    code: 'livemode',
    message: `Stripe sent the event ${String(event.id)} of ${sent} mode, but the connection's key is of ${mode} mode. Let the endpoint of ${sent} mode in Stripe call another connection, or remove it.`,
  })
}

const API_KEY = z.object({ apiKey: z.string().default('') })

function notAnEvent(): NodeError {
  return new NodeError({
    class: 'parse',
    code: 'body',
    message: 'Stripe signed something that is no event. Deliver it again.',
  })
}

/** A delivery that is refused is noted with its reason before the refusal goes out. */
async function countRefusals(
  engine: Engine,
  door: { connectionId: string; system: System; status: number },
  take: () => Promise<void>,
): Promise<void> {
  try {
    await take()
  } catch (thrown) {
    if (thrown instanceof NodeError) await noteRefused(engine, { ...door, reason: thrown.message })
    throw thrown
  }
}
