import Big from 'big.js'
import { roundMinor } from '../invoices/invoice-math.ts'
import type { Records } from '../store/records.ts'
import type { Work } from '../store/work.ts'

type BalanceTransaction = Records['balance_transaction']

/** What is booked: amounts in minor units of the currency the customer paid in, negative = gone. */
interface Entry {
  type:
    'charge' | 'payment' | 'refund' | 'payment_refund' | 'refund_failure' | 'payment_failure_refund'
  amount: number
  currency: string
  source: string
}

/**
 * Books money that came or went, and stores the entry. Fees are Stripe's list prices in the US:
 * 2.9 % + 30 for cards, 0.8 % and at most 500 for bank debits; none is returned with a refund. It
 * is booked in the currency the account is paid out in, where the settings name one.
 */
export function bookMoney(work: Work, entry: Entry): BalanceTransaction {
  const { amount, currency, rate } = settled(work, entry)
  const fee = feeOf(entry.type, amount, currency)
  const booked: BalanceTransaction = {
    id: work.newId(entry.source.startsWith('py') ? 'txn_1' : 'txn_3', 23),
    object: 'balance_transaction',
    amount,
    available_on: work.now + 2 * 86_400,
    balance_type: 'payments',
    created: work.now,
    currency,
    description: amount < 0 && entry.type.includes('refund') ? 'REFUND FOR CHARGE' : null,
    exchange_rate: rate,
    fee,
    fee_details:
      fee === 0
        ? []
        : [
            {
              amount: fee,
              application: null,
              currency,
              description: 'Stripe processing fees',
              type: 'stripe_fee',
            },
          ],
    net: amount - fee,
    reporting_category: CATEGORIES[entry.type],
    source: entry.source,
    status: 'pending',
    type: entry.type,
  }
  work.save(booked)
  work.schedule({ kind: 'available', id: booked.id, at: booked.available_on })
  return booked
}

/** What was pending can now be paid out. */
export async function makeAvailable(work: Work, id: string): Promise<void> {
  const before = await work.find('balance_transaction', id)
  if (before) work.save({ ...before, status: 'available' })
}

function feeOf(type: Entry['type'], amount: number, currency: string): number {
  if (type === 'payment') {
    const share = roundMinor(new Big(amount).times('0.008'), currency)
    return Math.min(share, 500)
  }
  if (type !== 'charge') return 0
  return roundMinor(new Big(amount).times('0.029'), currency) + (FIXED_FEES[currency] ?? 30)
}

function settled(work: Work, { amount, currency }: Entry) {
  const wanted = work.settings.settlementCurrency
  const from = DOLLARS[currency]
  const to = wanted === null ? undefined : DOLLARS[wanted]
  if (wanted === null || wanted === currency || from === undefined || to === undefined) {
    return { amount, currency, rate: null }
  }
  const rate = new Big(from).div(to).round(6)
  const shift = new Big(10).pow(exponent(wanted) - exponent(currency))
  const exchanged = roundMinor(new Big(amount).times(rate).times(shift), wanted)
  return { amount: exchanged, currency: wanted, rate: rate.toNumber() }
}

function exponent(currency: string): number {
  if (currency === 'jpy') return 0
  return currency === 'kwd' ? 3 : 2
}

const CATEGORIES: Record<Entry['type'], string> = {
  charge: 'charge',
  payment: 'charge',
  payment_failure_refund: 'refund_failure',
  payment_refund: 'refund',
  refund: 'refund',
  refund_failure: 'refund_failure',
}

/** The fixed part of a card fee, in minor units. */
const FIXED_FEES: Record<string, number | undefined> = {
  eur: 25,
  gbp: 20,
  jpy: 40,
  kwd: 100,
  usd: 30,
}

/** What one unit of a currency is worth in dollars; the same every day, so that sums can be told. */
const DOLLARS: Record<string, string | undefined> = {
  aud: '0.65',
  cad: '0.73',
  chf: '1.13',
  eur: '1.08',
  gbp: '1.27',
  jpy: '0.0067',
  kwd: '3.25',
  usd: '1',
}
