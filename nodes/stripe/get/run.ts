import { NodeError, toNodeError } from '../../errors.ts'
import type { Exchange } from '../../http/exchanges.ts'
import { recordExchangesIn } from '../../http/exchanges.ts'
import type { JsonObject } from '../../json.ts'
import type { ConfigOf } from '../../kind.ts'
import type { Item, NodeContext, StepResult } from '../../runner.ts'
import { transform } from '../../runner.ts'
import type { StripeReader, StripeRecord } from '../client/client.ts'
import { completeLists } from '../client/complete-lists.ts'
import { stripeFacts } from '../common/facts.ts'
import { stripeWord } from '../objects.ts'
import { stripeGet } from './kind.ts'
import { readByCustomer, type Fetch } from './read-by-customer.ts'

/** Fetches each distinct object of the batch once, all at the same time as far as the gate allows. */
export const runStripeGet = transform<typeof stripeGet, StripeReader>(stripeGet, {
  run: async (config, items, context) => {
    const fetched = await readByCustomer(config, items, context)
    const fetchOnce = (id: string) => {
      const known = fetched.get(id)
      if (known) return known
      const exchanges: Exchange[] = []
      const object = recordExchangesIn(exchanges, () => fetchObject(config, id, context))
      fetched.set(id, { object, exchanges })
      return { object, exchanges }
    }
    return Promise.all(items.map((item) => runOne(config, item, fetchOnce)))
  },
})

type Config = ConfigOf<typeof stripeGet>

async function runOne(
  config: Config,
  item: Item,
  fetchOnce: (id: string) => Fetch,
): Promise<StepResult> {
  const type = stripeWord(config.object)
  const exchanges: Exchange[] = []
  try {
    const id = await config.id(item)
    if (typeof id !== 'string' || id === '')
      throw notThere(`The record gives no id of a Stripe ${type}.`)
    const fetch = fetchOnce(id)
    const object = await fetch.object.finally(() => exchanges.push(...fetch.exchanges))
    if (!object) throw notThere(`Stripe has no ${type} ${id}.`)
    if (object.deleted === true && !config.deleted)
      throw notThere(`The ${type} ${id} was deleted in Stripe.`)
    const record: JsonObject = config.into ? { ...item.record, [config.into]: object } : object
    return { outcome: 'done', record, facts: stripeFacts(object), exchanges }
  } catch (thrown) {
    const error = toNodeError(thrown)
    if (error.code === NOT_THERE && config.onMissing === 'continue')
      return { outcome: 'done', record: item.record, note: error.message, exchanges }
    return { outcome: 'failed', error, exchanges }
  }
}

async function fetchObject(
  config: Config,
  id: string,
  context: NodeContext<StripeReader>,
): Promise<StripeRecord | null> {
  const { client, signal } = context
  const object = await client.get(config.object, id, { expand: config.expand, signal })
  return object && config.allLines ? completeLists(object, client, signal) : object
}

const NOT_THERE = 'not-found'

function notThere(fact: string): NodeError {
  return new NodeError({
    class: 'missing',
    code: NOT_THERE,
    message: `${fact} Check that the flow uses the right Stripe account.`,
  })
}
