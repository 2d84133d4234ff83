import type Big from 'big.js'
import { NodeError } from '../../errors.ts'
import { isJsonObject } from '../../json.ts'
import type { Json } from '../../json.ts'
import { amountThere } from './amount.ts'
import type { NetSuiteReader } from '../client/client.ts'
import { accountCurrencies } from './currencies.ts'
import { netSuiteWord } from '../records.ts'

/** What has to be known of an invoice or a credit memo before money is applied to it. */
export interface OpenDocument {
  id: string
  /** Its number, as people say it. */
  name: string
  customer: string | null
  currency: string | null
  /** ISO code; null in an account with one currency only. */
  currencyCode: string | null
  total: Big
  /** What is still open, in the document's currency. */
  remaining: Big
  voided: boolean
}

const FIELDS = [
  ...['tranId', 'entity', 'customer', 'currency', 'total', 'status'],
  ...['amountRemaining', 'unapplied'],
]

/** Reads a document as it stands now; NodeError `missing` when it is not there. */
export async function openDocument(
  client: Pick<NetSuiteReader, 'get' | 'query'>,
  type: string,
  id: string,
  signal: AbortSignal,
): Promise<OpenDocument> {
  const record = await client.get(type, { id }, { fields: FIELDS, signal })
  if (!record)
    throw new NodeError({
      class: 'missing',
      code: 'not-found',
      message: `NetSuite has no ${netSuiteWord(type)} ${id}. It is tried again when it has arrived; check that it was not deleted.`,
    })
  const currency = idIn(record.currency)
  const currencies = await accountCurrencies(client, signal)
  return {
    id,
    name: typeof record.tranId === 'string' ? record.tranId : id,
    customer: idIn(record.entity) ?? idIn(record.customer),
    currency,
    currencyCode: currency ? (currencies.get(currency) ?? null) : null,
    total: amountThere(record.total),
    remaining: amountThere(record.amountRemaining ?? record.unapplied),
    voided: isVoided(record.status),
  }
}

/** The internal id of a reference, however NetSuite answers it. */
export function idIn(reference: Json | undefined): string | null {
  const id = isJsonObject(reference) ? reference.id : reference
  return typeof id === 'string' || typeof id === 'number' ? String(id) : null
}

/** NetSuite shows a status by its label or by its letter. */
export function isVoided(status: Json | undefined): boolean {
  const said = isJsonObject(status) ? [status.id, status.refName] : [status]
  return said.some((one) => one === 'V' || (typeof one === 'string' && /\bvoided$/i.test(one)))
}

/** Refuses money in another currency than the document's, and documents that were voided. */
export function checkDocument(document: OpenDocument, type: string, currency: string | null): void {
  const what = `${netSuiteWord(type)} ${document.name}`
  if (document.voided)
    throw new NodeError({
      class: 'value',
      code: 'voided',
      message: `The ${what} was voided in NetSuite, so nothing can be applied to it. Decide in NetSuite what the money is for.`,
    })
  const { currencyCode } = document
  if (currency && currencyCode && currency.toUpperCase() !== currencyCode)
    throw new NodeError({
      class: 'value',
      code: 'currency',
      field: 'currency',
      message: `The ${what} is in ${currencyCode}, but the money is in ${currency.toUpperCase()}. Book it by hand, or correct the currency.`,
    })
}

/** The internal id of a currency by its ISO code; null in an account with one currency only. */
export async function currencyIdOf(
  client: Pick<NetSuiteReader, 'query'>,
  code: string,
  signal: AbortSignal,
): Promise<string | null> {
  const currencies = await accountCurrencies(client, signal)
  if (currencies.size === 0) return null
  const found = [...currencies].find(([, symbol]) => symbol === code.toUpperCase())
  if (found) return found[0]
  throw new NodeError({
    class: 'missing',
    code: 'currency',
    field: 'currency',
    message: `The NetSuite account has no currency ${code.toUpperCase()}. Add it under Lists → Accounting → Currencies, then retry.`,
  })
}
