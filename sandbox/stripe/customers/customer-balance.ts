import type { Customer, Records } from '../store/records.ts'
import type { Work } from '../store/work.ts'

type Entry = Records['customer_balance_transaction']

/** Why a customer's balance changes, and by how much: negative is credit, minor units. */
interface BalanceChange {
  amount: number
  currency: string
  type: Entry['type']
  invoice?: string
  creditNote?: string
  description?: string | null
  metadata?: Record<string, string>
}

/**
 * Changes a customer's balance, as https://docs.stripe.com/billing/customer/balance describes:
 * stores the entry and the customer and tells of the customer's change.
 */
export function changeBalance(work: Work, before: Customer, change: BalanceChange) {
  const after: Customer = {
    ...before,
    balance: before.balance + change.amount,
    currency: before.currency ?? change.currency,
  }
  const entry: Entry = {
    id: work.newId('cbtxn_1', 23),
    object: 'customer_balance_transaction',
    amount: change.amount,
    checkout_session: null,
    created: work.now,
    credit_note: change.creditNote ?? null,
    currency: change.currency,
    customer: before.id,
    customer_account: null,
    description: change.description ?? null,
    ending_balance: after.balance,
    invoice: change.invoice ?? null,
    livemode: false,
    metadata: change.metadata ?? {},
    type: change.type,
  }
  work.save(entry)
  work.save(after)
  work.emit('customer.updated', after, before)
  return { customer: after, entry }
}
