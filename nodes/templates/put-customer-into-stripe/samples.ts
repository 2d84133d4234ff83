import type { JsonObject } from '../../json.ts'

/** A NetSuite customer as it is read, whole. */
export function customer(over: JsonObject = {}): JsonObject {
  return {
    netsuiteCustomerId: '647',
    customerRecord: {
      ...{ id: '647', entityId: 'C647', isPerson: false, companyName: 'Acme GmbH' },
      ...{ email: 'ap@acme.test', phone: '+15125550100', isInactive: false, taxable: false },
      ...{ vatRegNumber: 'DE 123456789', language: { id: 'de', refName: 'German' } },
      addressBook: {
        items: [
          {
            ...{ defaultBilling: true, defaultShipping: false },
            addressBookAddress: {
              ...{ addr1: 'Platz 1', city: 'Berlin', zip: '10115' },
              country: { id: 'DE', refName: 'Germany' },
            },
          },
        ],
      },
      ...over,
    },
  }
}

/** Records to try the part's steps on. */
export const SAMPLES: JsonObject[] = [
  { node: 'map', name: 'A company', record: customer() },
  {
    ...{ node: 'map', name: 'A person' },
    record: customer({ isPerson: true, firstName: 'Ada', lastName: 'Byron' }),
  },
  {
    ...{ node: 'map', name: 'Two e-mails' },
    record: customer({ email: 'ap@acme.test, office@acme.test' }),
  },
]
