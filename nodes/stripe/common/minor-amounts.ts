import Big from 'big.js'
import { CurrencyError, currencyExponent, toMajor } from '../../currency.ts'
import type { Json, JsonObject } from '../../json.ts'
import { isJsonObject } from '../../json.ts'
import { refused } from './sink-values.ts'

/** Fields of Stripe's parameters that hold money, in minor units of the currency. */
const AMOUNTS = new Set([
  'amount',
  'amount_refunded',
  'balance',
  'credit_amount',
  'expected_total',
  'out_of_band_amount',
  'refund_amount',
  'unit_amount',
])

/**
 * Refuses amounts that are no whole numbers of minor units, wherever they stand in a payload, and
 * those of three-decimal currencies that do not end in 0
 * (https://docs.stripe.com/currencies#three-decimal). `currency` null: not known here. Throws
 * NodeError `value` with the path of the field.
 */
export function checkAmounts(payload: JsonObject, currency: string | null): void {
  if (currency !== null) checkCurrency(currency)
  walk(payload, '', currency)
}

/** Minor units as a person reads them: "78.25 USD". */
export function shownAmount(minor: number, currency: string): string {
  return `${toMajor(minor, currency).toFixed()} ${currency.toUpperCase()}`
}

function walk(value: Json, path: string, currency: string | null): void {
  if (Array.isArray(value)) {
    value.forEach((one, at) => walk(one, `${path}[${at}]`, currency))
    return
  }
  if (!isJsonObject(value)) return
  const own = typeof value.currency === 'string' ? value.currency : currency
  for (const [name, inner] of Object.entries(value)) {
    if (name === 'metadata') continue
    const at = path === '' ? name : `${path}.${name}`
    if (AMOUNTS.has(name) && inner !== null) checkAmount(inner, at, own)
    else walk(inner, at, own)
  }
}

function checkAmount(amount: Json, field: string, currency: string | null): void {
  if (typeof amount !== 'number' || !Number.isSafeInteger(amount))
    throw refused(
      field,
      `The amount ${JSON.stringify(amount)} is no whole number of minor units. Use $toMinor(amount, currency) in the mapping.`,
      'amount-not-whole',
    )
  if (currency === null || currencyExponent(currency) !== 3) return
  if (!new Big(amount).mod(10).eq(0))
    throw refused(
      field,
      `Stripe takes ${currency.toUpperCase()} with two decimals only: the last of the three must be 0 in ${shownAmount(amount, currency)}. Round it in NetSuite or in the mapping.`,
      'amount-too-fine',
    )
}

function checkCurrency(currency: string): void {
  try {
    currencyExponent(currency)
  } catch (error) {
    if (error instanceof CurrencyError) throw refused('currency', error.message, 'currency')
    throw error
  }
}
