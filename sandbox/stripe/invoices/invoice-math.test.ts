import Big from 'big.js'
import fc from 'fast-check'
import { expect, test } from 'vitest'
import { createCustomer } from '../customers/customers.ts'
import { newLine } from './invoice-lines.ts'
import {
  applyBalance,
  discountLines,
  invoiceTotals,
  lineAmount,
  roundMinor,
  sum,
  taxLines,
} from './invoice-math.ts'
import { newInvoice } from './invoice-record.ts'
import type { LineItem } from '../store/records.ts'
import { createWork } from '../store/work.ts'

test('a fixed discount is shared out to the last minor unit, never more than the lines cost', () => {
  fc.assert(
    fc.property(amounts, fc.nat(1_000_000), (costs, amount) => {
      const lines = discountLines(linesOf('usd', costs), { id: 'di_1', amount })
      const given = sum(lines.flatMap((line) => (line.discount_amounts ?? []).map((d) => d.amount)))
      expect(given).toBe(Math.min(amount, sum(costs)))
      for (const line of lines) {
        expect(line.discount_amounts?.[0]?.amount).toBeLessThanOrEqual(line.amount)
      }
    }),
  )
})

test('subtotal less discounts plus exclusive tax is the total, whatever the rates', () => {
  const percentage = fc.integer({ min: 0, max: 3000 }).map((value) => value / 100)
  fc.assert(
    fc.property(amounts, percentage, fc.boolean(), (costs, rate, inclusive) => {
      const discounted = discountLines(linesOf('eur', costs), { id: 'di_1', percent: 12.5 })
      const lines = taxLines(discounted, { id: 'txr_1', percentage: rate, inclusive })
      const totals = invoiceTotals(lines)
      const discount = sum(totals.total_discount_amounts.map((entry) => entry.amount))
      const tax = sum(totals.total_taxes.map((entry) => entry.amount))
      expect(totals.total).toBe(sum(costs) - discount + (inclusive ? 0 : tax))
      expect(totals.total_excluding_tax).toBe(sum(costs) - discount - (inclusive ? tax : 0))
    }),
  )
})

test('unused time takes no discount but carries its tax', () => {
  const [line] = linesOf('usd', [-1000])
  if (!line) throw new Error('no line')
  const unused = { ...line, discountable: false }
  const [taxed] = taxLines(discountLines([unused], { id: 'di_1', percent: 50 }), {
    id: 'txr_1',
    percentage: 20,
    inclusive: false,
  })
  expect(taxed?.discount_amounts).toEqual([])
  expect(taxed?.taxes?.[0]?.amount).toBe(-200)
})

test('amounts are rounded half away from zero, to tens where the currency has three decimals', () => {
  expect(lineAmount('33.335', '3', 'usd')).toBe(100)
  expect(lineAmount('0.5', '1', 'jpy')).toBe(1)
  expect(roundMinor(new Big('1235'), 'kwd')).toBe(1240)
  expect(roundMinor(new Big('-2.5'), 'usd')).toBe(-3)
})

test('credit is used as far as it goes, debt is added, a negative total becomes credit', () => {
  expect(applyBalance(5000, -2000)).toEqual({ due: 3000, ending: 0 })
  expect(applyBalance(5000, -6000)).toEqual({ due: 0, ending: -1000 })
  expect(applyBalance(5000, 700)).toEqual({ due: 5700, ending: 0 })
  expect(applyBalance(-300, 0)).toEqual({ due: 0, ending: -300 })
})

const amounts = fc.array(fc.nat(500_000), { minLength: 1, maxLength: 12 })

function linesOf(currency: string, costs: number[]): LineItem[] {
  const work = createWork({
    source: { find: async () => undefined, related: async () => [] },
    now: 1_790_000_000,
    settings: { origin: 'http://127.0.0.1:4242', settlementCurrency: null },
    request: { id: null, idempotency_key: null },
  })
  const invoice = newInvoice(work, createCustomer(work, { name: 'Acme' }), { currency })
  return costs.map((amount) =>
    newLine(work, invoice, {
      amount,
      description: null,
      parent: { invoiceItem: 'ii_1' },
      quantity: '1',
      unitAmount: String(amount),
    }),
  )
}
