import { createHash } from 'node:crypto'
import type postgres from 'postgres'
import stringify from 'safe-stable-stringify'
import { StripeError } from './errors.ts'

/** A call that carries an `Idempotency-Key` (https://docs.stripe.com/api/idempotent_requests). */
export interface KeyedCall {
  key: string
  /** `POST` calls are told apart by their path. */
  path: string
  params: unknown
  requestId: string
}

/** The first answer to a key, to be given again as it was. */
interface SavedAnswer {
  status: number
  body: object
  requestId: string
}

/**
 * Claims a key for the open transaction: gives the saved answer when the call has been carried out
 * before, null when it is to be carried out now. The claim is an advisory lock that ends with the
 * transaction, and the answer is saved in the same transaction as the change: whatever dies in
 * between, either both are there or neither is. Refuses another call under the same key (400) and
 * one that comes while the first is still running (409). Keys are forgotten after 24 hours.
 */
export async function claimKey(
  tx: postgres.TransactionSql,
  call: KeyedCall,
  now: Date,
): Promise<SavedAnswer | null> {
  if (call.key.length > 255) {
    const message = 'Idempotency keys can be at most 255 characters long.'
    throw new StripeError(400, message, { type: 'idempotency_error' })
  }
  const [lock] = await tx<{ mine: boolean }[]>`
    select pg_try_advisory_xact_lock(hashtextextended(${`stripe ${call.key}`}, 0)) as mine`
  if (!lock?.mine) throw inUse(call.key)
  const oldest = new Date(now.getTime() - 24 * 3600 * 1000)
  const [saved] = await tx<(SavedAnswer & { path: string; hash: string })[]>`
    select status, body, request_id as "requestId", path, params_hash as hash
    from sandbox.stripe_idempotency where key = ${call.key} and at > ${oldest}`
  if (!saved) return null
  if (saved.path !== call.path) {
    const message = `Keys for idempotent requests can only be used for the same endpoint they were first used for ('${call.path}' vs '${saved.path}'). Try using a key other than '${call.key}' if you meant to execute a different request.`
    throw new StripeError(400, message, { type: 'idempotency_error' })
  }
  if (saved.hash !== hashOf(call.params)) {
    const message = `Keys for idempotent requests can only be used with the same parameters they were first used with. Try using a key other than '${call.key}' if you meant to execute a different request.`
    throw new StripeError(400, message, { type: 'idempotency_error' })
  }
  return saved
}

/** Keeps the answer to a claimed key. */
export async function saveAnswer(
  tx: postgres.TransactionSql,
  call: KeyedCall,
  answer: { status: number; body: object },
  now: Date,
): Promise<void> {
  await tx`
    insert into sandbox.stripe_idempotency (key, at, path, params_hash, request_id, status, body)
    values (${call.key}, ${now}, ${call.path}, ${hashOf(call.params)}, ${call.requestId},
            ${answer.status}, ${JSON.stringify(answer.body)}::text::json)
    on conflict (key) do update set at = excluded.at, path = excluded.path,
      params_hash = excluded.params_hash, request_id = excluded.request_id,
      status = excluded.status, body = excluded.body`
}

function hashOf(params: unknown): string {
  return createHash('sha256')
    .update(stringify(params) ?? '')
    .digest('hex')
}

function inUse(key: string): StripeError {
  const message = `There is currently another in-progress request using this Idempotency Key (that probably means you submitted twice, and the other request is still going through): ${key}. Please try again later.`
  return new StripeError(409, message, {
    type: 'idempotency_error',
    code: 'idempotency_key_in_use',
  })
}
