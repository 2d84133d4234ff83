import Big from 'big.js'
import { readApplications, sumOf, type Application } from './applications.ts'
import { carriersFrom, ownedElsewhere, type Carrier } from './carriers.ts'
import {
  agrees,
  compareSides,
  type Comparison,
  type NetSuiteEntry,
  type StripeEntry,
} from './compare.ts'
import type { Comparing } from './comparing.ts'
import type { Transaction } from './netsuite-transactions.ts'
import { readOutcomes } from './outcomes.ts'
import type { StripeInvoice } from './stripe-invoices.ts'
import { addNeverSent } from './unsent-invoices.ts'

/**
 * Compares the invoices of both systems: Stripe's total with that of the NetSuite invoice less its
 * credit memo. Which of Stripe's invoices need not be in NetSuite is what the flows said when they
 * left them out. An invoice that came from NetSuite may be less there by what was settled before.
 */
export async function compareInvoices(comparing: Comparing): Promise<Comparison> {
  const { db, integrationId, since } = comparing
  const carriers = carriersFrom(comparing.carriers, {
    reads: ['stripe:invoice'],
    writes: ['netsuite:invoice'],
  })
  const [invoices, transactions] = await Promise.all([
    comparing.invoices(),
    comparing.transactions(),
  ])
  const sentTo = sentToStripe(invoices)
  const sent = sentInvoices(transactions, sentTo)
  const netsuite = await netsuiteSide(comparing, { invoices, transactions, sentTo, sent })
  const stripe = await lessAppliedBalances(comparing, { invoices, sent }, carriers)
  const onlyThere = [...netsuite.keys()].filter((key) => !stripe.has(key))
  // What was created before `since` was not read from Stripe: nothing can be said about it.
  const foreign = since ? onlyThere : await ownedElsewhere(db, integrationId, onlyThere)
  for (const key of foreign) netsuite.delete(key)
  const unclear = [...stripe.values()]
    .filter((entry) => !agrees(entry, netsuite.get(entry.key) ?? []))
    .map((entry) => entry.key)
  const outcomes = await readOutcomes(db, carriers, [...unclear, ...netsuite.keys()])
  const comparison = compareSides({ stripe, netsuite, outcomes })
  if (!since) await addNeverSent(comparing, comparison, invoices)
  return comparison
}

/** NetSuite's invoices and their credit memos by the Stripe invoice that they stand for. */
async function netsuiteSide(
  comparing: Comparing,
  given: {
    invoices: ReadonlyMap<string, StripeInvoice>
    transactions: readonly Transaction[]
    sentTo: ReadonlyMap<string, string>
    sent: ReadonlySet<string>
  },
): Promise<Map<string, NetSuiteEntry[]>> {
  const { invoices, transactions, sentTo, sent } = given
  const entries: NetSuiteEntry[] = []
  const settled: { entry: NetSuiteEntry; invoice: StripeInvoice }[] = []
  for (const one of transactions) {
    const entry = toEntry(one, sentTo)
    // The credit memo of one that came from NetSuite settles it, as a payment does.
    if (!entry || (entry.role === 'correction' && sent.has(entry.key))) continue
    entries.push(entry)
    const invoice = invoices.get(entry.key)
    const isOwn = isInvoiceId(one.externalId)
    if (one.type !== 'CustInvc' || !invoice || one.voided) continue
    const came = !isOwn && !entry.amount.eq(invoice.amount)
    if (came || invoice.status === 'void') settled.push({ entry, invoice })
  }
  const ids = settled.map(({ entry }) => entry.id)
  const { readers, signal } = comparing
  const applications = await readApplications(readers.netsuite, ids, signal)
  for (const { entry, invoice } of settled) {
    const list = applications.get(entry.id) ?? []
    if (invoice.status === 'void') entry.amount = entry.amount.minus(credited(list, entry.amount))
    else if (hasPrefix(list, entry.amount.minus(invoice.amount))) entry.amount = invoice.amount
  }
  return Map.groupBy(entries, (entry) => entry.key)
}

