import type { Client, OpenConnection } from '../../connection.ts'
import { NodeError } from '../../errors.ts'
import type { JsonObject } from '../../json.ts'
import { stripeCalls } from './calls.ts'
import { NOT_ALLOWED } from './errors.ts'
import { stripeReader } from './reader.ts'
import { rehearsingCall } from './rehearse.ts'
import { stripeSettings } from './settings.ts'
import { stripeWriter } from './writer.ts'

/** Narrows a list. Dates are exact to the second, both ends inclusive. */
export interface ListQuery {
  /** Further filters of Stripe's list, such as `status` or `customer`. */
  filter?: JsonObject
  createdFrom?: Date
  createdTo?: Date
  /** Id of the last object of the page before. */
  after?: string
  /** 1 to 100. */
  limit: number
  expand?: readonly string[]
}

export interface StripePage {
  data: StripeRecord[]
  hasMore: boolean
}

export type StripeRecord = JsonObject & { id: string }

/** What nodes may ask of Stripe. Every call may throw NodeError. */
export interface StripeReader {
  /** An object as it stands now; null when it never existed. A deleted one says `deleted: true`. */
  get(
    object: string,
    id: string,
    options: { expand?: readonly string[]; signal: AbortSignal },
  ): Promise<StripeRecord | null>
  /** One page of a list, newest first. */
  list(object: string, query: ListQuery, signal: AbortSignal): Promise<StripePage>
  /**
   * The first objects that fit a search query, such as `email:"a@b.c"`. What was written less than a
   * minute ago may be missing (https://docs.stripe.com/search): never the proof that there is none.
   */
  search(
    object: string,
    query: string,
    options: { limit: number; expand?: readonly string[]; signal: AbortSignal },
  ): Promise<StripeRecord[]>
  /** One page of events, newest first; Stripe keeps them for 30 days. */
  events(types: readonly string[], query: ListQuery, signal: AbortSignal): Promise<StripePage>
  /** One page of a list inside an object, by the `url` that Stripe gave with it; after null: the first. */
  sublist(url: string, after: string | null, signal: AbortSignal): Promise<StripePage>
  /** The account that the key belongs to. */
  account(signal: AbortSignal): Promise<StripeRecord>
}

/** What goes with every write. */
export interface StripeWrite {
  /** The same key and parameters are carried out once, however often they are sent within a day. */
  idempotencyKey: string
  signal: AbortSignal
  /**
   * Looks whether the write has happened after all, when Stripe only repeats an old fault of its own
   * under the key; gives the object then, else null. Without it the write is simply done again.
   */
  done?: () => Promise<StripeRecord | null>
}

/** What nodes may change in Stripe; writes to one object follow each other. */
export interface StripeWriter extends StripeReader {
  /** `parent` is the id of the object that a new one changes too, such as the invoice of a credit note. */
  create(
    object: string,
    params: JsonObject,
    write: StripeWrite & { parent?: string },
  ): Promise<StripeRecord>
  update(object: string, id: string, params: JsonObject, write: StripeWrite): Promise<StripeRecord>
  /** One of an object's own calls, such as `finalize` or `add_lines`. */
  act(
    object: string,
    id: string,
    action: string,
    write: StripeWrite & { params?: JsonObject },
  ): Promise<StripeRecord>
  /** Deletes it; Stripe has no idempotency for that and answers `missing` the second time. */
  remove(object: string, id: string, signal: AbortSignal): Promise<StripeRecord>
  /**
   * Sets keys of an object's metadata; the others stay, an empty text removes its key. Repeating it
   * with the same key changes nothing. Gives the object's id.
   */
  updateMetadata(
    object: string,
    id: string,
    metadata: Record<string, string>,
    write: StripeWrite,
  ): Promise<string>
}

/** Opens a Stripe account: the official SDK behind the connection's gate, reading and writing apart. */
export function openStripe(connection: OpenConnection): Client<StripeReader, StripeWriter> {
  const { address, apiKey } = stripeSettings(connection)
  const { call, time, close } = stripeCalls(connection)
  const read = stripeReader(call)
  // The address and the end of the key: enough to tell accounts apart, and no secret in memory twice.
  const account = `${address.origin} ${apiKey.slice(-6)}`
  const now: Client<StripeReader, StripeWriter>['now'] = async (signal, { keptMs = 0 } = {}) => {
    const heard = time.now(keptMs)
    if (heard) return heard
    try {
      await read.account(signal)
    } catch (error) {
      // Whoever may not read the account is told the time all the same.
      if (!(error instanceof NodeError) || error.code !== NOT_ALLOWED) throw error
    }
    return time.now(ANSWERED_MS) ?? new Date()
  }
  const write = stripeWriter(call, read, account)
  const rehearse = stripeWriter(rehearsingCall(address.origin), read, account)
  return { read, write, rehearse, now, close }
}

/** An answer that came just now. */
const ANSWERED_MS = 60_000
