import { Big } from 'big.js'
import { invalidFieldValue, userError } from '../errors.ts'
import { decimal, sum } from './money.ts'
import { applicationsOf, openAmount, refreshTargets } from './receivables.ts'
import { loadRecords, type FieldValues, type StoredRecord } from '../records/store.ts'
import { mergeLines } from '../records/sublists.ts'
import type { WriteContext } from '../records/write-context.ts'

/** One wish to settle a transaction, before amounts are shared out. */
interface RequestedApplication {
  target: StoredRecord
  /** Undefined = as much as both sides allow. */
  amount: Big | undefined
  /** What may be applied at most: the open amount plus what this source already settles. */
  due: Big
  applyDate: string
  path: string
}

/**
 * Settles transactions with a payment, credit memo or refund, updates them, and gives the total
 * applied. `available` is what the source has to give; null = as much as the lines ask for. More
 * than the open amount of a target, or than is available, is refused.
 */
export async function applyTo(
  source: StoredRecord,
  context: WriteContext,
  available: Big | null,
): Promise<Big> {
  const { tx, existing, sent, now } = context
  const isAutomatic = sent.fields.autoApply === true
  if (sent.sublists.apply === undefined && !existing && !isAutomatic) return new Big(0)
  const before = existing ? await applicationsOf(tx, [source.id]) : []
  // Locked first and in the order of their ids, so that two requests never wait for each other.
  const oldest = isAutomatic ? await oldestOpen(source, context) : []
  const requested = await requestedApplications(source, context)
  const named = new Set(requested.map(({ target }) => target.id))
  requested.push(...oldest.filter(({ target }) => !named.has(target.id)))
  let left = available
  const shares = requested.flatMap(({ target, amount, due, applyDate, path }) => {
    const share = amount ?? (left?.lt(due) ? left : due)
    if (share.lt(0) || share.gt(due)) {
      throw userError(
        `The amount applied cannot exceed the amount due of ${due.toString()}.`,
        `${path}.amount`,
      )
    }
    left = left?.minus(share) ?? null
    return share.eq(0) ? [] : [{ target, share, applyDate }]
  })
  if (left?.lt(0)) {
    throw userError('The amounts applied exceed the amount that is available to apply.', 'apply')
  }
  const isUnchanged = (targetId: string, share: Big) =>
    before.some(({ target, amount }) => target === targetId && share.eq(amount))
  const changed = shares.filter(({ target, share }) => !isUnchanged(target.id, share))
  const kept = new Set(shares.map(({ target }) => target.id))
  const freed = before.filter(({ target }) => !kept.has(target)).map(({ target }) => target)
  if (freed.length > 0) {
    await tx`delete from sandbox.netsuite_applications
      where source = ${source.id} and target in ${tx(freed)}`
  }
  for (const { target, share, applyDate } of changed) {
    await tx`insert into sandbox.netsuite_applications (source, target, amount, apply_date)
      values (${source.id}, ${target.id}, ${share.toString()}, ${applyDate})
      on conflict (source, target) do update set amount = excluded.amount`
  }
  await refreshTargets(tx, [...freed, ...changed.map(({ target }) => target.id)], now)
  return sum(shares.map(({ share }) => share))
}

/**
 * What a payment, credit memo or refund shall settle once the request is carried out: what it
 * settles already, changed by the `apply` lines sent. Locks the transactions settled.
 */
export async function requestedApplications(
  source: StoredRecord,
  context: WriteContext,
): Promise<RequestedApplication[]> {
  const { tx, existing, sent, replace, setup } = context
  const current = existing ? await applicationsOf(tx, [source.id]) : []
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
  const targets = await loadRecords(tx, keys, 'for update')
  const currency = setup.byId('currency', String(source.fields.currency))
  const precision = Number(currency?.fields.currencyPrecision ?? 2)
  const requested: RequestedApplication[] = []
  lines.forEach((line, index) => {
    if (line.apply === false || line.amount === 0) return
    if (line.apply === undefined && line.amount === undefined) return
    const path = `apply.items[${index}]`
    const target = targets.find(({ id }) => id === String(line.doc))
    checkApplicable(source, target, line, path)
    if (!target) return
    const already = current.find((one) => one.target === target.id)
    requested.push({
      target,
      amount:
        line.amount === undefined
          ? undefined
          : decimal(line.amount).round(precision, Big.roundHalfUp),
      due: openAmount(target).plus(already?.amount ?? 0),
      applyDate: String(line.applyDate ?? source.fields.tranDate),
      path,
    })
  })
  return requested
}

/** The customer of a sale, payment or refund. */
const customerOf = ({ fields }: StoredRecord) => fields.entity ?? fields.customer

/** "Auto Apply": the open invoices of the customer in this currency, oldest first. */
async function oldestOpen(
  source: StoredRecord,
  { tx }: WriteContext,
): Promise<RequestedApplication[]> {
  const rows = await tx<{ id: string }[]>`
    select id::text as id from sandbox.netsuite_records
    where family = 'transaction' and type = 'invoice'
      and (fields->>'entity')::bigint = ${String(customerOf(source))}`
  const keys = rows.map(({ id }) => ({ family: 'transaction' as const, id }))
  const age = ({ fields, id }: StoredRecord) =>
    `${String(fields.dueDate)} ${String(fields.tranDate)} ${id.padStart(15, '0')}`
  return (await loadRecords(tx, keys, 'for update'))
    .filter(
      (invoice) => invoice.fields.currency === source.fields.currency && openAmount(invoice).gt(0),
    )
    .sort((one, other) => (age(one) < age(other) ? -1 : 1))
    .map((target) => ({
      target,
      amount: undefined,
      due: openAmount(target),
      applyDate: String(source.fields.tranDate),
      path: 'apply',
    }))
}

/** What each type of transaction may be applied to. */
const TARGETS: Record<string, readonly string[]> = {
  customerPayment: ['invoice'],
  creditMemo: ['invoice'],
  customerRefund: ['creditMemo', 'customerPayment'],
}

function checkApplicable(
  source: StoredRecord,
  target: StoredRecord | undefined,
  line: FieldValues,
  path: string,
): void {
  if (
    !target ||
    !TARGETS[source.type]?.includes(target.type) ||
    customerOf(target) !== customerOf(source) ||
    target.fields.status === 'Voided'
  ) {
    throw invalidFieldValue(line.doc ?? '', 'doc', `${path}.doc`)
  }
  if (target.fields.currency !== source.fields.currency) {
    throw userError('You can only apply transactions of the same currency.', `${path}.doc`)
  }
}
