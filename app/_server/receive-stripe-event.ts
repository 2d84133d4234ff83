import { and, eq } from 'drizzle-orm'
import { z } from 'zod'
import type { Db } from '#db/client.ts'
import { connections, inbox } from '#db/schema/index.ts'
import { unseal } from '#db/secrets.ts'
import { NotFoundError, type Engine } from '#engine/api.ts'
import { verifyEvent } from '#nodes/stripe/webhook.ts'

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
  const secrets = await webhookSecrets(engine, connectionId)
  const event = verifyEvent(rawBody, signature, secrets)
  await storeEvent(engine.database.db, {
    connectionId,
    eventId: event.id,
    type: event.type,
    objectId: objectId(event.data.object),
  })
}

/** While a signing secret is rolled, two are given, separated by a space. */
const secretSchema = z.object({ webhookSecret: z.string().default('') })

async function webhookSecrets(engine: Engine, connectionId: string): Promise<string[]> {
  const [row] = await engine.database.db
    .select()
    .from(connections)
    .where(and(eq(connections.id, connectionId), eq(connections.system, 'stripe')))
  if (!row) throw new NotFoundError(`There is no Stripe connection "${connectionId}".`)
  const { webhookSecret } = secretSchema.parse(unseal(engine.secretKey, row.id, row.sealedSecret))
  return webhookSecret.split(/[\s,]+/).filter((secret) => secret !== '')
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
