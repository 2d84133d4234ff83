import Big from 'big.js'

/**
 * What a product of the make-believe company costs in a currency, as a decimal in minor units: the
 * dollar price in cents, converted at a rate of the company's own and rounded to what the currency
 * allows. Prices below ten cents (usage) keep their fraction of a cent.
 */
export function unitPrice(productIndex: number, currency: string): string {
  const cents = new Big(DOLLAR_CENTS[productIndex] ?? '4900')
  const { rate, exponent, step } = MONEY[currency] ?? DOLLARS
  const exact = cents.times(rate).times(new Big(10).pow(exponent)).div(100)
  if (cents.lt(10)) return exact.round(4).toFixed()
  return exact.div(step).round(0, Big.roundHalfUp).times(step).toFixed()
}

/** An amount in minor units as an invoice prints it, `$12.00`. */
export function printed(minor: string, currency: string): string {
  const { exponent } = MONEY[currency] ?? DOLLARS
  const major = new Big(minor).div(new Big(10).pow(exponent)).toNumber()
  return new Intl.NumberFormat('en-US', {
    style: 'currency',
    currency,
    maximumFractionDigits: Math.max(exponent, major < 1 ? 6 : exponent),
  }).format(major)
}

const DOLLARS = { rate: '1', exponent: 2, step: 1 }

const MONEY: Record<string, typeof DOLLARS | undefined> = {
  EUR: { rate: '0.92', exponent: 2, step: 1 },
  GBP: { rate: '0.79', exponent: 2, step: 1 },
  JPY: { rate: '150', exponent: 0, step: 10 },
  KWD: { rate: '0.31', exponent: 3, step: 10 },
  USD: DOLLARS,
}

/** In the order of the company's products. */
const DOLLAR_CENTS = ['4900', '19900', '99900', '1200', '4.5', '2.3', '29900', '150000', '87550']
