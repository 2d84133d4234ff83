import type { JsonObject } from '../../json.ts'
import { fieldNames, shared, SKIP_FILTER } from '../settings.ts'

/** What the flow asks for, in the order of the form. */
export const SETTING_FIELDS: JsonObject[] = [
  ...shared(['subsidiary', 'accountTimeZone', 'customerMode']),
  ...shared(['defaultCustomerName', 'customerType', 'nameDelimiter', 'metadataFields']),
  ...shared(['takeTaxStatus', 'portalUrl']),
  {
    key: 'updateNetsuite',
    label: 'Customers that NetSuite has already',
    type: 'choice',
    default: 'own',
    options: [
      { value: 'own', label: 'Update those that came from Stripe, fill in blanks of the others' },
      { value: 'overwrite', label: 'Update them all' },
      { value: 'fill', label: 'Fill in blanks only' },
      { value: 'never', label: 'Leave them as they are' },
    ],
    help: 'A customer that came from Stripe has its Stripe id as external id. What is blank in Stripe never empties anything in NetSuite, and the subsidiary is never changed.',
  },
  {
    key: 'onlyPaying',
    label: 'Only customers who have paid or been invoiced',
    type: 'toggle',
    default: false,
    help: 'Leaves out who has neither a successful charge nor a finalized invoice, such as sign-ups that came to nothing.',
  },
  {
    key: 'defaultCurrency',
    label: 'Currency of customers without one',
    type: 'text',
    default: 'usd',
    help: 'Stripe gives a customer a currency with the first invoice. Three letters.',
  },
  {
    key: 'writeBackCustomerId',
    label: 'Write the NetSuite id to the Stripe customer',
    type: 'toggle',
    default: true,
    help: 'As metadata netsuite_customer_id.',
  },
  ...shared(['startDate'], {
    startDate: {
      label: 'Start with customers created on',
      help: 'Customers that were created in Stripe before this day are left out. Blank: all.',
    },
  }),
  SKIP_FILTER,
  ...fieldNames(['customerIdField', 'portalUrlField']),
]
