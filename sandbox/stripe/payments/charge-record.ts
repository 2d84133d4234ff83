import { bookMoney } from './balance-transaction.ts'
import type { Charge, PaymentIntent, PaymentMethod } from '../store/records.ts'
import type { Behaviour } from './test-methods.ts'
import type { Work } from '../store/work.ts'

/** What a charge takes over from its payment intent; one without an intent has no id there. */
type ChargeSource = Pick<
  PaymentIntent,
  | 'amount'
  | 'capture_method'
  | 'currency'
  | 'customer'
  | 'description'
  | 'metadata'
  | 'receipt_email'
  | 'shipping'
  | 'statement_descriptor'
  | 'statement_descriptor_suffix'
  | 'transfer_group'
> & { id: string | null }

/** A charge before anything is known of its end: cards `ch_…`, bank debits `py_…`. */
export function newCharge(
  work: Work,
  intent: ChargeSource,
  method: PaymentMethod,
  behaviour: Behaviour,
): Charge {
  const declined = behaviour.kind === 'declined' ? behaviour : null
  const captured = !declined && intent.capture_method !== 'manual'
  const id = work.newId(method.type === 'card' ? 'ch_3' : 'py_3', 23)
  return {
    id,
    object: 'charge',
    amount: intent.amount,
    amount_captured: captured ? intent.amount : 0,
    amount_refunded: 0,
    application: null,
    application_fee: null,
    application_fee_amount: null,
    balance_transaction: null,
    billing_details: method.billing_details,
    calculated_statement_descriptor: method.type === 'card' ? 'NORTHWIND CLOUD' : null,
    captured,
    created: work.now,
    currency: intent.currency,
    customer: intent.customer,
    description: intent.description,
    disputed: false,
    failure_balance_transaction: null,
    failure_code: declined?.code ?? null,
    failure_message: declined?.message ?? null,
    fraud_details: {},
    livemode: false,
    metadata: intent.metadata,
    on_behalf_of: null,
    outcome: outcomeOf(declined),
    paid: behaviour.kind === 'succeeds',
    payment_intent: intent.id,
    payment_method: method.id,
    payment_method_details: detailsOf(intent, method),
    receipt_email: intent.receipt_email,
    receipt_number: null,
    receipt_url: declined ? null : `https://pay.stripe.com/receipts/${id}`,
    refunded: false,
    review: null,
    shipping: intent.shipping,
    source: null,
    source_transfer: null,
    statement_descriptor: intent.statement_descriptor,
    statement_descriptor_suffix: intent.statement_descriptor_suffix,
    status: declined ? 'failed' : behaviour.kind === 'pending' ? 'pending' : 'succeeded',
    transfer_data: null,
    transfer_group: intent.transfer_group,
  }
}

/** A charge with the money on the books. */
export function bookCharge(work: Work, charge: Charge, amount: number): Charge {
  const { currency, id } = charge
  const type = id.startsWith('py_') ? 'payment' : 'charge'
  const entry = bookMoney(work, { type, amount, currency, source: id })
  const booked: Charge = { ...charge, balance_transaction: entry.id }
  work.save(booked)
  return booked
}

function outcomeOf(declined: { code: string; declineCode: string | null } | null) {
  return {
    advice_code: null,
    network_advice_code: null,
    network_decline_code: declined ? '01' : null,
    network_status: declined ? 'declined_by_network' : 'approved_by_network',
    reason: declined ? (declined.declineCode ?? declined.code) : null,
    risk_level: 'normal',
    risk_score: 20,
    seller_message: declined
      ? 'The bank did not return any further details with this decline.'
      : 'Payment complete.',
    type: declined ? 'issuer_declined' : 'authorized',
  }
}

function detailsOf(intent: ChargeSource, method: PaymentMethod): Charge['payment_method_details'] {
  const { card, us_bank_account: bank } = method
  if (bank) {
    const { account_holder_type, account_type, bank_name, fingerprint, last4 } = bank
    return {
      type: 'us_bank_account',
      us_bank_account: {
        account_holder_type,
        account_type,
        bank_name,
        fingerprint,
        last4,
        payment_reference: null,
        routing_number: bank.routing_number,
      },
    }
  }
  if (!card) return { type: method.type }
  const { brand, checks, country, exp_month, exp_year, fingerprint, funding, last4 } = card
  return {
    card: {
      amount_authorized: intent.amount,
      authorization_code: '123456',
      brand,
      checks,
      country,
      electronic_commerce_indicator: null,
      exp_month,
      exp_year,
      extended_authorization: { status: 'disabled' },
      fingerprint,
      funding,
      incremental_authorization: { status: 'unavailable' },
      installments: null,
      last4,
      mandate: null,
      multicapture: { status: 'unavailable' },
      network: brand,
      network_token: { used: false },
      network_transaction_id: null,
      overcapture: { maximum_amount_capturable: intent.amount, status: 'unavailable' },
      regulated_status: 'unregulated',
      three_d_secure: null,
      transaction_link_id: null,
      wallet: null,
    },
    type: 'card',
  }
}
