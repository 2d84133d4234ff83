import { toMajor } from '#nodes/currency.ts'
import { readApplications } from './applications.ts'
import { carriersFrom, type Carrier } from './carriers.ts'
import { compareSides, type Comparison, type NetSuiteEntry, type StripeEntry } from './compare.ts'
import type { Comparing } from './comparing.ts'
import type { Transaction, TransactionType } from './netsuite-transactions.ts'
import { readOutcomes } from './outcomes.ts'
import type { StripeRefund } from './stripe-money.ts'

/**
 * Compares the refunds that Stripe has paid with NetSuite's customer refunds; null where no flow
 * carries refunds.
 */
export async function compareRefunds(comparing: Comparing): Promise<Comparison | null> {
  const carriers = carriersOf(comparing)
  if (carriers.length === 0) return null
  const [{ refunds }, transactions] = await Promise.all([
    comparing.money(),
    comparing.transactions(),
  ])
  return compare(comparing, carriers, {
    stripe: new Map(refunds.map((refund) => [refund.id, toEntry(refund)])),
    netsuite: standsFor(transactions, 'CustRfnd'),
  })
}

/**
 * Compares those refunds with the credit memos that they are paid out of. A refund of money that was
 * not applied to anything needs none.
 */
export async function compareCreditMemos(comparing: Comparing): Promise<Comparison | null> {
  const carriers = carriersOf(comparing)
  if (carriers.length === 0) return null
  const [{ refunds }, transactions] = await Promise.all([
    comparing.money(),
    comparing.transactions(),
  ])
  const memos = standsFor(transactions, 'CustCred')
  const booked = standsFor(transactions, 'CustRfnd')
  const stripe = new Map(refunds.map((refund) => [refund.id, toEntry(refund)]))
  const withoutMemo = [...stripe.values()].filter(
    (entry) => entry.outside === null && !memos.has(entry.key),
  )
  const paidOut = withoutMemo.flatMap(({ key }) => booked.get(key)?.map((row) => row.id) ?? [])
  const usedUp = await usedUpBy(comparing, transactions, paidOut)
  for (const entry of withoutMemo) {
    const rows = booked.get(entry.key) ?? []
    if (rows.length > 0 && rows.every((row) => !usedUp.has(row.id))) {
      stripe.set(entry.key, { ...entry, outside: NOT_APPLIED })
    }
  }
  return compare(comparing, carriers, { stripe, netsuite: memos })
}

const NOT_APPLIED = 'It gave back money that was not applied to an invoice: no credit memo is due.'

function carriersOf(comparing: Comparing): Carrier[] {
  return carriersFrom(comparing.carriers, {
    reads: ['stripe:refund', 'stripe:charge'],
    writes: ['netsuite:customerRefund'],
  }).filter((carrier) => carrier.active)
}

async function compare(
  { db, since }: Comparing,
  carriers: readonly Carrier[],
  sides: { stripe: Map<string, StripeEntry>; netsuite: Map<string, NetSuiteEntry[]> },
): Promise<Comparison> {
  const { stripe, netsuite } = sides
  if (since) for (const key of [...netsuite.keys()]) if (!stripe.has(key)) netsuite.delete(key)
  const keys = [...new Set([...stripe.keys(), ...netsuite.keys()])]
  return compareSides({ stripe, netsuite, outcomes: await readOutcomes(db, carriers, keys) })
}

function toEntry({ id: key, status, currency, amount }: StripeRefund): StripeEntry {
  return {
    key,
    name: null,
    currency: currency.toUpperCase(),
    amount: toMajor(amount, currency),
    outside: status === 'succeeded' ? null : (OUTSIDE.get(status ?? '') ?? OUTSIDE_UNKNOWN),
  }
}

const OUTSIDE_UNKNOWN = 'Stripe has not paid it out.'

const OUTSIDE = new Map([
  ['pending', 'The bank has not paid it out yet.'],
  ['requires_action', 'It waits for the customer.'],
  ['failed', 'The refund failed: the money came back.'],
  ['canceled', 'The refund was cancelled.'],
])

/** Transactions of a type, by the refund in Stripe that they stand for. */
function standsFor(
  transactions: readonly Transaction[],
  type: TransactionType,
): Map<string, NetSuiteEntry[]> {
  const entries = transactions.flatMap((one): NetSuiteEntry[] => {
    if (one.type !== type) return []
    const key = /^((?:re|pyr)_\w+)-(?:rf|cm)$/.exec(one.externalId)?.[1] ?? one.stripeRefund
    const { id, name, currency, total: amount } = one
    return key === '' ? [] : [{ id, key, name, currency, amount, role: 'own' }]
  })
  return Map.groupBy(entries, (entry) => entry.key)
}

/** Which of these customer refunds were paid out of a credit memo. */
async function usedUpBy(
  { readers, signal }: Comparing,
  transactions: readonly Transaction[],
  refundIds: readonly string[],
): Promise<Set<string>> {
  if (refundIds.length === 0) return new Set()
  const memos = transactions.filter((one) => one.type === 'CustCred').map((one) => one.id)
  const applications = await readApplications(readers.netsuite, memos, signal)
  return new Set([...applications.values()].flat().map((one) => one.id))
}
