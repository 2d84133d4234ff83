import type { JsonObject } from '#nodes/json.ts'
import { stripeCounterpart } from './counterparts.ts'
import type { NetSuiteAccount } from './netsuite-account.ts'
import type { NetSuiteList, PageQuery, SandboxPage, SandboxRow } from './rows.ts'

/** Codes of the table `transaction`; customers have a table of their own. */
const TRANSACTION_CODES: Record<Exclude<NetSuiteList, 'customer'>, string> = {
  invoice: 'CustInvc',
  customerPayment: 'CustPymt',
  creditMemo: 'CustCred',
  customerRefund: 'CustRfnd',
}

/** The fields in which flows note the record of Stripe, the nearest first. */
export const STRIPE_FIELDS: Record<NetSuiteList, readonly string[]> = {
  customer: ['custentity_stripe_customer_id'],
  invoice: ['custbody_stripe_invoice_id', 'custbody_stripe_charge_id'],
  customerPayment: ['custbody_stripe_payment_id', 'custbody_stripe_charge_id'],
  creditMemo: ['custbody_stripe_refund_id', 'custbody_stripe_invoice_id'],
  customerRefund: ['custbody_stripe_refund_id'],
}

/** One page of a list of the NetSuite stand-in, newest first; the search finds names, numbers, ids. */
export async function listNetSuite(
  account: NetSuiteAccount,
  list: NetSuiteList,
  { search, after, limit }: PageQuery,
): Promise<SandboxPage> {
  const offset = Number(after ?? 0)
  const words = search.trim().toUpperCase()
  const { sql, params } = list === 'customer' ? customers(words) : transactions(list, words)
  const { rows, total } = await account.query(sql, params, { limit, offset })
  const next = offset + limit < total ? String(offset + limit) : null
  return { rows: rows.map((row) => toRow(list, row)), next }
}

function customers(words: string) {
  const like = `%${words}%`
  const found = `UPPER(r.entityid) LIKE ? OR UPPER(r.companyname) LIKE ? OR UPPER(r.email) LIKE ? OR UPPER(r.custentity_stripe_customer_id) = ?${idClause(words)}`
  return {
    sql: `SELECT r.id, r.entityid AS name, r.companyname AS company, r.email AS about, TO_CHAR(r.datecreated, 'YYYY-MM-DD') AS at,
      c.symbol AS currency, r.custentity_stripe_customer_id AS stripe
      FROM customer r LEFT JOIN currency c ON c.id = r.currency
      ${words === '' ? '' : `WHERE ${found}`} ORDER BY r.id DESC`,
    params: words === '' ? [] : [like, like, like, words],
  }
}

function transactions(list: Exclude<NetSuiteList, 'customer'>, words: string) {
  const like = `%${words}%`
  const stripe = `r.${STRIPE_FIELDS[list][0]}`
  const found = `UPPER(r.tranid) LIKE ? OR UPPER(BUILTIN.DF(r.entity)) LIKE ? OR UPPER(${stripe}) = ?${idClause(words)}`
  return {
    sql: `SELECT r.id, r.tranid AS name, BUILTIN.DF(r.entity) AS about, BUILTIN.DF(r.status) AS state,
      r.foreigntotal AS amount, c.symbol AS currency, TO_CHAR(r.trandate, 'YYYY-MM-DD') AS at,
      ${stripe} AS stripe
      FROM transaction r LEFT JOIN currency c ON c.id = r.currency
      WHERE r.type = ? ${words === '' ? '' : `AND (${found})`} ORDER BY r.id DESC`,
    params: [TRANSACTION_CODES[list], ...(words === '' ? [] : [like, like, words])],
  }
}

/** Digits only, so that nothing of the search becomes SQL. */
function idClause(words: string): string {
  return /^\d{1,12}$/.test(words) ? ` OR r.id = ${words}` : ''
}

function toRow(list: NetSuiteList, row: JsonObject): SandboxRow {
  const id = textOf(row.id)
  return {
    id,
    name: [textOf(row.name) || id, textOf(row.company)].filter(Boolean).join(' '),
    about: textOf(row.about),
    // NetSuite shows “Invoice : Open”; the list says already what it lists.
    state: textOf(row.state).split(' : ').at(-1) ?? '',
    // What lowers a customer's account stands with a minus there.
    amount: list === 'customer' ? null : textOf(row.amount).replace(/^-/, '') || null,
    currency: textOf(row.currency) || null,
    at: textOf(row.at) || null,
    counterpart: stripeCounterpart(textOf(row.stripe)),
  }
}

/** A value of a query's row as text; blank for none. */
export function textOf(value: unknown): string {
  return typeof value === 'string' || typeof value === 'number' ? String(value) : ''
}
