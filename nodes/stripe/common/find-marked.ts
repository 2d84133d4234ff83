import { NodeError } from '../../errors.ts'
import type { JsonObject } from '../../json.ts'
import type { StripeReader, StripeRecord } from '../client/client.ts'
import { stripeObject, stripeWord } from '../objects.ts'
import { metadataOf, type Mark } from './sink-values.ts'

/** What to look for. */
interface Marked {
  object: string
  /** Narrows the list, such as to a customer. */
  filter: JsonObject
  mark: Mark
  /** Leaves out what does not count, such as voided invoices. */
  counts?: (object: StripeRecord) => boolean
}

/** Pages of 100 that are read before searching takes over. */
const PAGES = 3

/**
 * The one object that carries our mark; null when there is none. Lists are read first, because they
 * know what was written a moment ago. What is older than three pages has long been indexed, so there
 * searching finds it. Throws NodeError `duplicate` for two: nobody can tell which is meant.
 */
export async function findMarked(
  client: Pick<StripeReader, 'list' | 'search'>,
  { object, filter, mark, counts = () => true }: Marked,
  signal: AbortSignal,
): Promise<StripeRecord | null> {
  const fits = (one: StripeRecord) => metadataOf(one)[mark.key] === mark.value && counts(one)
  const found: StripeRecord[] = []
  let after: string | undefined
  let more = true
  for (let page = 0; more && page < PAGES; page += 1) {
    const query = { filter, limit: 100, ...(after ? { after } : {}) }
    const { data, hasMore } = await client.list(object, query, signal)
    found.push(...data.filter(fits))
    after = data.at(-1)?.id
    more = hasMore && after !== undefined
  }
  if (more && found.length === 0 && stripeObject(object).searchable)
    found.push(...(await searchMarked(client, object, mark, signal)).filter(fits))
  const [first, ...others] = found
  if (others.length > 0) throw severalMarked(object, mark, found)
  return first ?? null
}

/** Objects with the mark by search: what was written within the last minute may be missing. */
function searchMarked(
  client: Pick<StripeReader, 'search'>,
  object: string,
  mark: Mark,
  signal: AbortSignal,
): Promise<StripeRecord[]> {
  return client.search(object, markQuery(mark), { limit: 10, signal })
}

/** The part of a search query that asks for a mark. */
export function markQuery({ key, value }: Mark): string {
  return `metadata[${quoted(key)}]:${quoted(value)}`
}

/** Quotes a text for a search query. https://docs.stripe.com/search#search-syntax */
export function quoted(text: string): string {
  return `"${text.replace(/["\\]/g, '\\$&')}"`
}

/** The error for several objects that stand for one record. */
export function severalMarked(
  object: string,
  mark: Mark,
  found: readonly StripeRecord[],
): NodeError {
  const ids = found.map(({ id }) => id).join(', ')
  return new NodeError({
    class: 'duplicate',
    code: 'several-found',
    message: `More than one ${stripeWord(object)} in Stripe stands for ${mark.value} (${mark.key}): ${ids}. Take the mark off all but one of them, then retry.`,
  })
}
