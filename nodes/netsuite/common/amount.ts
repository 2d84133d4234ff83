import Big from 'big.js'
import type { Json } from '../../json.ts'
import { refused } from './effect-parts.ts'

/** An amount in major units from a record's value; NodeError `value` naming the field when it is none. */
export function amountOf(value: Json | undefined, field: string, label: string): Big {
  const text = typeof value === 'number' || typeof value === 'string' ? String(value).trim() : ''
  if (!/^-?\d+(\.\d+)?$/.test(text)) {
    const shown = text === '' ? 'is empty' : `"${text}" is no number`
    throw refused(field, `The ${label} ${shown} for this record. Correct its expression.`)
  }
  return new Big(text)
}

/** An amount that NetSuite answered; zero where it has none. */
export function amountThere(value: Json | undefined): Big {
  return typeof value === 'number' || (typeof value === 'string' && /^-?\d/.test(value))
    ? new Big(value)
    : new Big(0)
}
