import Big from 'big.js'
import type { Invoice, LineItem } from '../store/records.ts'

/** A discount for a whole invoice: `percent` 0–100, or a fixed amount in minor units. */
type DiscountRule = { id: string; percent: number } | { id: string; amount: number }

/** A tax rate as the arithmetic needs it; `percentage` 0–100. */
interface TaxRule {
  id: string
  percentage: number
  inclusive: boolean
}

/**
 * The smallest step of an amount: Stripe takes three-decimal currencies only in tens of their minor
 * unit (https://docs.stripe.com/currencies#three-decimal).
 */
function amountStep(currency: string): number {
  return ['bhd', 'jod', 'kwd', 'omr', 'tnd'].includes(currency.toLowerCase()) ? 10 : 1
}

/** Rounds an exact amount in minor units, half away from zero, to what the currency allows. */
export function roundMinor(amount: Big, currency: string): number {
  const step = amountStep(currency)
  return amount.div(step).round(0, Big.roundHalfUp).times(step).toNumber()
}

/** What a quantity costs at a unit amount, both decimals; in minor units. */
export function lineAmount(unitAmount: string, quantity: string, currency: string): number {
  return roundMinor(new Big(unitAmount).times(quantity), currency)
}

/**
 * Each line with its share of the discount. A fixed amount is shared out by the lines' amounts so
 * that the shares add up to it exactly; it never exceeds what the discountable lines cost.
 */
export function discountLines(lines: LineItem[], rule: DiscountRule): LineItem[] {
  const open = lines.map((line) => (line.discountable ? Math.max(0, left(line)) : 0))
  const currency = lines[0]?.currency ?? 'usd'
  const shares =
    'percent' in rule
      ? open.map((amount) => roundMinor(new Big(amount).times(rule.percent).div(100), currency))
      : shareOut(Math.min(rule.amount, sum(open)), open, amountStep(currency))
  return lines.map((line, index) => {
    const amount = shares[index] ?? 0
    if (!line.discountable) return line
    return {
      ...line,
      discount_amounts: [...(line.discount_amounts ?? []), { amount, discount: rule.id }],
    }
  })
}

/** Each line with this tax on what is left of it after its discounts. */
export function taxLines(lines: LineItem[], rule: TaxRule): LineItem[] {
  return lines.map((line) => {
    const base = left(line)
    const rate = new Big(rule.percentage).div(100)
    const net = roundMinor(new Big(base).div(rate.plus(1)), line.currency)
    const amount = rule.inclusive
      ? base - net
      : roundMinor(new Big(base).times(rate), line.currency)
    const tax = {
      amount,
      tax_behavior: rule.inclusive ? ('inclusive' as const) : ('exclusive' as const),
      tax_rate_details: { tax_rate: rule.id },
      taxability_reason: 'standard_rated' as const,
      taxable_amount: rule.inclusive ? net : base,
      type: 'tax_rate_details' as const,
    }
    return { ...line, taxes: [...(line.taxes ?? []), tax] }
  })
}

/** The sums that an invoice shows for its lines: subtotal − discounts + exclusive tax = total. */
export function invoiceTotals(lines: LineItem[]) {
  const subtotal = sum(lines.map((line) => line.amount))
  const discounts = new Map<string, number>()
  const taxes = new Map<string, NonNullable<Invoice['total_taxes']>[number]>()
  for (const line of lines) {
    for (const { amount, discount } of line.discount_amounts ?? []) {
      discounts.set(discount, (discounts.get(discount) ?? 0) + amount)
    }
    for (const tax of line.taxes ?? []) {
      const key = `${tax.tax_rate_details?.tax_rate} ${tax.tax_behavior}`
      const before = taxes.get(key)
      taxes.set(key, {
        ...tax,
        amount: tax.amount + (before?.amount ?? 0),
        taxable_amount: (tax.taxable_amount ?? 0) + (before?.taxable_amount ?? 0),
      })
    }
  }
  const total_taxes = [...taxes.values()]
  const taxOf = (behavior: string) =>
    sum(total_taxes.filter((tax) => tax.tax_behavior === behavior).map((tax) => tax.amount))
  const total = subtotal - sum([...discounts.values()]) + taxOf('exclusive')
  return {
    subtotal,
    subtotal_excluding_tax: subtotal - taxOf('inclusive'),
    total,
    total_excluding_tax: total - taxOf('exclusive') - taxOf('inclusive'),
    total_discount_amounts: [...discounts].map(([discount, amount]) => ({ amount, discount })),
    total_taxes,
  }
}

/**
 * What a customer's balance does to an invoice: credit (negative) is used up as far as it goes, a
 * debt is added, and a negative total becomes credit.
 */
export function applyBalance(total: number, starting: number): { due: number; ending: number } {
  const due = Math.max(0, total + starting)
  return { due, ending: total + starting - due }
}

/** Shares out an amount by weights, in whole steps, by the largest remainder. */
function shareOut(amount: number, weights: number[], step: number): number[] {
  const whole = sum(weights)
  if (whole === 0) return weights.map(() => 0)
  const exact = weights.map((weight) => new Big(amount).times(weight).div(whole).div(step))
  const shares = exact.map((share) => share.round(0, Big.roundDown).toNumber())
  const order = exact
    .map((share, index) => ({ index, rest: share.minus(shares[index] ?? 0) }))
    .sort((a, b) => b.rest.cmp(a.rest) || a.index - b.index)
  let over = new Big(amount).div(step).round(0, Big.roundDown).toNumber() - sum(shares)
  for (const { index } of order) {
    if (over <= 0) break
    shares[index] = (shares[index] ?? 0) + 1
    over -= 1
  }
  return shares.map((share) => share * step)
}

export function sum(amounts: number[]): number {
  return amounts.reduce((total, amount) => total + amount, 0)
}

function left(line: LineItem): number {
  return line.amount - sum((line.discount_amounts ?? []).map((discount) => discount.amount))
}
