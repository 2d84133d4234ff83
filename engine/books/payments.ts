import Big from 'big.js'
import { toMajor } from '#nodes/currency.ts'
import { carriersFrom, type Carrier } from './carriers.ts'
import {
  compareSides,
  shownAmount,
  type Comparison,
  type NetSuiteEntry,
  type StoredOutcome,
  type StripeEntry,
} from './compare.ts'
import type { Comparing } from './comparing.ts'
import type { Transaction } from './netsuite-transactions.ts'
import { readOutcomesOf } from './outcomes.ts'
import type { StripeInvoice } from './stripe-invoices.ts'
import type { StripeMoney } from './stripe-money.ts'

/** One part of the money and the flows that bring it to NetSuite. */
interface Scope {
  payments: Map<string, Payment>
  carriers: readonly Carrier[]
}

interface Payment extends StripeEntry {
  /** The keys under which runs may have had it, the most exact ones first. */
  recordKeys: string[]
}

/**
 * Compares the money that came in through Stripe, gross and in its own currency, with the NetSuite
 * customer payments that bear its ids; null where no flow carries payments.
 */
export async function comparePayments(comparing: Comparing): Promise<Comparison | null> {
  const ofInvoices = carriersOf(comparing, ['stripe:invoice', 'stripe:invoice_payment'])
  const others = carriersOf(comparing, ['stripe:payment_intent', 'stripe:charge'])
  if (ofInvoices.length + others.length === 0) return null
  const [invoices, money, transactions] = await Promise.all([
    comparing.invoices(),
    comparing.money(),
    comparing.transactions(),
  ])
  const scopes: Scope[] = []
  if (ofInvoices.length > 0) {
    scopes.push({ payments: invoicePayments(invoices, money), carriers: ofInvoices })
  }
  if (others.length > 0) scopes.push({ payments: otherPayments(money), carriers: others })
  const netsuite = netsuitePayments(transactions, money)
  const stripe = new Map<string, StripeEntry>()
  const outcomes = new Map<string, StoredOutcome>()
  for (const { payments, carriers } of scopes) {
    const keysOf = new Map([...payments].map(([key, payment]) => [key, payment.recordKeys]))
    const stored = await readOutcomesOf(comparing.db, carriers, keysOf)
    for (const [key, one] of stored) outcomes.set(key, one)
    for (const [key, payment] of payments) {
      // Money from elsewhere counts where it was booked under Stripe's name.
      stripe.set(key, netsuite.has(key) ? { ...payment, outside: null } : payment)
    }
  }
  if (comparing.since || scopes.length < 2) {
    for (const key of [...netsuite.keys()]) if (!stripe.has(key)) netsuite.delete(key)
  }
  return compareSides({ stripe, netsuite, outcomes })
}

function carriersOf(comparing: Comparing, reads: string[]): Carrier[] {
  const wanted = { reads, writes: ['netsuite:customerPayment'] }
  return carriersFrom(comparing.carriers, wanted).filter((carrier) => carrier.active)
}

/** Payments of invoices, and what was paid of them outside of Stripe. */
function invoicePayments(
  invoices: ReadonlyMap<string, StripeInvoice>,
  money: StripeMoney,
): Map<string, Payment> {
  const found = new Map<string, Payment>()
  const inStripe = new Map<string, number>()
  for (const payment of money.invoicePayments) {
    const { id: key, invoice: invoiceId, status, currency } = payment
    const paid = payment.amount_paid ?? 0
    if (status !== 'paid' || paid === 0) continue
    inStripe.set(invoiceId, (inStripe.get(invoiceId) ?? 0) + paid)
    const { type, payment_intent: intent, charge } = payment.payment
    const own = [intent, charge].filter(Boolean)
    found.set(key, {
      key,
      name: invoices.get(invoiceId)?.name ?? null,
      currency: currency.toUpperCase(),
      amount: toMajor(paid, currency),
      outside: type === 'payment_record' ? OUT_OF_BAND : null,
      recordKeys: [`${invoiceId}#${key}`, key, ...own.map((id) => `${invoiceId}#${id}`), invoiceId],
    })
  }
  for (const invoice of invoices.values()) {
    const { key: invoiceId, currency, name, outside } = invoice
    const amount = invoice.paid.minus(toMajor(inStripe.get(invoiceId) ?? 0, currency))
    if (outside !== null || !amount.gt(0)) continue
    const key = `${invoiceId}-oob`
    const recordKeys = [`${invoiceId}#oob`, `${invoiceId}#${key}`, invoiceId]
    found.set(key, { key, name, currency, amount, outside: OUT_OF_BAND, recordKeys })
  }
  return found
}