/** NetSuite invoice → the Stripe invoice that names it. */
function sentToStripe(invoices: ReadonlyMap<string, StripeInvoice>): Map<string, string> {
  return new Map(
    [...invoices.values()].flatMap(({ netsuiteInvoice, key, status }) =>
      netsuiteInvoice === '' || status === 'void' ? [] : [[netsuiteInvoice, key] as const],
    ),
  )
}

/** The Stripe invoices that came from NetSuite. */
function sentInvoices(
  transactions: readonly Transaction[],
  sentTo: ReadonlyMap<string, string>,
): Set<string> {
  return new Set(
    transactions.flatMap((one) =>
      one.type === 'CustInvc' && !isInvoiceId(one.externalId)
        ? [sentTo.get(one.id) ?? one.stripeInvoice]
        : [],
    ),
  )
}

function toEntry(one: Transaction, sentTo: ReadonlyMap<string, string>): NetSuiteEntry | null {
  const { id, name, type, externalId, currency, total } = one
  const base = { id, name, currency }
  if (type === 'CustCred') {
    const key = /^(in_\w+)-cm$/.exec(externalId)?.[1]
    return key === undefined ? null : { ...base, key, amount: total.neg(), role: 'correction' }
  }
  if (type !== 'CustInvc') return null
  if (isInvoiceId(externalId)) return { ...base, key: externalId, amount: total, role: 'own' }
  const sent = sentTo.get(id)
  if (sent !== undefined) return { ...base, key: sent, amount: total, role: 'own' }
  const named = one.stripeInvoice
  return isInvoiceId(named) ? { ...base, key: named, amount: total, role: 'named' } : null
}

/** What Stripe voided may be credited in full in NetSuite instead: both say that nothing is owed. */
function credited(list: readonly Application[], total: Big): Big {
  const credits = list.filter((one) => one.type === 'CustCred')
  return sumOf(credits).eq(total) ? total : new Big(0)
}

/** Whether the oldest of what settles an invoice makes up just this amount. */
function hasPrefix(list: readonly Application[], amount: Big): boolean {
  let sum = new Big(0)
  for (const one of list) {
    sum = sum.plus(one.amount)
    if (sum.eq(amount)) return true
  }
  return false
}

/**
 * Takes off what an invoice's customer paid with credit kept by Stripe, and adds what it collects from
 * before, where the flow that carries the invoice over books that with it, as a line or as a credit
 * memo. One that came from NetSuite is there in full already.
 */
async function lessAppliedBalances(
  { db }: Comparing,
  { invoices, sent }: { invoices: ReadonlyMap<string, StripeInvoice>; sent: ReadonlySet<string> },
  carriers: readonly Carrier[],
): Promise<Map<string, StripeEntry>> {
  const withCredit = [...invoices.values()].filter(
    ({ key, appliedBalance }) => !appliedBalance.eq(0) && !sent.has(key),
  )
  const outcomes = await readOutcomes(
    db,
    carriers,
    withCredit.map((invoice) => invoice.key),
  )
  const entries = new Map<string, StripeEntry>(invoices)
  for (const invoice of withCredit) {
    const flowId = outcomes.get(invoice.key)?.flowId
    const carrier = carriers.find((one) => one.flowId === flowId) ?? carriers[0]
    if (!BOOKED_CREDIT.has(carrier?.settings.appliedBalance)) continue
    const amount = invoice.amount.minus(invoice.appliedBalance)
    entries.set(invoice.key, { ...invoice, amount })
  }
  return entries
}

/** Values of the setting `appliedBalance` with which a flow books the credit. */
const BOOKED_CREDIT: ReadonlySet<unknown> = new Set(['creditMemo', 'line'])

function isInvoiceId(text: string): boolean {
  return /^in_\w+$/.test(text)
}
