import type { Intent } from '../../runner.ts'
import type { StripeRecord } from '../client/client.ts'
import { shownAmount } from '../common/minor-amounts.ts'
import { refused } from '../common/sink-values.ts'

/** Throws NodeError `value` when the draft's total is not the expected one: it stays a draft. */
export function checkTotal(intent: Intent, draft: StripeRecord): void {
  const difference = differenceOf(intent, draft)
  if (difference === null) return
  throw refused(
    'expectedTotal',
    `The draft ${draft.id} comes to ${difference.there} in Stripe, but ${difference.expected} is expected. It was not finalised. Check lines, discounts and taxes of the mapping, then retry.`,
    'total-differs',
  )
}

/** Throws NodeError `value` when a finalised invoice has another total than is wanted by now. */
export function refuseChanged(intent: Intent, invoice: StripeRecord): void {
  const difference = differenceOf(intent, invoice)
  if (difference === null) return
  throw refused(
    'expectedTotal',
    `The Stripe invoice ${String(invoice.number ?? invoice.id)} comes to ${difference.there}, but ${difference.expected} is expected now, and a finalised invoice cannot be changed. Void it in Stripe and retry, or issue a credit note and resolve this error.`,
    'total-differs',
  )
}

function differenceOf(intent: Intent, invoice: StripeRecord) {
  const { expected_total } = intent.payload
  if (typeof expected_total !== 'number' || invoice.total === expected_total) return null
  const currency = String(invoice.currency)
  return {
    there: shownAmount(Number(invoice.total), currency),
    expected: shownAmount(expected_total, currency),
  }
}
