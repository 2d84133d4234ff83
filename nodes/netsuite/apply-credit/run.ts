import Big from 'big.js'
import { z } from 'zod'
import { NodeError } from '../../errors.ts'
import type { JsonObject } from '../../json.ts'
import { isJsonObject } from '../../json.ts'
import type { Intent, Item } from '../../runner.ts'
import { sink } from '../../runner.ts'
import type { ConfigOf } from '../../kind.ts'
import { amountOf, amountThere } from '../common/amount.ts'
import type { NetSuiteReader, NetSuiteWriter } from '../client/client.ts'
import {
  effectParts,
  externalIdOf,
  optionalText,
  refused,
  requiredText,
  withId,
} from '../common/effect-parts.ts'
import { createOnce, findCreated } from '../common/find-created.ts'
import type { OpenDocument } from '../common/open-document.ts'
import { checkDocument, currencyIdOf, idIn, openDocument } from '../common/open-document.ts'
import { presentFields } from '../common/present-fields.ts'
import { netsuiteApplyCredit } from './kind.ts'

const TYPE = 'creditMemo'

/** Makes a credit memo once; one that is there keeps its amount, for it may be used already. */
export const runNetsuiteApplyCredit = sink<
  typeof netsuiteApplyCredit,
  NetSuiteReader,
  NetSuiteWriter
>(netsuiteApplyCredit, {
  intend: async (config, item) => {
    const intent: Intent = {
      ...(await effectParts(config, item)),
      role: TYPE,
      target: { system: 'netsuite', type: TYPE },
      payload: await payloadOf(config, item),
    }
    return intent
  },

  look: async (_config, intent, { client, signal }) => {
    const { body, wanted } = partsOf(intent)
    const record = await findCreated(client, TYPE, wanted.externalId, signal)
    if (!record) return null
    const shown = { ...wanted, ...(wanted.amount ? { amount: totalOf(record) } : {}) }
    return { id: record.id, fields: { ...presentFields(body, record), ...shown } }
  },

  write: async (config, intent, existing, { client, signal }) => {
    const { body, wanted } = partsOf(intent)
    if (existing) return keep(existing.id, wanted.amount, client, signal)
    const { id, created } = await createOnce(
      () => create(config, wanted, body, client, signal),
      () => findCreated(client, TYPE, wanted.externalId, signal),
    )
    return created ? { id, changed: true } : keep(id, wanted.amount, client, signal)
  },

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

const WANTED = z.object({
  externalId: z.string(),
  currency: z.string(),
  invoice: z.string().optional(),
  customer: z.string().optional(),
  amount: z.string().optional(),
  description: z.string().optional(),
  creditItem: z.string().optional(),
})

/** The wish and the fields that NetSuite takes as they are. */
function partsOf(intent: Intent): { wanted: Wanted; body: JsonObject } {
  const wanted = WANTED.parse(intent.payload)
  const body = Object.entries(intent.payload).filter(([name]) => !(name in wanted))
  return { wanted, body: Object.fromEntries(body) }
}

async function create(
  config: Config,
  wanted: Wanted,
  body: JsonObject,
  client: NetSuiteWriter,
  signal: AbortSignal,
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
  if (amount?.gt(invoice.total)) throw moreThanInvoice(invoice, amount)
  const item = wanted.creditItem ?? (amount ? await firstItem(invoice, client, signal) : '')
  const overrides: JsonObject = {
    ...(amount ? { item: { items: [line(wanted, item, amount)] } } : {}),
    ...applicationOf(config, invoice, amount),
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

/** Without a word NetSuite applies the credit to its invoice as far as that is open. */
function applicationOf(config: Config, invoice: OpenDocument, amount: Big | null): JsonObject {
  if (invoice.remaining.lte(0)) return {}
  const doc = { id: invoice.id }
  if (config.apply === 'open') return { apply: { items: [{ doc, apply: false }] } }
  const wanted = amount ?? invoice.total
  const share = wanted.gt(invoice.remaining) ? invoice.remaining : wanted
  return { apply: { items: [{ doc, apply: true, amount: Number(share.toFixed()) }] } }
}

async function firstItem(
  invoice: OpenDocument,
  client: NetSuiteReader,
  signal: AbortSignal,
): Promise<string> {
  const [first] = await client.lines('invoice', { id: invoice.id }, 'item', { signal })
  const item = idIn(first?.item)
  if (item) return item
  throw refused('item', `Invoice ${invoice.name} has no item line. Choose the item of the credit.`)
}

/** A credit memo that is there counts when its amount is the wanted one. */
async function keep(
  id: string,
  amount: string | undefined,
  client: NetSuiteReader,
  signal: AbortSignal,
) {
  const record = await client.get(TYPE, { id }, { fields: ['tranId', 'total'], signal })
  if (!record || amount === undefined || amountThere(record.total).eq(amount))
    return { id, changed: false }
  throw new NodeError({
    class: 'value',
    code: 'amount-changed',
    field: 'amount',
    message: `The credit memo ${String(record.tranId ?? id)} is of ${totalOf(record)}, but ${amount} is wanted now. Correct it in NetSuite: it may be used already.`,
  })
}

const totalOf = (record: JsonObject) => amountThere(record.total).toFixed()

function moreThanInvoice(invoice: OpenDocument, amount: Big): NodeError {
  return new NodeError({
    class: 'value',
    code: 'over-credit',
    field: 'amount',
    message: `${amount.toFixed()} is to be credited, but invoice ${invoice.name} is of ${invoice.total.toFixed()} only. Check the amount.`,
  })
}
