import type { Db } from '#db/client.ts'
import type { Readers } from '../queue/readers.ts'
import type { Carrier } from './carriers.ts'
import { fieldNames, type FieldNames } from './field-names.ts'
import { readNetSuiteCustomers, type NetSuiteCustomer } from './netsuite-customers.ts'
import { readNetSuiteTransactions, type Transaction } from './netsuite-transactions.ts'
import { readStripeInvoices, type StripeInvoice } from './stripe-invoices.ts'
import { readStripeMoney, type StripeMoney } from './stripe-money.ts'

/** What comparing one kind of object needs; both systems are read once, when first asked for. */
export interface Comparing {
  db: Db
  readers: Readers
  integrationId: string
  /** Only what was created in Stripe since then. */
  since: Date | null
  signal: AbortSignal
  carriers: readonly Carrier[]
  fields: FieldNames
  invoices: () => Promise<Map<string, StripeInvoice>>
  money: () => Promise<StripeMoney>
  transactions: () => Promise<Transaction[]>
  customers: () => Promise<NetSuiteCustomer[]>
}

/** Opens the comparison of one integration's books. */
export function openComparing(
  given: Pick<Comparing, 'db' | 'readers' | 'integrationId' | 'since' | 'signal' | 'carriers'>,
): Comparing {
  const { readers, since, signal, carriers } = given
  const fields = fieldNames(carriers)
  return {
    ...given,
    fields,
    invoices: once(() => readStripeInvoices(readers.stripe, { since, signal })),
    money: once(() => readStripeMoney(readers.stripe, { since, signal })),
    transactions: once(() => readNetSuiteTransactions(readers.netsuite, fields, signal)),
    customers: once(() => readNetSuiteCustomers(readers.netsuite, fields, signal)),
  }
}

function once<T>(load: () => Promise<T>): () => Promise<T> {
  let loading: Promise<T> | undefined
  return () => (loading ??= load())
}
