import { CurrencyError, toMajor } from '../../currency.ts'
import type { RecordFacts } from '../../runner.ts'
import type { StripeRecord } from '../client/client.ts'

/**
 * What the record index keeps of a Stripe object: its usual name, and its amount in major units as a
 * decimal text with the currency in upper case.
 */
export function stripeFacts(object: StripeRecord): RecordFacts {
  const name = NAME_FIELDS.map((field) => object[field]).find(isFilled) ?? object.id
  const { currency } = object
  const minor = object.total ?? object.amount
  if (typeof minor !== 'number' || !isFilled(currency)) return { name }
  try {
    const amount = toMajor(minor, currency).toFixed()
    return { name, amount, currency: currency.toUpperCase() }
  } catch (error) {
    // A currency newer than our table: the index does without the amount.
    if (error instanceof CurrencyError) return { name }
    throw error
  }
}

/** What people know an object by, the best first. */
const NAME_FIELDS = ['number', 'name', 'email', 'description']

function isFilled(value: unknown): value is string {
  return typeof value === 'string' && value !== ''
}
