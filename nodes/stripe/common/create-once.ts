import type { Evaluate } from '../../fields.ts'
import type { JsonObject } from '../../json.ts'
import type { Existing, Intent, Item, WriteContext, Written } from '../../runner.ts'
import type { StripeReader, StripeRecord, StripeWriter } from '../client/client.ts'
import { findMarked } from './find-marked.ts'
import { shownAmount } from './minor-amounts.ts'
import { stripeWord } from '../objects.ts'
import { presentFields } from './present-fields.ts'
import { bodyFrom, markFrom, metadataOf, refused } from './sink-values.ts'

/*
 * What sinks share that create an object which is not changed afterwards, such as a refund: its mark
 * says which record it stands for, and what carries the mark is never created a second time.
 */

interface OnceConfig {
  body: Evaluate
  markKey: string
  markValue: Evaluate
  linkType: string
}

/** Where the object would be if it existed. */
export interface Place {
  /** Narrows its list, such as to an invoice. */
  filter: JsonObject
  counts?: (object: StripeRecord) => boolean
}

/** Intends an object with the mapped fields and the mark in its metadata. */
export async function intendOnce(config: OnceConfig, item: Item, object: string): Promise<Intent> {
  const mark = await markFrom(config, item)
  const body = await bodyFrom(config.body, item)
  return {
    identity: mark.value,
    role: object,
    target: { system: 'stripe', type: object },
    payload: { ...body, metadata: { ...metadataOf(body), [mark.key]: mark.value } },
    link: config.linkType ? { system: 'netsuite', type: config.linkType, id: mark.value } : null,
  }
}

/** Finds the object that stands for the record; throws NodeError `duplicate` for two. */
export function findOnce(
  config: { markKey: string },
  intent: Intent,
  place: Place,
  context: { client: Pick<StripeReader, 'list' | 'search'>; signal: AbortSignal },
): Promise<StripeRecord | null> {
  const mark = { key: config.markKey, value: intent.identity }
  const wanted = { object: intent.target.type, mark, ...place }
  return findMarked(context.client, wanted, context.signal)
}

/** What there is of an object, for a dry run: only what Stripe shows of it can differ. */
export function present(intent: Intent, found: StripeRecord | null): Existing | null {
  if (!found) return null
  const shown = Object.fromEntries(
    Object.entries(intent.payload).filter(([name]) => name in found && name !== 'lines'),
  )
  return { id: found.id, fields: { ...intent.payload, ...presentFields(shown, found) } }
}

/** How an object is looked for and created. */
interface CreateOnce {
  find: () => Promise<StripeRecord | null>
  /** The object that was written before, if it still counts. */
  known?: () => Promise<StripeRecord | null>
  params: JsonObject
  /** The object that the new one changes too. */
  parent?: string
}

/** The object that the ledger names, even if the record points elsewhere by now. */
export async function knownOnce(
  existing: Existing | null,
  intent: Intent,
  place: Place,
  context: { client: Pick<StripeReader, 'get'>; signal: AbortSignal },
): Promise<StripeRecord | null> {
  if (!existing) return null
  const { client, signal } = context
  const found = await client.get(intent.target.type, existing.id, { signal })
  return found && found.deleted !== true && (place.counts?.(found) ?? true) ? found : null
}

/** Creates the object unless it is there; throws NodeError `value` when it is, with another amount. */
export async function createOnce(
  intent: Intent,
  context: WriteContext<StripeWriter>,
  how: CreateOnce,
): Promise<Written> {
  const { client, idempotencyKey, signal } = context
  const found = (await how.known?.()) ?? (await how.find())
  if (found) {
    refuseOtherAmount(intent, found)
    return { id: found.id, changed: false }
  }
  const params = Object.fromEntries(
    Object.entries(how.params).filter(([, value]) => value !== null),
  )
  const made = await client.create(intent.target.type, params, {
    ...{ idempotencyKey, signal, done: how.find },
    ...(how.parent ? { parent: how.parent } : {}),
  })
  return { id: made.id, changed: true }
}

function refuseOtherAmount({ payload, target }: Intent, found: StripeRecord): void {
  const { amount } = payload
  if (typeof amount !== 'number' || typeof found.amount !== 'number' || amount === found.amount)
    return
  const currency = String(found.currency)
  throw refused(
    'body.amount',
    `The ${stripeWord(target.type)} ${found.id} was made for ${shownAmount(found.amount, currency)} and cannot be changed to ${shownAmount(amount, currency)}. Correct it in Stripe and resolve this error, or give the difference a record of its own.`,
    'already-written',
  )
}
