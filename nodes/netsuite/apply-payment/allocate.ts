import Big from 'big.js'
import { NodeError } from '../../errors.ts'
import type { OpenDocument } from '../common/open-document.ts'

/** An invoice that a payment is for, and how much of it when the record says so. */
export interface Application {
  invoice: string
  amount: Big | null
}

export interface Allocation {
  lines: { invoice: string; amount: Big }[]
  unapplied: Big
  /** Why something was left over; empty when nothing was. */
  note: string
}

/**
 * Shares a payment out over its invoices in their order: to each what the record says, else as much as
 * is open, and never more than is open. `applied` is what the same payment has on an invoice already.
 * Throws NodeError `value` when the shares exceed the payment, or when `over` is `error` and an invoice
 * has less open than its share.
 */
export function allocate(
  payment: Big,
  applications: readonly Application[],
  invoices: ReadonlyMap<string, OpenDocument>,
  over: string,
  applied: ReadonlyMap<string, Big> = new Map(),
): Allocation {
  const lines: Allocation['lines'] = []
  const notes: string[] = []
  let rest = payment
  for (const { invoice: id, amount } of applications) {
    const invoice = invoices.get(id)
    const open = (invoice?.remaining ?? new Big(0)).plus(applied.get(id) ?? 0)
    if (amount?.gt(rest)) throw tooMuch(payment)
    const wanted = amount ?? rest
    const share = wanted.gt(open) ? open : wanted
    if (share.lt(wanted) && (amount || applications.at(-1)?.invoice === id)) {
      const name = invoice?.name ?? id
      notes.push(`invoice ${name} had ${open.toFixed()} open`)
      if (over === 'error') throw overApplied(name, wanted, open)
    }
    if (share.gt(0)) lines.push({ invoice: id, amount: share })
    rest = rest.minus(share)
  }
  const note =
    rest.gt(0) && notes.length > 0
      ? `${rest.toFixed()} of the payment is left unapplied: ${notes.join(', ')}.`
      : ''
  return { lines, unapplied: rest, note }
}

function tooMuch(payment: Big): NodeError {
  return new NodeError({
    class: 'value',
    code: 'applications',
    field: 'invoices',
    message: `The amounts to apply add up to more than the payment of ${payment.toFixed()}. Correct the expression.`,
  })
}

function overApplied(name: string, wanted: Big, open: Big): NodeError {
  return new NodeError({
    class: 'value',
    code: 'over-application',
    field: 'invoices',
    message: `${wanted.toFixed()} is to be applied to invoice ${name}, which has only ${open.toFixed()} open. Check in NetSuite whether it was paid twice.`,
  })
}
