import Big from 'big.js'
import { z } from 'zod'
import { NodeError } from '../../errors.ts'
import type { JsonObject } from '../../json.ts'
import { isJsonObject } from '../../json.ts'
import type { ConfigOf } from '../../kind.ts'
import type { Intent, Item } from '../../runner.ts'
import { sink } from '../../runner.ts'
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
import { checkDocument, openDocument } from '../common/open-document.ts'
import { presentFields } from '../common/present-fields.ts'
import { netsuiteRefundCustomer } from './kind.ts'

const TYPE = 'customerRefund'

/** Books a refund once. The customer is the credit memo's. */
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

  look: async (_config, intent, { client, signal }) => {
    const { body, wanted } = partsOf(intent)
    const record = await findCreated(client, TYPE, wanted.externalId, signal)
    if (!record) return null
    const amount = amountThere(record.total).toFixed()
    return { id: record.id, fields: { ...presentFields(body, record), ...wanted, amount } }
  },

  write: async (_config, intent, existing, { client, signal }) => {
    const { wanted } = partsOf(intent)
    if (existing) return keep(existing.id, wanted.amount, client, signal)
    const { id, created } = await createOnce(
      () => refund(intent, client, signal),
      () => findCreated(client, TYPE, wanted.externalId, signal),
    )
    return created ? { id, changed: true } : keep(id, wanted.amount, client, signal)
  },

  settle: (config, item, _intent, id) => withId(config, item, id),
})

async function payloadOf(
  config: ConfigOf<typeof netsuiteRefundCustomer>,
  item: Item,
): Promise<JsonObject> {
  const body = (await config.body(item)) ?? {}
  if (!isJsonObject(body)) throw refused('body', 'The mapping gives no fields to write.')
  const amount = amountOf(await config.amount(item), 'amount', 'amount')
  if (amount.lte(0)) throw refused('amount', 'A refund must be of more than zero. Filter it out.')
  const date = await optionalText(config.date, item, 'date', 'date')
  const currency = await requiredText(config.currency, item, 'currency', 'currency')
  return {
    account: { id: config.account },
    ...(config.method ? { paymentOption: { id: config.method } } : {}),
    ...(date ? { tranDate: date } : {}),
    ...body,
    externalId: await externalIdOf(config.externalId, item),
    creditMemo: await requiredText(config.creditMemo, item, 'creditMemo', 'credit memo'),
    amount: amount.toFixed(),
    currency: currency.toUpperCase(),
  }
}

const WANTED = z.object({
  externalId: z.string(),
  creditMemo: z.string(),
  amount: z.string(),
  currency: z.string(),
})

/** The wish and the fields that NetSuite takes as they are. */
function partsOf(intent: Intent): { wanted: z.infer<typeof WANTED>; body: JsonObject } {
  const { externalId: _id, creditMemo: _memo, amount: _amount, ...rest } = intent.payload
  const { currency: _currency, ...body } = rest
  return { wanted: WANTED.parse(intent.payload), body }
}

async function refund(
  intent: Intent,
  client: NetSuiteWriter,
  signal: AbortSignal,
): Promise<string> {
  const { wanted, body } = partsOf(intent)
  const memo = await openDocument(client, 'creditMemo', wanted.creditMemo, signal)
  checkDocument(memo, 'creditMemo', wanted.currency)
  const amount = new Big(wanted.amount)
  if (amount.gt(memo.remaining)) throw notEnough(memo, amount)
  return client.create(
    TYPE,
    {
      customer: { id: memo.customer ?? '' },
      ...(memo.currency ? { currency: { id: memo.currency } } : {}),
      ...body,
      externalId: wanted.externalId,
      apply: {
        items: [{ doc: { id: memo.id }, apply: true, amount: Number(amount.toFixed()) }],
      },
    },
    signal,
  )
}

/** A refund that is there counts when its amount is the wanted one. */
async function keep(id: string, amount: string, client: NetSuiteReader, signal: AbortSignal) {
  const record = await client.get(TYPE, { id }, { fields: ['tranId', 'total'], signal })
  if (!record || amountThere(record.total).eq(amount)) return { id, changed: false }
  throw new NodeError({
    class: 'value',
    code: 'amount-changed',
    field: 'amount',
    message: `The customer refund ${String(record.tranId ?? id)} is of ${amountThere(record.total).toFixed()}, but ${amount} is wanted now. Correct it in NetSuite.`,
  })
}

function notEnough(memo: OpenDocument, amount: Big): NodeError {
  return new NodeError({
    class: 'value',
    code: 'over-application',
    field: 'amount',
    message: `${amount.toFixed()} is to be refunded, but credit memo ${memo.name} has only ${memo.remaining.toFixed()} open. Check in NetSuite what it was used for.`,
  })
}
