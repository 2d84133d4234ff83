import { randomUUID } from 'node:crypto'
import Stripe from 'stripe'
import { NodeError } from '../../errors.ts'
import type { JsonObject } from '../../json.ts'
import type { StripeCall } from './calls.ts'
import type { StripeReader, StripeRecord, StripeWrite, StripeWriter } from './client.ts'
import { withObjectLock } from './object-lock.ts'
import { stripeObject } from '../objects.ts'
import { ownKey } from './own-key.ts'
import { objectPath, STRIPE_RECORD } from './reader.ts'

/**
 * The writing half of a Stripe client. `account` tells accounts apart where writes to one object wait
 * for each other.
 */
export function stripeWriter(call: StripeCall, read: StripeReader, account: string): StripeWriter {
  async function post(path: string, params: JsonObject, write: StripeWrite): Promise<StripeRecord> {
    const { signal } = write
    const send = async (key: string) =>
      STRIPE_RECORD.parse(await call('POST', path, { params, key, signal }))
    try {
      return await send(ownKey(write.idempotencyKey))
    } catch (error) {
      if (!isReplayedFault(error)) throw error
      const done = await write.done?.()
      // The key is spent: what was not done can only be done under a new one.
      return done ?? send(ownKey(`again-${randomUUID()}`))
    }
  }
  const changing = (id: string, work: () => Promise<StripeRecord>) =>
    withObjectLock(`${account} ${id}`, work)

  return {
    ...read,
    create: (object, params, write) => {
      const work = () => post(stripeObject(object).path, params, write)
      return write.parent ? changing(write.parent, work) : work()
    },
    update: (object, id, params, write) =>
      changing(id, () => post(objectPath(object, id), params, write)),
    act: (object, id, action, { params = {}, ...write }) =>
      changing(id, () => post(`${objectPath(object, id)}/${action}`, params, write)),
    remove: (object, id, signal) =>
      changing(id, async () =>
        STRIPE_RECORD.parse(await call('DELETE', objectPath(object, id), { signal })),
      ),
    updateMetadata: async (object, id, metadata, write) => {
      const updated = await changing(id, () => post(objectPath(object, id), { metadata }, write))
      return updated.id
    },
  }
}

/**
 * Stripe keeps even a server error under its idempotency key for a day, and answers with it again.
 * https://docs.stripe.com/api/idempotent_requests
 */
function isReplayedFault(error: unknown): boolean {
  if (!(error instanceof NodeError)) return false
  const { cause } = error
  if (!(cause instanceof Stripe.errors.StripeError)) return false
  return (cause.statusCode ?? 0) >= 500 && cause.headers?.['idempotent-replayed'] === 'true'
}
