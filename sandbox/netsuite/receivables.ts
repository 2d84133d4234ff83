import { Big } from 'big.js'
import { invalidFieldValue, userError } from './errors.ts'
import { decimal, sum } from './money.ts'
import { mergeLines } from './sublists.ts'
import {
  loadRecords,
  updateRecord,
  type FieldValues,
  type Sql,
  type StoredRecord,
} from './store.ts'
import type { WriteContext } from './write-context.ts'

/** One wish to settle an invoice, before amounts are shared out. */
interface RequestedApplication {
  invoice: StoredRecord
  /** Undefined = as much as the credit and the invoice allow. */
  amount: Big | undefined
  /** What may be applied at most: the open amount plus what this credit already settles. */
  due: Big
  applyDate: string
  path: string
}

/** What an invoice has been paid by payments and credit memos. */
export async function settledAmount(tx: Sql, invoiceId: string): Promise<Big> {
  const [row] = await tx<{ amount: string }[]>`
    select coalesce(sum(amount), 0)::text as amount from sandbox.netsuite_applications
    where target = ${invoiceId}`
  return new Big(row?.amount ?? 0)
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

/**
 * The invoices a payment or credit memo shall settle once the request is carried out: what it
 * settles already, changed by the `apply` lines sent. Locks the invoices.
 */
export async function requestedApplications(
  credit: StoredRecord,
  context: WriteContext,
): Promise<RequestedApplication[]> {
  const { tx, existing, sent, replace } = context
  const current = existing ? await applicationsOf(tx, [credit.id]) : []
  const stored: FieldValues[] = current.map(({ target, amount, applyDate }) => ({
    doc: target,
    apply: true,
    amount: Number(amount),
    applyDate,
  }))
  const lines =
    sent.sublists.apply === null
      ? []
      : mergeLines({
          key: 'doc',
          existing: stored,
          sent: sent.sublists.apply ?? [],
          replace: replace.has('apply'),
        })
  const docs = [
    ...new Set([...lines.map(({ doc }) => String(doc)), ...current.map((c) => c.target)]),
  ]
  const keys = docs.map((id) => ({ family: 'transaction' as const, id }))
  const invoices = await loadRecords(tx, keys, 'for update')
  const requested: RequestedApplication[] = []
  lines.forEach((line, index) => {
    if (line.apply === false || line.amount === 0) return
    if (line.apply === undefined && line.amount === undefined) return
    const path = `apply.items[${index}]`
    const invoice = invoices.find(({ id }) => id === String(line.doc))
    checkApplicable(credit, invoice, line, path)
    if (!invoice) return
    const already = current.find(({ target }) => target === invoice.id)
    requested.push({
      invoice,
      amount: line.amount === undefined ? undefined : decimal(line.amount),
      due: decimal(invoice.fields.amountRemaining).plus(already?.amount ?? 0),
      applyDate: String(line.applyDate ?? credit.fields.tranDate),
      path,
    })
  })
  return requested
}

/**
 * Settles invoices with a payment or credit memo worth `available`, updates those invoices, and
 * gives the total applied. More than an invoice's open amount, or than is available, is refused.
 */
export async function applyCredit(
  credit: StoredRecord,
  context: WriteContext,
  available: Big,
): Promise<Big> {
  const { tx, existing, sent, now } = context
  if (sent.sublists.apply === undefined && !existing) return new Big(0)
  const before = existing ? await applicationsOf(tx, [credit.id]) : []
  const requested = await requestedApplications(credit, context)
  let left = available
  const shares = requested.flatMap(({ invoice, amount, due, applyDate, path }) => {
    const share = amount ?? (left.lt(due) ? left : due)
    if (share.lt(0) || share.gt(due)) {
      throw userError(
        `The amount applied cannot exceed the amount due of ${due.toString()}.`,
        `${path}.amount`,
      )
    }
    left = left.minus(share)
    return share.eq(0) ? [] : [{ invoice, share, applyDate }]
  })
  if (left.lt(0)) {
    throw userError('The amounts applied exceed the amount that is available to apply.', 'apply')
  }
  const unchanged = (invoiceId: string, share: Big) =>
    before.some(({ target, amount }) => target === invoiceId && share.eq(amount))
  const changed = shares.filter(({ invoice, share }) => !unchanged(invoice.id, share))
  const kept = new Set(shares.map(({ invoice }) => invoice.id))
  const freed = before.filter(({ target }) => !kept.has(target)).map(({ target }) => target)
  if (freed.length > 0) {
    await tx`delete from sandbox.netsuite_applications
      where source = ${credit.id} and target in ${tx(freed)}`
  }
  for (const { invoice, share, applyDate } of changed) {
    await tx`insert into sandbox.netsuite_applications (source, target, amount, apply_date)
      values (${credit.id}, ${invoice.id}, ${share.toString()}, ${applyDate})
      on conflict (source, target) do update set amount = excluded.amount`
  }
  await refreshInvoices(tx, [...freed, ...changed.map(({ invoice }) => invoice.id)], now)
  return sum(shares.map(({ share }) => share))
}

/** Recomputes the open amounts of invoices after what settles them has changed. */
export async function refreshInvoices(tx: Sql, ids: string[], now: Date): Promise<void> {
  const keys = ids.map((id) => ({ family: 'transaction' as const, id }))
  for (const invoice of await loadRecords(tx, keys, 'for update')) {
    settle(invoice, await settledAmount(tx, invoice.id))
    await updateRecord(tx, { ...invoice, modified: now })
  }
}

/** Stored applications of these payments and credit memos. */
export async function applicationsOf(
  sql: Sql,
  sources: string[],
): Promise<{ source: string; target: string; amount: string; applyDate: string }[]> {
  if (sources.length === 0) return []
  return sql<{ source: string; target: string; amount: string; applyDate: string }[]>`
    select source::text, target::text, amount::text, apply_date::text as "applyDate"
    from sandbox.netsuite_applications where source in ${sql(sources)} order by source, target`
}

function checkApplicable(
  credit: StoredRecord,
  invoice: StoredRecord | undefined,
  line: FieldValues,
  path: string,
): void {
  const customer = credit.fields.entity ?? credit.fields.customer
  if (
    invoice?.type !== 'invoice' ||
    invoice.fields.entity !== customer ||
    invoice.fields.status === 'Voided'
  ) {
    throw invalidFieldValue(line.doc ?? '', 'doc', `${path}.doc`)
  }
  if (invoice.fields.currency !== credit.fields.currency) {
    throw userError('You can only apply transactions of the same currency.', `${path}.doc`)
  }
}
