import type { JsonObject } from '../../json.ts'
import { ACTIVE, INACTIVE, LINKED, NO_EMAIL, SKIPPED } from './samples.ts'

/** The flow's own tests: each gives one record to one step and says what must come out. */
export const TESTS: JsonObject[] = [
  goesOn('an active customer', ACTIVE),
  goesOn('a customer without e-mail who is in Stripe already', LINKED),
  leftOut(
    'a customer without e-mail',
    NO_EMAIL,
    'The customer has no e-mail, and no Stripe customer yet.',
  ),
  leftOut(
    'a customer marked as not to be synced',
    SKIPPED,
    'The customer is marked in NetSuite as not to be synced with Stripe.',
  ),
  leftOut('an inactive customer', INACTIVE, 'The customer is inactive and has no Stripe customer.'),
  goesOn('an inactive customer, if wanted', INACTIVE, { syncInactive: true }),
  leftOut('what the settings leave out', ACTIVE, 'The flow’s settings leave it out.', {
    skipFilter: 'companyname = "Acme Ltd"',
  }),
]

function goesOn(name: string, input: JsonObject, settings: JsonObject = {}): JsonObject {
  return { name: `Sends ${name}`, node: 'eligible', input, expect: input, settings }
}

function leftOut(
  name: string,
  input: JsonObject,
  reason: string,
  settings: JsonObject = {},
): JsonObject {
  const expect = { filtered: reason }
  return { name: `Leaves out ${name}`, node: 'eligible', input, expect, settings }
}
