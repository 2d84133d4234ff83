import { expect, test } from 'vitest'
import { moneyText } from './money.tsx'

test('an amount has the decimal places of its currency', () => {
  expect(moneyText('1234.5', 'USD')).toBe('1,234.50 USD')
  expect(moneyText('8065637', 'JPY')).toBe('8,065,637 JPY')
  expect(moneyText('20110.375', 'KWD')).toBe('20,110.375 KWD')
  expect(moneyText('-0.5', 'EUR')).toBe('−0.50 EUR')
})

test('digits are never cut off, whatever their number', () => {
  expect(moneyText('9007199254740993.123', 'USD')).toBe('9,007,199,254,740,993.123 USD')
  expect(moneyText('12.3', 'XYZ')).toBe('12.3 XYZ')
})
