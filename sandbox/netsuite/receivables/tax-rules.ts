import { Big } from 'big.js'
import { decimal, rounded } from './money.ts'
import type { SetupIndex } from '../records/setup-records.ts'
import type { FieldValues } from '../records/store.ts'

/**
 * Works out the tax of a line: what was sent as `tax1Amt` or `taxAmount`, else the amount times the
 * rate of the line or of its tax code. A line without any of these has no tax fields.
 */
export function completeTax(line: FieldValues, setup: SetupIndex, precision: number): void {
  const rate = taxRateOf(line, setup)
  const sent = line.tax1Amt ?? line.taxAmount
  if (rate === null && sent === undefined) return
  const amount = decimal(line.amount)
  const tax = sent === undefined ? amount.times(rate ?? 0).div(100) : decimal(sent)
  if (rate !== null) line.taxRate1 = rate.toNumber()
  line.tax1Amt = rounded(tax, precision)
  line.taxAmount = line.tax1Amt
  line.grossAmt = amount.plus(line.tax1Amt).toNumber()
}

/**
 * The amount before tax of a line that was sent with its gross amount only
 * (a gross amount makes the amount anew since 2026.1), or null.
 */
export function amountOfGross(line: FieldValues, setup: SetupIndex): Big | null {
  if (line.grossAmt === undefined) return null
  const sent = line.tax1Amt ?? line.taxAmount
  if (sent !== undefined) return decimal(line.grossAmt).minus(decimal(sent))
  const rate = taxRateOf(line, setup) ?? new Big(0)
  return decimal(line.grossAmt).div(rate.div(100).plus(1))
}

/** Percent, or null. */
function taxRateOf(line: FieldValues, setup: SetupIndex): Big | null {
  if (line.taxRate1 !== undefined) return decimal(line.taxRate1)
  if (line.taxCode === undefined) return null
  return decimal(setup.byId('taxItem', String(line.taxCode))?.fields.rate)
}
