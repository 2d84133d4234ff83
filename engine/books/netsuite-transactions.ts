import Big from 'big.js'
import type { NetSuiteReader, QueryRow } from '#nodes/netsuite/client/client.ts'
import type { FieldNames } from './field-names.ts'
import { queryRows } from './query-rows.ts'

/** Codes of the transactions that Stripe has something to do with. */
export type TransactionType = 'CustInvc' | 'CustPymt' | 'CustCred' | 'CustRfnd'

/** A NetSuite transaction that names something in Stripe, or an invoice that is still open. */
export interface Transaction {
  id: string
  name: string | null
  type: TransactionType
  /** Empty where there is none. */
  externalId: string
  /** ISO 4217, upper case. */
  currency: string
  /** Major units of its own currency, never negative for a sale or a payment; 0 when void. */
  total: Big
  /** What is left to pay, or to use up. */
  open: Big
  voided: boolean
  /** Ids in Stripe that its custom fields hold; empty where there is none. */
  stripeInvoice: string
  stripePayment: string
  stripeCharge: string
  stripeRefund: string
}

/**
 * Reads every invoice, payment, credit memo and customer refund that bears a Stripe id, as external
 * id or in a custom field, and all open invoices: those may have to be in Stripe.
 */
export async function readNetSuiteTransactions(
  netsuite: NetSuiteReader,
  fields: FieldNames,
  signal: AbortSignal,
): Promise<Transaction[]> {
  const rows = await queryRows(
    netsuite,
    {
      columns: COLUMNS,
      fields: {
        stripeinvoice: fields.invoice,
        stripepayment: fields.payment,
        stripecharge: fields.charge,
        striperefund: fields.refund,
      },
      from: 'transaction t JOIN currency c ON c.id = t.currency',
      where: (known) => {
        const ids = EXTERNAL_IDS.map((pattern) => `t.externalid LIKE '${pattern}'`)
        const named = Object.values(known).map((field) => `t.${field} IS NOT NULL`)
        const linked = [...ids, ...named].join(' OR ')
        return `t.type IN ('CustInvc', 'CustPymt', 'CustCred', 'CustRfnd')
          AND (${linked} OR (t.type = 'CustInvc' AND t.foreignamountunpaid > 0))`
      },
    },
    signal,
  )
  return rows.flatMap((row) => toTransaction(row) ?? [])
}

/** Whether the transaction itself says that it stands for something in Stripe. */
export function namesStripe(one: Transaction): boolean {
  return (
    /^(in|ch|py|pi|inpay|re|pyr)_/.test(one.externalId) ||
    [one.stripeInvoice, one.stripePayment, one.stripeCharge, one.stripeRefund].some(Boolean)
  )
}

const EXTERNAL_IDS = ['in_%', 'ch_%', 'py_%', 'pi_%', 'inpay_%', 're_%', 'pyr_%']

const COLUMNS = [
  't.tranid',
  't.type',
  't.externalid',
  't.foreigntotal',
  't.foreignamountunpaid AS unpaid',
  't.foreignpaymentamountunused AS unused',
  't.voided',
  'c.symbol AS currency',
]

function toTransaction(row: QueryRow): Transaction | null {
  const { type } = row
  if (type !== 'CustInvc' && type !== 'CustPymt' && type !== 'CustCred' && type !== 'CustRfnd') {
    return null
  }
  const total = new Big(row.foreigntotal || 0)
  return {
    id: row.id ?? '',
    name: row.tranid || null,
    type,
    externalId: row.externalid ?? '',
    currency: (row.currency ?? '').toUpperCase(),
    // Credits and refunds are negative there.
    total: type === 'CustInvc' ? total : total.abs(),
    open: new Big((type === 'CustInvc' ? row.unpaid : row.unused) || 0),
    voided: row.voided === 'T',
    stripeInvoice: row.stripeinvoice ?? '',
    stripePayment: row.stripepayment ?? '',
    stripeCharge: row.stripecharge ?? '',
    stripeRefund: row.striperefund ?? '',
  }
}
