import type { JsonObject } from '../../json.ts'

/** A Stripe customer as it is read. */
export const ADA: JsonObject = {
  ...{ id: 'cus_ada', object: 'customer', created: 1_772_323_200, currency: null },
  ...{ email: 'Ada@byron.test', name: 'Ada|Byron', phone: '+44 20 7946 0000' },
  ...{ metadata: { tier: 'gold' }, tax_exempt: 'none', shipping: null },
  address: {
    ...{ line1: '12 St James’s Square', line2: null, city: 'London', state: null },
    ...{ postal_code: 'SW1Y 4JH', country: 'GB' },
  },
}

/** What the flow's steps see of a customer. */
export function read(over: JsonObject = {}): JsonObject {
  return { id: 'cus_ada', object: 'customer', customer: { ...ADA, ...over } }
}

/** The customer on its way, found in NetSuite as a company or a person. */
export function found(netsuiteCustomer: JsonObject, over: JsonObject = {}): JsonObject {
  return { ...read(over), payer: { ...ADA, ...over, currency: 'usd' }, netsuiteCustomer }
}

export const COMPANY: JsonObject = { id: '647', isperson: 'F', companyname: 'Byron', email: '' }
export const PERSON: JsonObject = { ...COMPANY, isperson: 'T', firstname: 'Ada', lastname: 'King' }

/** Records to try the flow's steps on. */
export const SAMPLES: JsonObject[] = [
  { node: 'eligible', name: 'Ada Byron', record: read() },
  { node: 'eligible', name: 'Without e-mail', record: read({ email: null }) },
  { node: 'changed', name: 'Found as a company', record: found(COMPANY) },
  { node: 'changed', name: 'Found as a person', record: found(PERSON) },
]
