import { NodeError, toNodeError } from '../../errors.ts'
import type { Exchange } from '../../http/exchanges.ts'
import { recordExchangesIn } from '../../http/exchanges.ts'
import type { ConfigOf } from '../../kind.ts'
import type { Item, NodeContext, StepResult } from '../../runner.ts'
import { transform } from '../../runner.ts'
import type { StripeReader, StripeRecord } from '../client/client.ts'
import { quoted } from '../common/find-marked.ts'
import { stripeWord } from '../objects.ts'
import { stripeLookup } from './kind.ts'

/** Finds by Stripe's own list filters; each distinct question of the batch is asked once. */
export const runStripeLookup = transform<typeof stripeLookup, StripeReader>(stripeLookup, {
  run: (config, items, context) => {
    const asked = new Map<string, Search>()
    const askOnce = (filter: Record<string, string>) => {
      const question = JSON.stringify(filter)
      const known = asked.get(question)
      if (known) return known
      const exchanges: Exchange[] = []
      const found = recordExchangesIn(exchanges, () => ask(config, filter, context))
      asked.set(question, { found, exchanges })
      return { found, exchanges }
    }
    return Promise.all(items.map((item) => runOne(config, item, askOnce, context)))
  },
})

type Config = ConfigOf<typeof stripeLookup>

/** Candidates read: enough to name those that make a match doubtful. */
const CANDIDATES = 5
/** Objects of a list: as many as Stripe gives on one page. */
const MOST = 100

/** A question to Stripe, asked or being asked, and the requests it took. */
interface Search {
  found: Promise<StripeRecord[]>
  exchanges: Exchange[]
}

async function runOne(
  config: Config,
  item: Item,
  askOnce: (filter: Record<string, string>) => Search,
  context: NodeContext<StripeReader>,
): Promise<StepResult> {
  const exchanges: Exchange[] = []
  try {
    const known = await recordExchangesIn(exchanges, () => counterpart(config, item, context))
    if (known) {
      const found = config.take === 'many' ? [known] : known
      return { outcome: 'done', record: { ...item.record, [config.into]: found }, exchanges }
    }
    const filter = await filterOf(config, item)
    if (!filter) throw noneFound(config, 'no value to look for')
    const words = Object.entries(filter)
      .map(([param, value]) => `${param} ${value}`)
      .join(', ')
    const search = askOnce(filter)
    const found = await search.found.finally(() => exchanges.push(...search.exchanges))
    if (config.take === 'many') {
      if (found.length === 0 && config.onNone === 'error') throw noneFound(config, words)
      return { outcome: 'done', record: { ...item.record, [config.into]: found }, exchanges }
    }
    const [first, ...others] = found
    if (!first) throw noneFound(config, words)
    if (others.length > 0) throw severalFit(config, found, words)
    return { outcome: 'done', record: { ...item.record, [config.into]: first }, exchanges }
  } catch (thrown) {
    const error = toNodeError(thrown)
    if (error.code !== NONE_FOUND || config.onNone === 'error')
      return { outcome: 'failed', error, exchanges }
    const none = config.take === 'many' ? [] : null
    const record = { ...item.record, [config.into]: none }
    return { outcome: 'done', record, note: error.message, exchanges }
  }
}

/** The filter for one record; null when a value is not there: a blank must not fit everything. */
async function filterOf(config: Config, item: Item): Promise<Record<string, string> | null> {
  const filter: Record<string, string> = {}
  for (const row of config.filter) {
    const value = await row.value(item)
    if (value === undefined || value === null || value === '') return null
    if (typeof value === 'object')
      throw new NodeError({
        class: 'value',
        field: row.param,
        message: `The Stripe filter "${row.param}" needs a single value, but got a list or an object.`,
      })
    filter[row.param] = String(value)
  }
  return filter
}

async function ask(
  config: Config,
  filter: Record<string, string>,
  context: NodeContext<StripeReader>,
): Promise<StripeRecord[]> {
  const expand = config.expand.map((path) => `data.${path}`)
  const { client, signal } = context
  const limit = config.take === 'many' ? MOST : CANDIDATES
  if (config.how === 'search')
    return client.search(config.object, searchQuery(filter), { limit, expand, signal })
  const page = await client.list(config.object, { filter, expand, limit }, signal)
  if (page.hasMore && config.take === 'many') throw tooMany(config)
  return page.data
}

/** https://docs.stripe.com/search#search-syntax: all clauses must hold. */
function searchQuery(filter: Record<string, string>): string {
  return Object.entries(filter)
    .map(([param, value]) => {
      const key = /^metadata\.(.+)$/.exec(param)?.[1]
      const number = NUMERIC.has(param) && /^-?\d+$/.test(value)
      return `${key === undefined ? param : `metadata[${quoted(key)}]`}:${number ? value : quoted(value)}`
    })
    .join(' AND ')
}

/** Fields that are searched as numbers. https://docs.stripe.com/search#query-fields-for-invoices */
const NUMERIC = new Set(['amount', 'created', 'total'])

/** The object that is known to be the counterpart of the record, as it stands now. */
async function counterpart(
  config: Config,
  item: Item,
  { client, links, signal }: NodeContext<StripeReader>,
): Promise<StripeRecord | null> {
  if (config.how !== 'search') return null
  const value = await config.counterpart(item)
  if ((typeof value !== 'string' && typeof value !== 'number') || value === '') return null
  const id = String(value)
  const target = { targetSystem: 'stripe', targetType: config.object } as const
  const found = await links.find({ sourceSystem: 'netsuite', ids: [id], ...target })
  const linked = found.get(id)?.id
  if (linked === undefined) return null
  const object = await client.get(config.object, linked, { expand: config.expand, signal })
  return object && object.deleted !== true ? object : null
}

const NONE_FOUND = 'not-found'

function noneFound(config: Config, words: string): NodeError {
  const cure = config.missingMessage || 'Create it in Stripe, then retry.'
  return new NodeError({
    class: 'missing',
    code: NONE_FOUND,
    message: `Stripe has no ${stripeWord(config.object)} with ${words}. ${cure}`,
  })
}

function tooMany(config: Config): NodeError {
  return new NodeError({
    class: 'too large',
    code: 'too-many-found',
    message: `More than ${MOST} of the kind ${stripeWord(config.object)} fit in Stripe. Narrow the filters.`,
  })
}

function severalFit(config: Config, found: readonly StripeRecord[], words: string): NodeError {
  const names = found.map(({ id }) => id).join(', ')
  return new NodeError({
    class: 'duplicate',
    code: 'several-found',
    message: `More than one ${stripeWord(config.object)} in Stripe has ${words}: ${names}. Merge them or narrow the filters.`,
  })
}
