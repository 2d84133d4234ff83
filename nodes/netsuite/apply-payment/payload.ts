import Big from 'big.js'
import { z } from 'zod'
import type { JsonObject } from '../../json.ts'
import { isJsonObject } from '../../json.ts'
import type { ConfigOf } from '../../kind.ts'
import type { Item } from '../../runner.ts'
import { amountOf } from '../common/amount.ts'
import { externalIdOf, optionalText, refused, requiredText } from '../common/effect-parts.ts'
import { idIn } from '../common/open-document.ts'
import type { Application } from './allocate.ts'
import type { netsuiteApplyPayment } from './kind.ts'

type Config = ConfigOf<typeof netsuiteApplyPayment>

/** The payment that a record asks for, whatever NetSuite has at the moment. */
export interface WantedPayment {
  externalId: string
  amount: Big
  /** ISO code in upper case. */
  currency: string
  customer: string | null
  applications: Application[]
  /** Further fields as NetSuite takes them. */
  body: JsonObject
}

/**
 * A payment in NetSuite that stands for the record's, and what that one is to say. It is the same
 * effect as booking the payment: of two runs, of which one books and one links, only the first does.
 */
export interface StandIn extends Remainder {
  id: string
  body: JsonObject
}

/** The invoices that what is left of a payment goes to. */
export interface Remainder {
  applications: Application[]
  /** ISO code in upper case. */
  currency: string
}

/** The payment that stands for the record's; null when it is to be booked. */
export async function standInOf(config: Config, item: Item): Promise<StandIn | null> {
  const id = await optionalText(config.standsFor, item, 'standsFor', 'payment that stands for it')
  if (id === null) return null
  const [body, currency, applications] = await Promise.all([
    bodyOf(config, item),
    currencyOf(config, item),
    config.onExisting === 'leave' ? [] : applicationsOf(config, item),
  ])
  return { id, body, currency, applications }
}

/** Reads what a record asks for; NodeError `value` names the field at fault. */
export async function wantedPayment(config: Config, item: Item): Promise<WantedPayment> {
  const body = await bodyOf(config, item)
  const amount = amountOf(await config.amount(item), 'amount', 'amount')
  if (amount.lte(0)) throw refused('amount', 'A payment must be of more than zero. Filter it out.')
  const date = await optionalText(config.date, item, 'date', 'date')
  if (date && !/^\d{4}-\d{2}-\d{2}$/.test(date))
    throw refused('date', `"${date}" is no date such as 2026-11-05.`)
  return {
    externalId: await externalIdOf(config.externalId, item),
    amount,
    currency: await currencyOf(config, item),
    customer: await optionalText(config.customer, item, 'customer', 'customer'),
    applications: await applicationsOf(config, item),
    body: {
      ...(date ? { tranDate: date } : {}),
      ...(config.account ? { account: { id: config.account } } : {}),
      ...(config.method ? { paymentOption: { id: config.method } } : {}),
      ...body,
    },
  }
}

async function currencyOf(config: Config, item: Item): Promise<string> {
  return (await requiredText(config.currency, item, 'currency', 'currency')).toUpperCase()
}

async function bodyOf(config: Config, item: Item): Promise<JsonObject> {
  const body = (await config.body(item)) ?? {}
  if (isJsonObject(body)) return body
  throw refused('body', 'The mapping gives no fields to write.')
}

async function applicationsOf(config: Config, item: Item): Promise<Application[]> {
  const value = await config.invoices(item)
  const list = Array.isArray(value) ? value : value === undefined || value === null ? [] : [value]
  const applications = list.map((one): Application => {
    const invoice = idIn(one)
    if (!invoice) throw refused('invoices', 'An invoice to pay has no internal id.')
    const own = isJsonObject(one) ? one.amount : undefined
    const amount = own === undefined || own === null ? null : amountOf(own, 'invoices', 'amount')
    return { invoice, amount }
  })
  if (new Set(applications.map(({ invoice }) => invoice)).size < applications.length)
    throw refused('invoices', 'An invoice is named twice. Add its amounts up to one.')
  return applications
}

/** The wish as it is stored with the effect; see fromPayload. */
export function toPayload(wanted: WantedPayment): JsonObject {
  const { externalId, amount, currency, customer, applications, body } = wanted
  return {
    ...body,
    externalId,
    payment: amount.toFixed(),
    currency,
    ...(customer ? { customer } : {}),
    invoices: applications.map(toStored),
  }
}

/** What is to be noted at a payment that stands for another, as it is stored with the effect. */
export function toStandInPayload({ body, currency, applications }: StandIn): JsonObject {
  if (applications.length === 0) return body
  return { ...body, currency, invoices: applications.map(toStored) }
}

/** What toStandInPayload stored. */
export function fromStandInPayload(payload: JsonObject): Omit<StandIn, 'id'> {
  if (!('invoices' in payload)) return { body: payload, currency: '', applications: [] }
  const { currency, invoices, ...body } = STAND_IN.parse(payload)
  return { body, currency, applications: invoices.map(fromStored) }
}

function toStored({ invoice, amount }: Application): JsonObject {
  return { id: invoice, ...(amount ? { amount: amount.toFixed() } : {}) }
}

function fromStored({ id, amount }: z.output<typeof STORED>): Application {
  return { invoice: id, amount: amount === undefined ? null : new Big(amount) }
}

/** The wish that toPayload stored. */
export function fromPayload(payload: JsonObject): WantedPayment {
  const { externalId, payment, currency, customer, invoices, ...body } = PAYLOAD.parse(payload)
  return {
    externalId,
    amount: new Big(payment),
    currency,
    customer: customer ?? null,
    applications: invoices.map(fromStored),
    body,
  }
}

const STORED = z.object({ id: z.string(), amount: z.string().optional() })

const STAND_IN = z.object({ currency: z.string(), invoices: z.array(STORED) }).catchall(z.json())

const PAYLOAD = z
  .object({
    externalId: z.string(),
    payment: z.string(),
    currency: z.string(),
    customer: z.string().optional(),
    invoices: z.array(STORED),
  })
  .catchall(z.json())
