import { toNodeError } from '../../errors.ts'
import type { Exchange } from '../../http/exchanges.ts'
import { recordExchangesIn } from '../../http/exchanges.ts'
import type { ConfigOf } from '../../kind.ts'
import type { Item, NodeContext } from '../../runner.ts'
import type { StripeReader, StripeRecord } from '../client/client.ts'
import { completeLists } from '../client/complete-lists.ts'
import type { stripeGet } from './kind.ts'

/** A fetch under way or done, and the requests it took. */
export interface Fetch {
  object: Promise<StripeRecord | null>
  exchanges: Exchange[]
}

type Config = ConfigOf<typeof stripeGet>

/** Objects of one customer that are worth reading its list for. */
const WORTH_A_LIST = 20

/** https://docs.stripe.com/api/pagination: at most a hundred on a page. */
const PAGE = 100

/**
 * Reads the objects of customers that have many in the batch from the customer's list: never in more
 * requests than a twentieth of the objects, so that older ones may be left to be read one by one.
 * What goes wrong here is left to that as well.
 */
export async function readByCustomer(
  config: Config,
  items: readonly Item[],
  context: NodeContext<StripeReader>,
): Promise<Map<string, Fetch>> {
  const fetched = new Map<string, Fetch>()
  for (const [customer, ids] of await idsByCustomer(config, items)) {
    if (ids.size <= WORTH_A_LIST) continue
    const exchanges: Exchange[] = []
    const found = await recordExchangesIn(exchanges, () => readList(config, customer, ids, context))
    for (const object of found)
      fetched.set(object.id, { object: Promise.resolve(object), exchanges })
  }
  return fetched
}

async function idsByCustomer(
  config: Config,
  items: readonly Item[],
): Promise<Map<string, Set<string>>> {
  const groups = new Map<string, Set<string>>()
  for (const item of items) {
    try {
      const [customer, id] = await Promise.all([config.customer(item), config.id(item)])
      if (typeof customer !== 'string' || typeof id !== 'string' || customer === '') continue
      groups.set(customer, (groups.get(customer) ?? new Set()).add(id))
    } catch {
      // The record fails by itself, at the same expression.
    }
  }
  return groups
}

async function readList(
  config: Config,
  customer: string,
  ids: ReadonlySet<string>,
  { client, signal }: NodeContext<StripeReader>,
): Promise<StripeRecord[]> {
  const found: StripeRecord[] = []
  const expand = config.expand.map((path) => `data.${path}`)
  let after: string | undefined
  try {
    for (let pages = 0; pages < ids.size / WORTH_A_LIST && found.length < ids.size; pages += 1) {
      const query = { filter: { customer }, expand, limit: PAGE, ...(after ? { after } : {}) }
      const page = await client.list(config.object, query, signal)
      for (const object of page.data.filter(({ id }) => ids.has(id)))
        found.push(config.allLines ? await completeLists(object, client, signal) : object)
      after = page.data.at(-1)?.id
      if (!page.hasMore || after === undefined) break
    }
  } catch (error) {
    if (toNodeError(error).class === 'internal') throw error
  }
  return found
}
