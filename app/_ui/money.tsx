import { Text } from '@mantine/core'
import { CurrencyError, currencyExponent } from '#nodes/currency.ts'

interface MoneyProps {
  /** Major units as a decimal string; null = nothing to show. */
  amount: string | null
  /** ISO 4217, upper case. */
  currency: string | null
  /** Without the currency, where the column or the row says it already. */
  plain?: boolean
}

/** An amount in mono with grouped digits and the currency's decimal places. */
export function Money({ amount, currency, plain = false }: MoneyProps) {
  if (amount === null) return null
  const text = moneyText(amount, currency)
  return (
    <Text span ff="monospace" fz={12.5} style={{ whiteSpace: 'nowrap' }}>
      {plain ? text.split(' ')[0] : text}
    </Text>
  )
}

/** `1,234.00 USD`; empty for null. */
export function moneyText(amount: string | null, currency: string | null): string {
  if (amount === null) return ''
  return currency === null ? grouped(amount, 0) : `${grouped(amount, places(currency))} ${currency}`
}

/**
 * Works on the text: a float would lose digits of large sums. Places are filled up and never cut
 * off: a finer amount than the currency has is a fault that must be seen.
 */
function grouped(amount: string, least: number): string {
  const [whole = '', fraction = ''] = amount.replace('-', '').split('.')
  const sign = amount.startsWith('-') ? '−' : ''
  const groups = whole.replace(/\B(?=(\d{3})+$)/g, ',')
  const shown = fraction.padEnd(least, '0')
  return `${sign}${groups}${shown === '' ? '' : `.${shown}`}`
}

function places(currency: string): number {
  try {
    return currencyExponent(currency)
  } catch (error) {
    if (error instanceof CurrencyError) return 0
    throw error
  }
}
