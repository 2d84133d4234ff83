import Big from 'big.js'
import { z } from 'zod'
import { NodeError } from '../../errors.ts'
import type { JsonObject } from '../../json.ts'
import { isJsonObject } from '../../json.ts'
import type { ConfigOf } from '../../kind.ts'
import type { Intent, Item } from '../../runner.ts'
import { sink } from '../../runner.ts'
import { amountOf } from '../common/amount.ts'
import type { NetSuiteReader, NetSuiteWriter } from '../client/client.ts'
import { bookedOnce } from '../common/booked-once.ts'
import {
  effectParts,
  externalIdOf,
  optionalText,
  refused,
  requiredText,
  withId,
} from '../common/effect-parts.ts'
import type { OpenDocument } from '../common/open-document.ts'
import { checkDocument, openDocument } from '../common/open-document.ts'
import { netSuiteWord } from '../records.ts'
import { netsuiteRefundCustomer } from './kind.ts'

const TYPE = 'customerRefund'

/** What a refund can pay out. */
const DOCUMENT = z.object({
  type: z.enum(['creditMemo', 'customerPayment', 'customerDeposit']),
  id: z.coerce.string().min(1),
  amount: z.union([z.string(), z.number()]),
})

const WANTED = z.object({
  externalId: z.string(),
  documents: z.array(DOCUMENT.extend({ amount: z.string() })),
  amount: z.string(),
  currency: z.string(),
})

/** Books a refund once. The customer is that of what is paid out. */
export const runNetsuiteRefundCustomer = sink<
  typeof netsuiteRefundCustomer,
  NetSuiteReader,
  NetSuiteWriter
>(netsuiteRefundCustomer, {
  intend: async (config, item) => {
    const intent: Intent = {
      ...(await effectParts(config, item)),
      role: TYPE,
      target: { system: 'netsuite', type: TYPE },
      payload: await payloadOf(config, item),
    }
    return intent
  },

  ...bookedOnce(TYPE, WANTED, refund),

  settle: (config, item, _intent, id) => withId(config, item, id),
})

type Config = ConfigOf<typeof netsuiteRefundCustomer>
type Wanted = z.infer<typeof WANTED>
type Document = Wanted['documents'][number]

async function payloadOf(config: Config, item: Item): Promise<JsonObject> {
  const body = (await config.body(item)) ?? {}
  if (!isJsonObject(body)) throw refused('body', 'The mapping gives no fields to write.')
  const documents = await documentsOf(config, item)
  const amount = documents.reduce((sum, one) => sum.plus(one.amount), new Big(0))
  const date = await optionalText(config.date, item, 'date', 'date')
  const currency = await requiredText(config.currency, item, 'currency', 'currency')
  return {
    ...(config.account ? { account: { id: config.account } } : {}),
    ...(config.method ? { paymentOption: { id: config.method } } : {}),
    ...(date ? { tranDate: date } : {}),
    ...body,
    externalId: await externalIdOf(config.externalId, item),
    documents,
    amount: amount.toFixed(),
    currency: currency.toUpperCase(),
  }
}

/** The list of the config, or else its one credit memo. */
async function documentsOf(config: Config, item: Item): Promise<Document[]> {
  const listed = await config.documents(item)
  if (listed !== undefined && listed !== null) {
    const read = z
      .array(DOCUMENT)
      .min(1)
      .safeParse(Array.isArray(listed) ? listed : [listed])
    if (!read.success)
      throw refused(
        'documents',
        'What is paid out must be a list of { type, id, amount } with the types creditMemo, customerPayment and customerDeposit.',
      )
    return read.data.map((one) => ({ ...one, amount: positive(one.amount, 'documents') }))
  }
  const id = await requiredText(config.creditMemo, item, 'creditMemo', 'credit memo')
  return [{ type: 'creditMemo', id, amount: positive(await config.amount(item), 'amount') }]
}

function positive(value: Parameters<typeof amountOf>[0], field: string): string {
  const amount = amountOf(value, field, 'amount')
  if (amount.lte(0)) throw refused(field, 'A refund must be of more than zero. Filter it out.')
  return amount.toFixed()
}

async function refund(
  _config: Config,
  { wanted, body }: { wanted: Wanted; body: JsonObject },
  { client, signal }: { client: NetSuiteWriter; signal: AbortSignal },
): Promise<string> {
  const open = await Promise.all(
    wanted.documents.map(({ type, id }) => openDocument(client, type, id, signal)),
  )
  open.forEach((document, at) => checkOne(document, wanted, at))
  const [first] = open
  if (open.some(({ customer }) => customer !== first?.customer))
    throw refused('documents', 'What is paid out belongs to several customers. Refund each apart.')
  const lines = (wantsDeposit: boolean) => {
    const these = wanted.documents.filter(({ type }) => isDeposit(type) === wantsDeposit)
    const items = these.map(({ id, amount }) => ({
      ...{ doc: { id }, apply: true, amount: Number(amount) },
    }))
    return items.length > 0 ? { items } : null
  }
  const [apply, deposit] = [lines(false), lines(true)]
  const fields: JsonObject = {
    customer: { id: first?.customer ?? '' },
    ...(first?.currency ? { currency: { id: first.currency } } : {}),
    ...body,
    externalId: wanted.externalId,
    ...(apply ? { apply } : {}),
    ...(deposit ? { deposit } : {}),
  }
  return client.create(TYPE, fields, signal)
}

function isDeposit(type: string): boolean {
  return type === 'customerDeposit'
}

function checkOne(document: OpenDocument, wanted: Wanted, at: number): void {
  const one = wanted.documents[at]
  if (!one) return
  checkDocument(document, one.type, wanted.currency)
  // What is open of a deposit NetSuite does not say; it refuses more by itself.
  if (!isDeposit(one.type) && new Big(one.amount).gt(document.remaining))
    throw notEnough(document, one)
}

function notEnough(document: OpenDocument, { type, amount }: Document): NodeError {
  return new NodeError({
    class: 'value',
    code: 'over-application',
    field: 'amount',
    message: `${amount} is to be refunded, but ${netSuiteWord(type)} ${document.name} has only ${document.remaining.toFixed()} open. Check in NetSuite what it was used for.`,
  })
}
