import Big from 'big.js'

/** An amount in minor units as people read it: `$1,000.00`, `¥1,000`. */
export function displayMoney(minor: number, currency: string): string {
  const digits = fractionDigits(currency)
  return new Intl.NumberFormat('en-US', {
    style: 'currency',
    currency,
    minimumFractionDigits: digits,
    maximumFractionDigits: digits,
  }).format(new Big(minor).div(new Big(10).pow(digits)).toNumber())
}

/** A moment (unix seconds) as a day in UTC: `December 1, 2026`. */
export function displayDay(seconds: number): string {
  return new Intl.DateTimeFormat('en-US', { dateStyle: 'long', timeZone: 'UTC' }).format(
    seconds * 1000,
  )
}

/** How many of the last digits of an amount are decimals (https://docs.stripe.com/currencies). */
function fractionDigits(currency: string): number {
  if (ZERO_DECIMAL.has(currency)) return 0
  return THREE_DECIMAL.has(currency) ? 3 : 2
}

const ZERO_DECIMAL = new Set(
  'bif clp djf gnf jpy kmf krw mga pyg rwf vnd vuv xaf xof xpf'.split(' '),
)
const THREE_DECIMAL = new Set('bhd jod kwd omr tnd'.split(' '))
