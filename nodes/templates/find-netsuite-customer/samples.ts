import type { JsonObject } from '../../json.ts'

/** Who pays, with all that Stripe may know, and the currency as NetSuite has it. */
export function payer(over: JsonObject = {}): JsonObject {
  return {
    currency: { id: '1', symbol: 'USD' },
    payer: {
      ...{ id: 'cus_OxAcme123456', name: 'Acme', email: 'ap@acme.test', currency: 'usd' },
      ...{ phone: '+15125550100', metadata: { tier: 'gold' } },
      address: {
        ...{ line1: '1 Main', line2: null, city: 'Austin', state: 'TX' },
        ...{ postal_code: '78701', country: 'US' },
      },
      ...over,
    },
  }
}

/** Records to try the part's steps on. */
export const SAMPLES: JsonObject[] = [
  { node: 'newCustomer', name: 'A company', record: payer() },
  { node: 'newCustomer', name: 'A name with a delimiter', record: payer({ name: 'Ada|Byron' }) },
  { node: 'newCustomer', name: 'Without a name', record: payer({ name: null }) },
  { node: 'guests', name: 'A guest', record: payer({ id: null, email: null }) },
]
