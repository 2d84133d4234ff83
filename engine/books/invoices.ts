import type { Db } from '#db/client.ts'
import type { Readers } from '../queue/readers.ts'
import { findCarriers, ownedElsewhere, readOutcomes, type Carrier } from './carriers.ts'
import { agrees, compareSides, type Comparison, type StripeEntry } from './compare.ts'
import { readNetSuiteInvoices } from './netsuite-invoices.ts'
import { readStripeInvoices, type StripeInvoice } from './stripe-invoices.ts'

/** What comparing one kind of object needs. */
export interface Comparing {
  db: Db
  readers: Readers
  integrationId: string
  /** Only what was created in Stripe since then. */
  since: Date | null
  signal: AbortSignal
}

/**
 * Compares the invoices of both systems: Stripe's total with that of the NetSuite invoice less its
 * credit memo. Which of Stripe's invoices need not be in NetSuite is what the flows said when they
 * left them out.
 */
export async function compareInvoices(comparing: Comparing): Promise<Comparison> {
  const { db, readers, integrationId, since, signal } = comparing
  const carriers = await findCarriers(db, { integrationId, recordType: 'invoice' })
  const [invoices, netsuite] = await Promise.all([
    readStripeInvoices(readers.stripe, { since, signal }),
    readNetSuiteInvoices(readers.netsuite, signal),
  ])
  const stripe = await lessAppliedBalances(db, invoices, carriers)
  const onlyThere = [...netsuite.keys()].filter((key) => !stripe.has(key))
  // What was created before `since` was not read from Stripe: nothing can be said about it.
  const foreign = since ? onlyThere : await ownedElsewhere(db, integrationId, onlyThere)
  for (const key of foreign) netsuite.delete(key)
  const unclear = [...stripe.values()]
    .filter((entry) => !agrees(entry, netsuite.get(entry.key) ?? []))
    .map((entry) => entry.key)
  return compareSides({ stripe, netsuite, outcomes: await readOutcomes(db, carriers, unclear) })
}

/**
 * Takes off what an invoice's customer paid with credit kept by Stripe, where the flow that carries
 * the invoice over books that credit with it, as a line or as a credit memo.
 */
async function lessAppliedBalances(
  db: Db,
  invoices: ReadonlyMap<string, StripeInvoice>,
  carriers: readonly Carrier[],
): Promise<Map<string, StripeEntry>> {
  const withCredit = [...invoices.values()].filter((invoice) => invoice.appliedBalance.gt(0))
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
