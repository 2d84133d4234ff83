import { isJsonObject, type JsonObject } from '../../json.ts'
import { customer } from './samples.ts'

const FIELDS: JsonObject = {
  ...{ name: 'Acme GmbH', email: 'ap@acme.test', phone: '+15125550100' },
  address: {
    ...{ line1: 'Platz 1', line2: '', city: 'Berlin', state: '', postal_code: '10115' },
    country: 'DE',
  },
  metadata: { netsuite_entity_id: 'C647', netsuite_inactive: '' },
}

/** The part's own tests: each gives one record to one step and says what must come out. */
export const TESTS: JsonObject[] = [
  mapped('A company goes by its name', {}, {}),
  mapped(
    'A person goes by first and last name',
    { isPerson: true, firstName: 'Ada', lastName: 'Byron' },
    { name: 'Ada Byron' },
  ),
  mapped(
    'The first valid e-mail is taken, the others are kept in the metadata',
    { email: 'none, ap@acme.test; office@acme.test' },
    {
      metadata: {
        ...{ netsuite_entity_id: 'C647', netsuite_inactive: '' },
        netsuite_other_emails: 'office@acme.test',
      },
    },
  ),
  mapped('A long name is cut', { companyName: 'x'.repeat(300) }, { name: 'x'.repeat(256) }),
  mapped(
    'An inactive customer is marked in the metadata',
    { isInactive: true },
    { metadata: { netsuite_entity_id: 'C647', netsuite_inactive: 'true' } },
  ),
  mapped(
    'Comments, exemption and language go along if wanted',
    { comments: 'y'.repeat(400) },
    {
      ...{ description: 'y'.repeat(350), preferred_locales: ['de'], tax_exempt: 'exempt' },
      settings: { sendComments: true, sendTaxExempt: true, localeMap: { German: 'de' } },
    },
  ),
]

/** A test of the Stripe customer's fields; `expected` may bring settings along. */
function mapped(name: string, over: JsonObject, expected: JsonObject): JsonObject {
  const { settings, ...fields } = expected
  const input = customer(over)
  const expect = { ...input, stripeFields: { ...FIELDS, ...fields } }
  return { name, node: 'map', input, expect, settings: isJsonObject(settings) ? settings : {} }
}
