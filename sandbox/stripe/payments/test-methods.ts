import type { PaymentMethod } from '../store/records.ts'

/** What a bank does with a test payment method (https://docs.stripe.com/testing). */
export type Behaviour =
  | { kind: 'succeeds'; refunds: 'at once' | 'later' | 'fail' }
  | { kind: 'declined'; code: string; declineCode: string | null; message: string }
  | { kind: 'authentication' }
  /** A bank debit: pending for days, then settled or, with a failure, refused; or never. */
  | { kind: 'pending'; failure: { code: string; message: string } | null; ends: boolean }

/** How a payment method behaves; the last four digits tell, as with Stripe's own test numbers. */
export function behaviourOf(method: PaymentMethod): Behaviour {
  if (method.us_bank_account) {
    const last4 = method.us_bank_account.last4 ?? ''
    return { kind: 'pending', failure: BANK_FAILURES[last4] ?? null, ends: last4 !== '0009' }
  }
  const last4 = method.card?.last4 ?? ''
  const declined = DECLINES[last4]
  if (declined) {
    const [code, declineCode, message] = declined
    return { kind: 'declined', code, declineCode, message }
  }
  if (AUTHENTICATED.has(last4)) return { kind: 'authentication' }
  const refunds = last4 === '5126' ? 'fail' : last4 === '7726' ? 'later' : 'at once'
  return { kind: 'succeeds', refunds }
}

/** The ready-made payment methods of Stripe's test mode, `pm_card_visa` and `tok_visa` alike. */
export function testMethod(name: string): { brand: string; last4: string } | undefined {
  return METHODS[name.replace(/^(pm_card|pm|tok)_/, '')]
}

const DECLINED = 'Your card was declined.'

/** Error code, decline code and message, by the last four digits of a card. */
const DECLINES: Record<string, [string, string | null, string] | undefined> = {
  '0002': ['card_declined', 'generic_decline', DECLINED],
  '0069': ['expired_card', null, 'Your card has expired.'],
  '0119': [
    'processing_error',
    null,
    'An error occurred while processing your card. Try again in a little bit.',
  ],
  '0127': ['incorrect_cvc', null, "Your card's security code is incorrect."],
  '0341': ['card_declined', 'generic_decline', DECLINED],
  '9979': ['card_declined', 'stolen_card', DECLINED],
  '9987': ['card_declined', 'lost_card', DECLINED],
  '9995': ['card_declined', 'insufficient_funds', 'Your card has insufficient funds.'],
}

const AUTHENTICATED = new Set(['3155', '3184', '3220'])

const BANK_FAILURES: Record<string, { code: string; message: string } | undefined> = {
  '1113': { code: 'account_closed', message: "The customer's bank account has been closed." },
  '1116': { code: 'no_account', message: "The customer's bank account could not be located." },
  '2227': {
    code: 'insufficient_funds',
    message: "The customer's account has insufficient funds to cover this payment.",
  },
  '3335': {
    code: 'debit_not_authorized',
    message: 'This customer has notified their bank that this payment was unauthorized.',
  },
}

/** `brand` is `bank` for bank accounts. */
const METHODS: Record<string, { brand: string; last4: string } | undefined> = {
  amex: { brand: 'amex', last4: '0005' },
  authenticationRequired: { brand: 'visa', last4: '3184' },
  chargeCustomerFail: { brand: 'visa', last4: '0341' },
  chargeDeclined: { brand: 'visa', last4: '0002' },
  chargeDeclinedExpiredCard: { brand: 'visa', last4: '0069' },
  chargeDeclinedIncorrectCvc: { brand: 'visa', last4: '0127' },
  chargeDeclinedInsufficientFunds: { brand: 'visa', last4: '9995' },
  chargeDeclinedLostCard: { brand: 'visa', last4: '9987' },
  chargeDeclinedProcessingError: { brand: 'visa', last4: '0119' },
  chargeDeclinedStolenCard: { brand: 'visa', last4: '9979' },
  discover: { brand: 'discover', last4: '1117' },
  mastercard: { brand: 'mastercard', last4: '4444' },
  mastercard_debit: { brand: 'mastercard', last4: '3222' },
  pendingRefund: { brand: 'visa', last4: '7726' },
  refundFail: { brand: 'visa', last4: '5126' },
  threeDSecure2Required: { brand: 'visa', last4: '3220' },
  usBankAccount: { brand: 'bank', last4: '6789' },
  usBankAccount_accountClosed: { brand: 'bank', last4: '1113' },
  usBankAccount_debitNotAuthorized: { brand: 'bank', last4: '3335' },
  usBankAccount_failure: { brand: 'bank', last4: '1116' },
  usBankAccount_insufficientFunds: { brand: 'bank', last4: '2227' },
  usBankAccount_noAccount: { brand: 'bank', last4: '1116' },
  usBankAccount_processing: { brand: 'bank', last4: '0009' },
  usBankAccount_success: { brand: 'bank', last4: '6789' },
  visa: { brand: 'visa', last4: '4242' },
  visa_chargeDeclined: { brand: 'visa', last4: '0002' },
  visa_debit: { brand: 'visa', last4: '5556' },
}
