import Big from 'big.js'

/**
 * Decimal places of the minor unit, as Stripe counts amounts
 * (https://docs.stripe.com/currencies#zero-decimal and #three-decimal). ISK and UGX have no minor
 * unit, but Stripe takes them with two.
 */
const EXPONENTS: ReadonlyMap<string, number> = new Map([
  ...'BIF CLP DJF GNF JPY KMF KRW MGA PYG RWF VND VUV XAF XOF XPF'
    .split(' ')
    .map((code): [string, number] => [code, 0]),
  ...'BHD JOD KWD OMR TND'.split(' ').map((code): [string, number] => [code, 3]),
])

const CODES: ReadonlySet<string> = new Set(Intl.supportedValuesOf('currency'))

/** A currency code that does not exist, or an amount that its currency cannot hold. */
export class CurrencyError extends Error {
  override readonly name = 'CurrencyError'
}

/**
 * How many decimal places the minor unit of a currency has: 0 for JPY, 2 for USD, 3 for KWD. Takes
 * an ISO 4217 code in any case; throws CurrencyError for an unknown one.
 */
export function currencyExponent(code: string): number {
  const upper = code.toUpperCase()
  if (!CODES.has(upper)) throw new CurrencyError(`"${code}" is not a currency code.`)
  return EXPONENTS.get(upper) ?? 2
}

/** Minor units (1234, 'USD') as a decimal in major units (12.34). */
export function toMajor(minor: Big.BigSource, currency: string): Big {
  return new Big(minor).div(new Big(10).pow(currencyExponent(currency)))
}

/**
 * Major units (12.34, 'USD') as whole minor units (1234). Throws CurrencyError when the amount is
 * finer than the currency: half a cent is an error, never rounded away.
 */
export function toMinor(major: Big.BigSource, currency: string): Big {
  const minor = new Big(major).times(new Big(10).pow(currencyExponent(currency)))
  if (minor.eq(minor.round(0))) return minor
  throw new CurrencyError(
    `${new Big(major).toFixed()} ${currency.toUpperCase()} is not a whole number of minor units.`,
  )
}

/** The amount rounded half up (away from zero) to what its currency can hold. */
export function roundMoney(major: Big.BigSource, currency: string): Big {
  return new Big(major).round(currencyExponent(currency), Big.roundHalfUp)
}
