import type { NetSuiteReader } from '#nodes/netsuite/client/client.ts'
import type { FieldNames } from './field-names.ts'
import { queryRows } from './query-rows.ts'

export interface NetSuiteCustomer {
  id: string
  name: string | null
  externalId: string
  email: string
  inactive: boolean
  /** The Stripe customer that its custom field names; empty where it names none. */
  stripeCustomer: string
}

/** Reads all customers of a NetSuite account. */
export async function readNetSuiteCustomers(
  netsuite: NetSuiteReader,
  fields: FieldNames,
  signal: AbortSignal,
): Promise<NetSuiteCustomer[]> {
  const rows = await queryRows(
    netsuite,
    {
      columns: ['t.entityid', 't.externalid', 't.email', 't.isinactive'],
      fields: { stripecustomer: fields.customer },
      from: 'customer t',
      where: () => 't.id > 0',
    },
    signal,
  )
  return rows.map((row) => ({
    id: row.id ?? '',
    name: row.entityid || null,
    externalId: row.externalid ?? '',
    email: row.email ?? '',
    inactive: row.isinactive === 'T',
    stripeCustomer: row.stripecustomer ?? '',
  }))
}
