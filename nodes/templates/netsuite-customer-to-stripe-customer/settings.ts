import type { JsonObject } from '../../json.ts'
import { fieldNames, shared, SKIP_FILTER } from '../settings.ts'

/** What the flow asks for, in the order of the form. */
export const SETTING_FIELDS: JsonObject[] = [
  ...shared(['subsidiary']),
  {
    key: 'syncInactive',
    label: 'Create inactive customers too',
    type: 'toggle',
    default: false,
    help: 'Off: an inactive customer without a Stripe customer is left out. One that Stripe has already is never deleted; its metadata says netsuite_inactive.',
  },
  ...shared(['startDate'], {
    startDate: {
      label: 'Start with customers created on',
      help: 'Customers that were created in NetSuite before this day are left out. Blank: all.',
    },
  }),
  SKIP_FILTER,
  ...fieldNames(['customerIdField', 'customerSkipField']),
]
