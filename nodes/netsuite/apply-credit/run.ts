import Big from 'big.js'
import { z } from 'zod'
import { NodeError } from '../../errors.ts'
import type { JsonObject } from '../../json.ts'
import { isJsonObject } from '../../json.ts'
import type { Intent, Item } from '../../runner.ts'
import { sink } from '../../runner.ts'
import type { ConfigOf } from '../../kind.ts'
import { amountOf } from '../common/amount.ts'
import type { NetSuiteReader, NetSuiteWriter } from '../client/client.ts'
import {
  effectParts,
  externalIdOf,
  optionalText,
  refused,
  requiredText,
  withId,
} from '../common/effect-parts.ts'
import { bookedOnce } from '../common/booked-once.ts'
import type { OpenDocument } from '../common/open-document.ts'
import { checkDocument, currencyIdOf, idIn, openDocument } from '../common/open-document.ts'
import { netsuiteApplyCredit } from './kind.ts'

const TYPE = 'creditMemo'

const WANTED = z.object({
  externalId: z.string(),
  currency: z.string(),
  invoice: z.string().optional(),
  customer: z.string().optional(),
  amount: z.string().optional(),
  description: z.string().optional(),
  creditItem: z.string().optional(),
})

/** Makes a credit memo once; one that is there keeps its amount, for it may be used already. */
export const runNetsuiteApplyCredit = sink<
  typeof netsuiteApplyCredit,
  NetSuiteReader,
  NetSuiteWriter
>(netsuiteApplyCredit, {
  intend: async (config, item) => {
    const payload = await payloadOf(config, item)
    const intent: Intent = {
      ...(await effectParts(config, item)),
      role: TYPE,
      target: { system: 'netsuite', type: TYPE },
      payload,
      // Two at once would both find the invoice uncredited.
      ...(payload.invoice === undefined ? {} : { claim: `invoice ${String(payload.invoice)}` }),
    }
    return intent
  },

  ...bookedOnce(TYPE, WANTED, create),

  settle: (config, item, _intent, id) => withId(config, item, id),
})

type Config = ConfigOf<typeof netsuiteApplyCredit>
type Wanted = z.infer<typeof WANTED>

async function payloadOf(config: Config, item: Item): Promise<JsonObject> {
  const body = (await config.body(item)) ?? {}
  if (!isJsonObject(body)) throw refused('body', 'The mapping gives no fields to write.')
  const text = (field: 'invoice' | 'customer' | 'date' | 'description') =>
    optionalText(config[field], item, field, field)
  const [invoice, customer, date, description] = await Promise.all([
    text('invoice'),
    text('customer'),
    text('date'),
    text('description'),
  ])
  const given = await config.amount(item)
  const amount = given === undefined || given === null ? null : amountOf(given, 'amount', 'amount')
  if (amount?.lte(0)) throw refused('amount', 'A credit must be of more than zero. Filter it out.')
  if (!invoice && !amount) throw refused('amount', 'A credit without an invoice needs an amount.')
  if (!invoice && !customer) throw refused('customer', 'The credit has no invoice and no customer.')
  const currency = await requiredText(config.currency, item, 'currency', 'currency')
  return {
    ...body,
    ...(date ? { tranDate: date } : {}),
    externalId: await externalIdOf(config.externalId, item),
    currency: currency.toUpperCase(),
    ...(invoice ? { invoice } : {}),
    ...(customer ? { customer } : {}),
    ...(amount ? { amount: amount.toFixed() } : {}),
    ...(description ? { description } : {}),
    ...(config.item ? { creditItem: config.item } : {}),
  }
}

