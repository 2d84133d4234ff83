import { missing } from '../protocol/errors.ts'
import type { Customer, PaymentMethod } from '../store/records.ts'
import { testMethod } from './test-methods.ts'
import type { Work } from '../store/work.ts'

/** What somebody who makes a payment method says about it. */
interface MethodSpec {
  /** The card network, or `bank` for a US bank account. */
  brand: string
  last4: string
  id?: string
  customer?: string | null
  billing?: Partial<PaymentMethod['billing_details']>
  expires?: { month: number; year: number }
  routing?: string
  metadata?: Record<string, string>
}

/** Makes a card or a US bank account, every key present as Stripe sends it, and stores it. */
export function newPaymentMethod(work: Work, spec: MethodSpec): PaymentMethod {
  const bank = spec.brand === 'bank'
  const method: PaymentMethod = {
    id: spec.id ?? work.newId('pm_1', 23),
    object: 'payment_method',
    allow_redisplay: 'unspecified',
    billing_details: {
      address: null,
      email: null,
      name: null,
      phone: null,
      tax_id: null,
      ...spec.billing,
    },
    ...(bank ? { us_bank_account: bankAccount(spec) } : { card: card(spec) }),
    created: work.now,
    customer: spec.customer ?? null,
    customer_account: null,
    livemode: false,
    metadata: spec.metadata ?? {},
    type: bank ? 'us_bank_account' : 'card',
  }
  work.save(method)
  return method
}

/**
 * The payment method of that id. The ready-made ones of test mode (`pm_card_visa`) are as good as
 * new ones: each use makes a payment method with an id of its own. Refuses an unknown id (400).
 */
export async function usePaymentMethod(
  work: Work,
  id: string,
  customer: Customer | null,
): Promise<PaymentMethod> {
  const stored = await work.find('payment_method', id)
  if (stored) return stored
  const ready = testMethod(id)
  if (!ready) throw missing('PaymentMethod', id, 'payment_method', 400)
  return newPaymentMethod(work, {
    ...ready,
    customer: customer?.id ?? null,
    billing: {
      address: customer?.address ?? null,
      email: customer?.email ?? null,
      name: customer?.name ?? null,
      phone: customer?.phone ?? null,
    },
  })
}

function card({ brand, last4, expires }: MethodSpec): PaymentMethod['card'] {
  return {
    brand,
    checks: { address_line1_check: null, address_postal_code_check: null, cvc_check: 'pass' },
    country: 'US',
    display_brand: brand,
    exp_month: expires?.month ?? 12,
    exp_year: expires?.year ?? 2034,
    fingerprint: `fp${brand}${last4}`,
    funding: last4 === '5556' || last4 === '3222' ? 'debit' : 'credit',
    generated_from: null,
    last4,
    networks: { available: [brand], preferred: null },
    regulated_status: 'unregulated',
    three_d_secure_usage: { supported: true },
    wallet: null,
  }
}

function bankAccount({ last4, routing }: MethodSpec): PaymentMethod['us_bank_account'] {
  return {
    account_holder_type: 'company',
    account_type: 'checking',
    bank_name: 'STRIPE TEST BANK',
    financial_connections_account: null,
    fingerprint: `fpbank${last4}`,
    last4,
    networks: { preferred: 'ach', supported: ['ach'] },
    routing_number: routing ?? '110000000',
    status_details: null,
  }
}
