import { Big } from 'big.js'
import type { FieldValue } from '../records/store.ts'

/** A stored number as a decimal; an empty or other value is 0. Never goes through float arithmetic. */
export function decimal(value: FieldValue | null | undefined): Big {
  return typeof value === 'number' || (typeof value === 'string' && value !== '')
    ? new Big(value)
    : new Big(0)
}

/** Rounds half away from zero to the currency's decimals, as a JSON number. */
export function rounded(amount: Big, precision: number): number {
  return amount.round(precision, Big.roundHalfUp).toNumber()
}

/** Adds up, exactly. */
export function sum(amounts: Iterable<Big>): Big {
  let total = new Big(0)
  for (const amount of amounts) total = total.plus(amount)
  return total
}
