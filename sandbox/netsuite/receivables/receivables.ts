import { Big } from 'big.js'
import { decimal } from './money.ts'
import { loadRecords, updateRecord, type Sql, type StoredRecord } from '../records/store.ts'

/*
 * An application says that one transaction (its source) settles another (its target) by an amount
 * in their common currency. Payments and credit memos settle invoices; a refund uses up payments
 * and credit memos. What is open follows from the applications and is stored with the record:
 *
 *   invoice                    open = total − what settles it
 *   payment, credit memo       unapplied = worth − what it settles − what refunds use up of it
 */

interface Application {
  source: string
  target: string
  amount: string
  applyDate: string
}

/** What settles this transaction, summed up. */
export async function settledAmount(tx: Sql, id: string): Promise<Big> {
  const [row] = await tx<{ amount: string }[]>`
    select coalesce(sum(amount), 0)::text as amount from sandbox.netsuite_applications
    where target = ${id}`
  return new Big(row?.amount ?? 0)
}

/** How much of a transaction can still be settled or used up. */
export function openAmount({ type, fields }: StoredRecord): Big {
  return decimal(type === 'invoice' ? fields.amountRemaining : fields.unapplied)
}

/** Writes paid and open amounts and the status of an invoice, from what settles it. */
export function settle(invoice: StoredRecord, paid: Big): void {
  const { fields } = invoice
  const remaining = decimal(fields.total).minus(paid)
  fields.amountPaid = paid.toNumber()
  fields.amountRemaining = remaining.toNumber()
  fields.amountRemainingTotalBox = remaining.toNumber()
  if (fields.status !== 'Voided') fields.status = remaining.eq(0) ? 'Paid In Full' : 'Open'
}

/** Writes what is used and what is left of a payment or credit memo. */
export function settleCredit(credit: StoredRecord, applied: Big): void {
  const { fields } = credit
  const isMemo = credit.type === 'creditMemo'
  const left = decimal(isMemo ? fields.total : fields.payment).minus(applied)
  fields.applied = applied.toNumber()
  fields.unapplied = left.toNumber()
  if (!isMemo) return
  fields.amountPaid = applied.toNumber()
  fields.amountRemaining = left.toNumber()
  if (fields.status !== 'Voided') fields.status = left.eq(0) ? 'Fully Applied' : 'Open'
}

/** Recomputes what is open of these transactions after their applications have changed. */
export async function refreshTargets(tx: Sql, ids: string[], now: Date): Promise<void> {
  const keys = ids.map((id) => ({ family: 'transaction' as const, id }))
  for (const target of await loadRecords(tx, keys, 'for update')) {
    const settled = await settledAmount(tx, target.id)
    if (target.type === 'invoice') settle(target, settled)
    else settleCredit(target, settled.plus(await givenAmount(tx, target.id)))
    await updateRecord(tx, { ...target, modified: now })
  }
}

/** Takes back all that this transaction settles. */
export async function releaseApplications(tx: Sql, id: string, now: Date): Promise<void> {
  const freed = await tx<{ target: string }[]>`
    delete from sandbox.netsuite_applications where source = ${id} returning target::text`
  await refreshTargets(
    tx,
    freed.map(({ target }) => target),
    now,
  )
}

/** Stored applications of these payments, credit memos and refunds. */
export async function applicationsOf(sql: Sql, sources: string[]): Promise<Application[]> {
  if (sources.length === 0) return []
  return sql<Application[]>`
    select source::text, target::text, amount::text, apply_date::text as "applyDate"
    from sandbox.netsuite_applications where source in ${sql(sources)} order by source, target`
}

/** What this transaction settles, summed up. */
async function givenAmount(tx: Sql, id: string): Promise<Big> {
  const [row] = await tx<{ amount: string }[]>`
    select coalesce(sum(amount), 0)::text as amount from sandbox.netsuite_applications
    where source = ${id}`
  return new Big(row?.amount ?? 0)
}
