import { createHash, createHmac, timingSafeEqual } from 'node:crypto'
import { and, eq } from 'drizzle-orm'
import { z } from 'zod'
import type { Db } from '#db/client.ts'
import { connections, inbox } from '#db/schema/index.ts'
import { storable } from '#db/text.ts'
import { NodeError } from '#nodes/errors.ts'
import type { JsonObject } from '#nodes/json.ts'
import type { System } from '#nodes/kind.ts'
import { verifyEvent } from '#nodes/stripe/webhook.ts'
import { NotFoundError, type Engine } from '../engine.ts'
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
 * Verifies a webhook delivery and puts its event into the inbox, once however often it is delivered.
 * Throws NotFoundError for an unknown connection and NodeError, code `signature`, for a delivery
 * that Stripe did not sign.
 */
export async function receiveStripeEvent(engine: Engine, delivery: StripeDelivery): Promise<void> {
  const { connectionId, rawBody, signature } = delivery
  const secret = await secretOf(engine, connectionId, 'stripe')
  const event = verifyEvent(rawBody, signature, webhookSecretsOf(secret))
  await storeEvent(engine.database.db, {
    connectionId,
    eventId: event.id,
    type: event.type,
    objectId: objectId(event.data.object),
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
  if (!known.some((token) => vouches(token, delivery))) throw notOurs(known.length > 0)
  const hook = parseHook(rawBody)
  await storeEvent(engine.database.db, {
    connectionId,
    eventId: storable(hook.eventId ?? createHash('sha256').update(rawBody).digest('hex')),
    type: storable(hook.type),
    objectId: storable(hook.id),
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

async function storeEvent(db: Db, event: typeof inbox.$inferInsert): Promise<void> {
  await db
    .insert(inbox)
    .values(event)
    .onConflictDoNothing({ target: [inbox.connectionId, inbox.eventId] })
}

/** Objects without an id exist, such as a balance; then the event's type says what to read. */
function objectId(object: object): string {
  return 'id' in object && typeof object.id === 'string' ? object.id : ''
}
