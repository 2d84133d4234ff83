import { Text } from '@mantine/core'

interface MoneyProps {
  /** Major units as a decimal string; null = nothing to show. */
  amount: string | null
  /** ISO 4217, upper case. */
  currency: string | null
  /** Without the currency, where the column or the row says it already. */
  plain?: boolean
}

/** An amount in mono with grouped digits; the digits after the point are those that are stored. */
export function Money({ amount, currency, plain = false }: MoneyProps) {
  if (amount === null) return null
  return (
    <Text span ff="monospace" fz={12.5} style={{ whiteSpace: 'nowrap' }}>
      {plain ? grouped(amount) : moneyText(amount, currency)}
    </Text>
  )
}

/** `1,234.00 USD`; empty for null. */
export function moneyText(amount: string | null, currency: string | null): string {
  if (amount === null) return ''
  return currency === null ? grouped(amount) : `${grouped(amount)} ${currency}`
}

// On the text itself: a float would lose digits of large sums, and the server has rounded already.
function grouped(amount: string): string {
  const [whole = '', fraction] = amount.replace('-', '').split('.')
  const sign = amount.startsWith('-') ? '−' : ''
  const groups = whole.replace(/\B(?=(\d{3})+$)/g, ',')
  return `${sign}${groups}${fraction === undefined ? '' : `.${fraction}`}`
}
