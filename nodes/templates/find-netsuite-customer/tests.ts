import { isJsonObject, type JsonObject } from '../../json.ts'
import { payer } from './samples.ts'

const SETTINGS: JsonObject = { subsidiary: '1' }

const ADDRESS: JsonObject = {
  ...{ addr1: '1 Main', addr2: '', city: 'Austin', state: 'TX', zip: '78701' },
  country: { id: 'US' },
}
const BILLING: JsonObject = {
  ...{ label: 'Stripe billing', defaultBilling: true, defaultShipping: true },
  addressBookAddress: ADDRESS,
}

/** What all new customers of these tests share. */
const COMMON: JsonObject = {
  ...{ subsidiary: { id: '1' }, currency: { id: '1' } },
  ...{ custentity_stripe_customer_id: 'cus_OxAcme123456' },
  ...{ email: 'ap@acme.test', phone: '+15125550100' },
  addressBook: { items: [BILLING] },
}
const company = (companyName: string): JsonObject => ({ isPerson: false, companyName })
const person = (firstName: string, lastName: string): JsonObject => ({
  ...{ isPerson: true, firstName, lastName },
})

/** The part's own tests: each gives one record to one step and says what must come out. */
export const TESTS: JsonObject[] = [
  made('A customer becomes a company', {}, company('Acme')),
  made('A blank name becomes the default name', { name: null }, company('NO-NAME-ENTERED')),
  made(
    'A name with the delimiter becomes a person',
    { name: 'Ada|Byron' },
    { ...person('Ada', 'Byron'), settings: { nameDelimiter: '|' } },
  ),
  made(
    'Persons are split at the first space',
    { name: 'Ada King Byron' },
    { ...person('Ada', 'King Byron'), settings: { customerType: 'person' } },
  ),
  made(
    'One word is no person’s name',
    { name: 'Plato' },
    { ...company('Plato'), settings: { customerType: 'person' } },
  ),
  made(
    'An ending such as GmbH speaks for a company',
    { name: 'Ada Byron GmbH' },
    { ...company('Ada Byron GmbH'), settings: { customerType: 'detect' } },
  ),
  made(
    'A tax number speaks for a company',
    { name: 'Ada Byron', tax_ids: { data: [{ type: 'eu_vat' }] } },
    { ...company('Ada Byron'), settings: { customerType: 'detect' } },
  ),
  made(
    'Nothing speaks for a company',
    { name: 'Ada Byron' },
    { ...person('Ada', 'Byron'), settings: { customerType: 'detect' } },
  ),
  made('A long name is cut', { name: 'x'.repeat(90) }, company('x'.repeat(83))),
  made(
    'The exemption is taken over',
    { tax_exempt: 'exempt' },
    { ...company('Acme'), taxable: false },
  ),
  made(
    'Metadata fills fields of your own',
    {},
    {
      ...{ ...company('Acme'), custentity_tier: 'gold' },
      settings: { metadataFields: { tier: 'custentity_tier', none: 'custentity_none' } },
    },
  ),
  made(
    'The Stripe id can be the customer’s number',
    {},
    {
      ...{ ...company('Acme'), autoName: false, entityId: 'cus_OxAcme123456' },
      settings: { customerNumber: 'stripe' },
    },
  ),
  made(
    'Goods go to the shipping address',
    { shipping: { name: 'Depot', phone: null, address: { line1: '3 Dock', country: 'Germany' } } },
    {
      ...company('Acme'),
      addressBook: {
        items: [
          { ...BILLING, defaultShipping: false },
          {
            ...{ label: 'Stripe shipping', defaultBilling: false, defaultShipping: true },
            addressBookAddress: {
              ...{ addressee: 'Depot', addr1: '3 Dock', addr2: '', city: '', state: '', zip: '' },
              country: { id: 'DE' },
            },
          },
        ],
      },
    },
  ),
]

/** A test of the new customer's fields; `expected` may bring settings along. */
function made(name: string, over: JsonObject, expected: JsonObject): JsonObject {
  const { settings, ...fields } = expected
  const input = payer(over)
  const expect = { ...input, newCustomer: { ...COMMON, ...fields } }
  const own = isJsonObject(settings) ? settings : {}
  return { name, node: 'newCustomer', input, expect, settings: { ...SETTINGS, ...own } }
}
