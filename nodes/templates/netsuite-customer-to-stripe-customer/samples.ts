import type { JsonObject } from '../../json.ts'

/** A customer as the source reads it. */
export const ACTIVE: JsonObject = {
  ...{ id: '647', externalid: 'ACME-1', entityid: 'C647', companyname: 'Acme Ltd' },
  ...{ email: 'ap@acme.test', isinactive: 'F', lastmodifieddate: '2026-11-01 08:00:00' },
}
export const NO_EMAIL: JsonObject = { id: '648', companyname: 'Cash only', isinactive: 'F' }
export const LINKED: JsonObject = { ...NO_EMAIL, custentity_stripe_customer_id: 'cus_648' }
export const SKIPPED: JsonObject = { ...ACTIVE, custentity_stripe_skip: 'T' }
export const INACTIVE: JsonObject = { ...ACTIVE, isinactive: 'T' }

/** Records to try the flow's steps on. */
export const SAMPLES: JsonObject[] = [
  { node: 'eligible', name: 'An active customer', record: ACTIVE },
  { node: 'eligible', name: 'Without e-mail', record: NO_EMAIL },
  { node: 'eligible', name: 'Without e-mail, in Stripe already', record: LINKED },
  { node: 'eligible', name: 'Marked as not to be synced', record: SKIPPED },
  { node: 'eligible', name: 'Inactive', record: INACTIVE },
]
