import Big from 'big.js'
import { NodeError } from '#nodes/errors.ts'
import type { NetSuiteReader, QueryRow } from '#nodes/netsuite/client/client.ts'
import type { NetSuiteEntry } from './compare.ts'

const PAGE = 1_000

/** External id of the credit memo that belongs to a Stripe invoice: the invoice's id with this. */
const CREDIT_MEMO_SUFFIX = '-cm'

/**
 * Reads every NetSuite invoice that stands for a Stripe invoice, and the credit memos made with one,
 * by Stripe invoice id. Amounts are in the transaction's currency, credit memos negative.
 */
export async function readNetSuiteInvoices(
  netsuite: NetSuiteReader,
  signal: AbortSignal,
): Promise<Map<string, NetSuiteEntry[]>> {
  const rows = await readRows(netsuite, signal)
  const entries = rows.flatMap((row) => toEntry(row) ?? [])
  return Map.groupBy(entries, (entry) => entry.key)
}

/** An account need not have the custom field: its own invoices are then known by external id only. */
async function readRows(netsuite: NetSuiteReader, signal: AbortSignal): Promise<QueryRow[]> {
  try {
    return await readAll(netsuite, WITH_FIELD, signal)
  } catch (error) {
    if (!(error instanceof NodeError) || error.class !== 'value') throw error
    return readAll(netsuite, WITHOUT_FIELD, signal)
  }
}

const COLUMNS = 't.id, t.tranid, t.type, t.externalid, t.foreigntotal, c.symbol AS currency'
const FROM = 'FROM transaction t JOIN currency c ON c.id = t.currency'
const OURS = "t.externalid LIKE 'in_%'"

const WITH_FIELD = `SELECT ${COLUMNS}, t.custbody_stripe_invoice_id AS stripeid ${FROM}
  WHERE t.type IN ('CustInvc', 'CustCred')
    AND (${OURS} OR (t.type = 'CustInvc' AND t.custbody_stripe_invoice_id IS NOT NULL))`

const WITHOUT_FIELD = `SELECT ${COLUMNS} ${FROM}
  WHERE t.type IN ('CustInvc', 'CustCred') AND ${OURS}`

/** Goes on after the last id instead of by offset, which ends at 100,000 rows. */
async function readAll(
  netsuite: NetSuiteReader,
  select: string,
  signal: AbortSignal,
): Promise<QueryRow[]> {
  const all: QueryRow[] = []
  let after = '0'
  for (;;) {
    const { rows } = await netsuite.query(`${select} AND t.id > ? ORDER BY t.id`, [after], {
      limit: PAGE,
      signal,
    })
    all.push(...rows)
    const last = rows.at(-1)?.id
    if (rows.length < PAGE || last === undefined) return all
    after = last
  }
}

function toEntry(row: QueryRow): NetSuiteEntry | null {
  const { id = '', tranid, type, externalid = '', stripeid = '', foreigntotal, currency = '' } = row
  const base = { id, name: tranid ?? null, currency: currency.toUpperCase() }
  const total = new Big(foreigntotal ?? 0)
  if (type === 'CustCred') {
    if (!externalid.endsWith(CREDIT_MEMO_SUFFIX)) return null
    const key = externalid.slice(0, -CREDIT_MEMO_SUFFIX.length)
    return isInvoiceId(key) ? { ...base, key, amount: total.abs().neg(), role: 'correction' } : null
  }
  if (isInvoiceId(externalid)) return { ...base, key: externalid, amount: total, role: 'own' }
  return isInvoiceId(stripeid) ? { ...base, key: stripeid, amount: total, role: 'named' } : null
}

function isInvoiceId(text: string): boolean {
  return /^in_\w+$/.test(text)
}