const OUT_OF_BAND = 'It was paid outside of Stripe.'

/** Payments and charges that were for no Stripe invoice. */
function otherPayments(money: StripeMoney): Map<string, Payment> {
  const found = new Map<string, Payment>()
  const add = (key: string, currency: string, minor: number, recordKeys: string[]) => {
    const amount = toMajor(minor, currency)
    const stays = { name: null, outside: null, currency: currency.toUpperCase() }
    found.set(key, { key, amount, recordKeys, ...stays })
  }
  for (const { id, status, currency, ...intent } of money.intents.values()) {
    if (status !== 'succeeded' || money.paidInvoice.has(id)) continue
    add(id, currency, intent.amount_received, [id, intent.latest_charge].filter(Boolean))
  }
  for (const { id, status, currency, captured, ...charge } of money.charges.values()) {
    if (status !== 'succeeded' || !captured || charge.payment_intent !== '') continue
    if (!money.paidInvoice.has(id)) add(id, currency, charge.amount_captured, [id])
  }
  return found
}

/** NetSuite's customer payments, by the payment in Stripe that they stand for. */
function netsuitePayments(
  transactions: readonly Transaction[],
  money: StripeMoney,
): Map<string, NetSuiteEntry[]> {
  const intentOf = new Map(
    [...money.intents.values()].map((intent) => [intent.latest_charge, intent.id]),
  )
  const keyOf = ({ externalId, stripePayment, stripeCharge }: Transaction): string | null => {
    if (/^inpay_\w+$|^in_\w+-oob$/.test(externalId)) return externalId
    const [, own] = /^((?:pi|ch|py)_\w+?)(?:-py)?$/.exec(externalId) ?? []
    const named = own ?? (stripePayment || stripeCharge)
    if (named === '') return null
    const intent = intentOf.get(named) ?? named
    const charge = money.intents.get(intent)?.latest_charge ?? ''
    const ofInvoice = money.paidInvoice.get(intent) ?? money.paidInvoice.get(charge)
    return ofInvoice?.status === 'paid' ? ofInvoice.id : intent
  }
  const entries = transactions.flatMap((one): NetSuiteEntry[] => {
    const key = one.type === 'CustPymt' ? keyOf(one) : null
    const { id, name, currency, total: amount } = one
    return key === null ? [] : [{ id, key, name, currency, amount, role: 'own' }]
  })
  return Map.groupBy(entries, (entry) => entry.key)
}

/**
 * What of Stripe's invoices was paid in Stripe and is in NetSuite not applied to them, by Stripe
 * invoice: money that is not there yet or was left out, and money that is there and not applied.
 */
export async function paymentsLeftOut(
  comparing: Comparing,
): Promise<Map<string, { amount: Big; reason: string }[]>> {
  const [invoices, money, transactions] = await Promise.all([
    comparing.invoices(),
    comparing.money(),
    comparing.transactions(),
  ])
  const netsuite = netsuitePayments(transactions, money)
  const openOf = new Map(transactions.map((one) => [one.id, one.open]))
  const found = new Map<string, { amount: Big; reason: string }[]>()
  for (const [key, payment] of invoicePayments(invoices, money)) {
    const invoiceId = payment.recordKeys.at(-1) ?? ''
    const rows = netsuite.get(key) ?? []
    const unapplied = rows.reduce((sum, row) => sum.plus(openOf.get(row.id) ?? 0), new Big(0))
    const shown = `${shownAmount(payment.amount, payment.currency)} ${payment.currency}`
    const reason =
      rows.length === 0
        ? (payment.outside ?? `The payment ${key} over ${shown} is not in NetSuite.`)
        : `The payment ${key} is not applied in NetSuite, or not all of it.`
    const amount = rows.length === 0 ? payment.amount : unapplied
    if (amount.gt(0)) found.set(invoiceId, [...(found.get(invoiceId) ?? []), { amount, reason }])
  }
  return found
}
