import type Big from 'big.js'
import { NodeError } from '../../errors.ts'
import type { JsonObject } from '../../json.ts'
import { isJsonObject } from '../../json.ts'
import type { NetSuiteReader } from '../client/client.ts'
import { amountThere } from '../common/amount.ts'
import type { OpenDocument } from '../common/open-document.ts'
import { checkDocument, idIn, openDocument } from '../common/open-document.ts'
import { allocate } from './allocate.ts'
import type { Remainder, WantedPayment } from './payload.ts'

/** What has to be written to a payment, and why something stays unapplied; null = nothing. */
export interface Changes {
  body: JsonObject | null
  note?: string
}

/** What is unapplied goes to the wanted invoices that have none of it yet. */
export async function applyRest(
  wanted: Remainder,
  record: JsonObject,
  client: NetSuiteReader,
  signal: AbortSignal,
): Promise<Changes> {
  const applied = appliedIn(record)
  const rest = amountThere(record.unapplied)
  const applications = wanted.applications
    .filter(({ invoice }) => !applied.has(invoice))
    .map((one) => (one.amount?.gt(rest) ? { ...one, amount: null } : one))
  if (rest.lte(0) || applications.length === 0) return { body: null }
  const invoices = await openInvoices({ ...wanted, applications }, client, signal)
  const { lines, note } = allocate(rest, applications, invoices, 'unapplied')
  if (lines.length === 0) return { body: null }
  const items = lines.map(({ invoice, amount }) => applyLine(invoice, amount))
  return { body: { apply: { items } }, note }
}

/**
 * The invoices of a payment with what is open of them. NodeError `value` when one is in another
 * currency, or when they belong to several customers and the payment names none.
 */
export async function openInvoices(
  wanted: Remainder & Partial<Pick<WantedPayment, 'customer'>>,
  client: NetSuiteReader,
  signal: AbortSignal,
): Promise<Map<string, OpenDocument>> {
  const invoices = await Promise.all(
    wanted.applications.map(({ invoice }) => openDocument(client, 'invoice', invoice, signal)),
  )
  for (const invoice of invoices) checkDocument(invoice, 'invoice', wanted.currency)
  const customers = new Set(invoices.map(({ customer }) => customer))
  if (wanted.customer === null && customers.size > 1)
    throw new NodeError({
      class: 'value',
      code: 'customers',
      field: 'customer',
      message:
        'The invoices to pay belong to several customers. Say which customer has paid, or split the payment.',
    })
  return new Map(invoices.map((invoice) => [invoice.id, invoice]))
}

/** A line of the sublist `apply`; one over nothing takes the invoice off the payment. */
export function applyLine(invoice: string, amount: Big): JsonObject {
  if (amount.eq(0)) return { doc: { id: invoice }, apply: false }
  return { doc: { id: invoice }, apply: true, amount: Number(amount.toFixed()) }
}

/** Invoice → what a payment in NetSuite has applied to it. */
export function appliedIn(record: JsonObject): Map<string, Big> {
  const items =
    isJsonObject(record.apply) && Array.isArray(record.apply.items) ? record.apply.items : []
  return new Map(
    items.flatMap((line): [string, Big][] => {
      if (!isJsonObject(line) || line.apply !== true) return []
      const invoice = idIn(line.doc)
      return invoice ? [[invoice, amountThere(line.amount)]] : []
    }),
  )
}

/** The invoices that a payment in NetSuite is applied to, as people compare them. */
export function shownInvoices(record: JsonObject): JsonObject[] {
  return [...appliedIn(record)].map(([id, amount]) => ({ id, amount: amount.toFixed() }))
}
