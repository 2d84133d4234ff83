import type { ParsedFields } from '../records/parse-body.ts'
import type { FieldValues } from '../records/store.ts'

/**
 * A stored line without the amounts that a change makes anew: a new quantity or rate changes amount
 * and tax, a new amount its rate and tax. What the change itself says stays out of this: it is laid
 * over the line afterwards. Tax that has no rate cannot be worked out again and stays.
 */
export function withoutStaleAmounts(
  line: FieldValues,
  sent: ParsedFields | undefined,
): FieldValues {
  const isNew = (name: string) => sent?.[name] !== undefined
  if (line.amount === undefined || !DECISIVE.some(isNew)) return line
  const stale = new Set(['grossAmt'])
  if (line.taxRate1 !== undefined || isNew('tax1Amt') || isNew('taxAmount')) {
    stale.add('tax1Amt').add('taxAmount')
  }
  if (isNew('taxCode')) stale.add('taxRate1').add('tax1Amt').add('taxAmount')
  if (isNew('amount')) {
    if (!isNew('rate')) stale.add('rate')
  } else if (isNew('grossAmt')) stale.add('amount').add('rate')
  else if (isNew('quantity') || isNew('rate') || isNew('item')) stale.add('amount')
  return Object.fromEntries(Object.entries(line).filter(([name]) => !stale.has(name)))
}

/** The fields that decide what a line comes to. */
const DECISIVE = [
  'item',
  'quantity',
  'rate',
  'amount',
  'taxCode',
  'taxRate1',
  'tax1Amt',
  'taxAmount',
  'grossAmt',
]
