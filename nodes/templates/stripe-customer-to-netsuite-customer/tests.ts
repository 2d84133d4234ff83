import { isJsonObject, type JsonObject } from '../../json.ts'
import { ELIGIBLE } from './eligible.ts'
import { ADA, COMPANY, found, PERSON, read } from './samples.ts'

const SETTINGS: JsonObject = { subsidiary: '1', accountTimeZone: 'America/Los_Angeles' }

/** What does not depend on how NetSuite keeps the customer. */
const DETAILS: JsonObject = {
  email: 'Ada@byron.test',
  phone: '+44 20 7946 0000',
  addressBook: {
    items: [
      {
        ...{ label: 'Stripe billing', defaultBilling: true, defaultShipping: true },
        addressBookAddress: {
          ...{ addr1: '12 St James’s Square', addr2: '', city: 'London', state: '' },
          ...{ zip: 'SW1Y 4JH', country: { id: 'GB' } },
        },
      },
    ],
  },
}

/** The flow's own tests: each gives one record to one step and says what must come out. */
export const TESTS: JsonObject[] = [
  test('Takes a customer with e-mail over', 'eligible', { input: read(), expect: read() }),
  leftOut('a customer without e-mail', 1, { email: null }),
  leftOut('a customer who is held back', 2, { metadata: { netsuite_block_integration: 'true' } }),
  leftOut('a customer older than the start', 3, {}, { startDate: '2026-03-01' }),
  leftOut('everybody where one customer stands for all', 0, {}, { customerMode: 'global' }),
  leftOut('what the settings leave out', 4, {}, { skipFilter: 'customer.metadata.tier = "gold"' }),
  changed('Keeps a company a company', COMPANY, { companyName: 'Ada|Byron', ...DETAILS }),
  changed(
    'Keeps a person a person',
    PERSON,
    { firstName: 'Ada', lastName: 'Byron', ...DETAILS },
    { nameDelimiter: '|' },
  ),
  test('Takes the default currency for a customer without one', 'payer', {
    input: read(),
    expect: { ...read(), payer: { ...ADA, currency: 'eur', optional: true } },
    settings: { defaultCurrency: 'EUR' },
  }),
]

function test(name: string, node: string, facts: JsonObject): JsonObject {
  const { settings, ...rest } = facts
  const own = isJsonObject(settings) ? settings : {}
  return { name, node, ...rest, settings: { ...SETTINGS, ...own } }
}

function leftOut(
  name: string,
  row: number,
  over: JsonObject,
  settings: JsonObject = {},
): JsonObject {
  const expect = { filtered: ELIGIBLE[row]?.reason ?? null }
  return test(`Leaves out ${name}`, 'eligible', { input: read(over), expect, settings })
}

function changed(
  name: string,
  netsuite: JsonObject,
  changedCustomer: JsonObject,
  settings: JsonObject = {},
): JsonObject {
  const input = found(netsuite)
  return test(name, 'changed', { input, expect: { ...input, changedCustomer }, settings })
}
