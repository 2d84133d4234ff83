import { CurrencyError, toMajor } from '../currency.ts'
import type { Choice, ChoiceQuery } from '../connection.ts'
import { NodeError } from '../errors.ts'
import { isJsonObject } from '../json.ts'
import type { StripeReader, StripeRecord } from './client/client.ts'
import { EVENT_TYPES } from './event-types.ts'
import { PAYMENT_METHOD_TYPES } from './payment-method-types.ts'

/**
 * The entries of a picker `stripe:<list>`: `product`, `price`, `customer`, `tax_rate` and `coupon` of
 * the account, `payment_method_type`, `event_type` and `invoice_status` of Stripe itself. Throws
 * NodeError, `value` for a list that does not exist.
 */
export async function stripeChoices(client: StripeReader, query: ChoiceQuery): Promise<Choice[]> {
  const fixed = FIXED[query.list]
  if (fixed) return narrow(fixed, query)
  const live = LIVE[query.list]
  if (!live)
    throw new NodeError({
      class: 'value',
      code: 'unknown-list',
      message: `There is no list "stripe:${query.list}". Choose one of ${[...Object.keys(LIVE), ...Object.keys(FIXED)].join(', ')}.`,
    })
  const found = await candidates(client, query, live)
  return narrow(found.map(live.choice), query)
}

/** How a list of the account is read and shown. */
interface LiveList {
  object: string
  prefix: string
  filter?: Record<string, string>
  expand?: string[]
  /** Fields whose beginning or part a search may be for. */
  searched: string[]
  choice: (object: StripeRecord) => Choice
}

const LIVE: Record<string, LiveList | undefined> = {
  customer: {
    object: 'customer',
    prefix: 'cus_',
    searched: ['name', 'email'],
    choice: ({ id, name, email }) => labelled(id, [name, email]),
  },
  product: {
    object: 'product',
    prefix: 'prod_',
    filter: { active: 'true' },
    searched: ['name', 'description'],
    choice: ({ id, name, description }) => labelled(id, [name, description]),
  },
  price: {
    object: 'price',
    prefix: 'price_',
    filter: { active: 'true' },
    expand: ['product'],
    searched: [],
    choice: priceChoice,
  },
  tax_rate: {
    object: 'tax_rate',
    prefix: 'txr_',
    filter: { active: 'true' },
    searched: [],
    choice: ({ id, display_name, percentage, jurisdiction, inclusive }) =>
      labelled(id, [
        `${text(display_name)} ${String(percentage)} %`,
        [text(jurisdiction), inclusive === true ? 'included in prices' : 'added to prices']
          .filter((part) => part !== '')
          .join(', '),
      ]),
  },
  coupon: {
    object: 'coupon',
    prefix: '',
    searched: [],
    choice: ({ id, name, percent_off, amount_off, currency }) =>
      labelled(id, [
        name,
        typeof percent_off === 'number'
          ? `${percent_off} % off`
          : `${money(amount_off, currency)} off`,
      ]),
  },
}

const FIXED: Record<string, Choice[] | undefined> = {
  invoice_status: [
    { id: 'draft', label: 'Draft' },
    { id: 'open', label: 'Open' },
    { id: 'paid', label: 'Paid' },
    { id: 'uncollectible', label: 'Uncollectible' },
    { id: 'void', label: 'Void' },
  ],
  payment_method_type: PAYMENT_METHOD_TYPES,
  event_type: EVENT_TYPES.map((id) => ({ id, label: id })),
}

async function candidates(
  client: StripeReader,
  { search, signal }: ChoiceQuery,
  list: LiveList,
): Promise<StripeRecord[]> {
  const words = search.trim()
  const { object, expand = [] } = list
  if (list.prefix !== '' && words.startsWith(list.prefix)) {
    const one = await client.get(object, words, { expand, signal })
    return one && one.deleted !== true ? [one] : []
  }
  if (words.length >= SHORTEST_SEARCH && list.searched.length > 0) {
    const query = list.searched.map((field) => `${field}~"${escaped(words)}"`).join(' OR ')
    return client.search(object, query, { limit: 100, signal })
  }
  const along = expand.map((path) => `data.${path}`)
  const query = { limit: 100, expand: along, ...(list.filter ? { filter: list.filter } : {}) }
  return (await client.list(object, query, signal)).data
}

/** Stripe's `~` needs at least three characters. https://docs.stripe.com/search#query-fields */
const SHORTEST_SEARCH = 3

function narrow(choices: readonly Choice[], { search, limit }: ChoiceQuery): Choice[] {
  const words = search.trim().toLowerCase()
  return choices
    .filter((one) =>
      [one.id, one.label, one.detail ?? ''].some((part) => part.toLowerCase().includes(words)),
    )
    .slice(0, limit)
}

function priceChoice(price: StripeRecord): Choice {
  const { id, product, nickname, unit_amount, currency, recurring } = price
  const name = isJsonObject(product) ? product.name : product
  const every = isJsonObject(recurring) ? ` per ${text(recurring.interval)}` : ''
  return labelled(id, [
    `${text(name) || id}, ${money(unit_amount, currency)}${every}`,
    nickname ?? (isJsonObject(product) ? product.id : null),
  ])
}

/** The first filled text is the label, the next one the second line. */
function labelled(id: string, texts: readonly unknown[]): Choice {
  const [label = id, detail = id] = texts.map(text).filter((one) => one !== '')
  return { id, label, detail }
}

function money(minor: unknown, currency: unknown): string {
  if (typeof minor !== 'number' || typeof currency !== 'string') return 'no fixed amount'
  try {
    return `${toMajor(minor, currency).toFixed()} ${currency.toUpperCase()}`
  } catch (error) {
    if (error instanceof CurrencyError) return `${minor} ${currency}`
    throw error
  }
}

function text(value: unknown): string {
  return typeof value === 'string' ? value : ''
}

function escaped(words: string): string {
  return words.replace(/["\\]/g, '\\$&')
}