async function create(
  config: Config,
  { wanted, body }: { wanted: Wanted; body: JsonObject },
  { client, signal }: { client: NetSuiteWriter; signal: AbortSignal },
): Promise<string> {
  const amount = wanted.amount === undefined ? null : new Big(wanted.amount)
  const { externalId } = wanted
  if (wanted.invoice === undefined) {
    if (!wanted.creditItem) throw refused('item', 'Choose the item that the credit is booked on.')
    const currency = await currencyIdOf(client, wanted.currency, signal)
    const fields: JsonObject = { entity: { id: wanted.customer ?? '' }, ...body, externalId }
    if (currency) fields.currency = { id: currency }
    if (amount) fields.item = { items: [line(wanted, wanted.creditItem, amount)] }
    return client.create(TYPE, fields, signal)
  }
  const invoice = await openDocument(client, 'invoice', wanted.invoice, signal)
  checkDocument(invoice, 'invoice', wanted.currency)
  const left = invoice.total.minus(await creditedOf(invoice, client, signal))
  if (amount?.gt(left)) throw moreThanLeft(invoice, amount, left)
  const overrides: JsonObject = {
    ...(amount && !body.item
      ? { item: { items: [line(wanted, await itemOf(wanted, invoice, client, signal), amount)] } }
      : {}),
    ...applicationOf(config, invoice, amount),
    ...(amount ? await withoutCharges(invoice, client, signal) : {}),
    ...body,
    externalId,
  }
  const replace = amount ? ['item'] : []
  return client.transform('invoice', { id: invoice.id }, TYPE, overrides, { replace, signal })
}

function line(wanted: Wanted, item: string, amount: Big): JsonObject {
  const money = Number(amount.toFixed())
  const fields: JsonObject = { item: { id: item }, quantity: 1, rate: money, amount: money }
  if (wanted.description) fields.description = wanted.description
  return fields
}

/** What the head of an invoice takes off or adds: part of its total, but not of a credit of an amount. */
async function withoutCharges(
  { id }: OpenDocument,
  client: NetSuiteReader,
  signal: AbortSignal,
): Promise<JsonObject> {
  const record = await client.get('invoice', { id }, { signal })
  const added = ['shippingCost', 'handlingCost'].filter((field) => Boolean(record?.[field]))
  return {
    ...(record?.discountItem ? { discountItem: null } : {}),
    ...Object.fromEntries(added.map((field) => [field, 0])),
  }
}

/** Without a word NetSuite applies the credit to its invoice as far as that is open. */
function applicationOf(config: Config, invoice: OpenDocument, amount: Big | null): JsonObject {
  if (invoice.remaining.lte(0)) return {}
  const doc = { id: invoice.id }
  if (config.apply === 'open') return { apply: { items: [{ doc, apply: false }] } }
  const wanted = amount ?? invoice.total
  const share = wanted.gt(invoice.remaining) ? invoice.remaining : wanted
  return { apply: { items: [{ doc, apply: true, amount: Number(share.toFixed()) }] } }
}

async function itemOf(
  wanted: Wanted,
  invoice: OpenDocument,
  client: NetSuiteReader,
  signal: AbortSignal,
): Promise<string> {
  if (wanted.creditItem) return wanted.creditItem
  const [first] = await client.lines('invoice', { id: invoice.id }, 'item', { signal })
  const item = idIn(first?.item)
  if (item) return item
  throw refused('item', `Invoice ${invoice.name} has no item line. Choose the item of the credit.`)
}

/** What credit memos made of the invoice have credited of it. */
async function creditedOf(
  { id }: OpenDocument,
  client: NetSuiteReader,
  signal: AbortSignal,
): Promise<Big> {
  const { rows } = await client.query(
    `SELECT ABS(m.foreigntotal) AS total
    FROM transaction m JOIN transactionline l ON l.transaction = m.id AND l.mainline = 'T'
    WHERE m.type = 'CustCred' AND m.voided = 'F' AND l.createdfrom = ?`,
    [id],
    { signal },
  )
  return rows.reduce((sum, { total }) => sum.plus(total ?? 0), new Big(0))
}

function moreThanLeft(invoice: OpenDocument, amount: Big, left: Big): NodeError {
  return new NodeError({
    class: 'value',
    code: 'over-credit',
    field: 'amount',
    message: `${amount.toFixed()} is to be credited, but of invoice ${invoice.name}, which is of ${invoice.total.toFixed()}, only ${left.toFixed()} is not credited yet. Check the amount and the credit memos of the invoice.`,
  })
}
