import type { JsonObject } from '../../json.ts'
import { fieldNames, shared } from '../settings.ts'

/** What the part asks for, in the order of the form. */
export const SETTING_FIELDS: JsonObject[] = [
  ...shared(['subsidiary', 'customerMode', 'defaultCustomer', 'defaultCustomerMap']),
  ...shared(['defaultCustomerName', 'customerType', 'nameDelimiter', 'metadataFields']),
  ...shared(['takeTaxStatus', 'portalUrl']),
  {
    key: 'inactiveCustomer',
    label: 'When the customer found is inactive',
    type: 'choice',
    default: 'error',
    options: [
      { value: 'error', label: 'Report it' },
      { value: 'reactivate', label: 'Make it active again' },
    ],
    help: 'Only for one that carries the Stripe id. Inactive customers with the same e-mail are passed over.',
  },
  {
    key: 'takenName',
    label: 'When the name of a new customer is taken',
    type: 'choice',
    default: 'error',
    options: [
      { value: 'error', label: 'Report it' },
      { value: 'append', label: 'Append the end of the Stripe id' },
    ],
    help: 'Only for accounts without auto-generated numbers for customers: there the name must be unique.',
  },
  {
    key: 'customerNumber',
    label: 'Number of new customers',
    type: 'choice',
    default: 'netsuite',
    options: [
      { value: 'netsuite', label: 'As NetSuite gives it' },
      { value: 'stripe', label: 'The Stripe id' },
    ],
    help: 'The customer’s ID in NetSuite. The Stripe id needs "Allow Override" of auto-generated numbers, or those switched off.',
  },
  {
    key: 'customerTerms',
    label: 'Payment terms of new customers',
    type: 'netsuite:term',
    help: 'Blank: NetSuite’s own default.',
  },
  {
    key: 'customerPriceLevel',
    label: 'Price level of new customers',
    type: 'netsuite:pricelevel',
    help: 'Blank: NetSuite’s own default.',
  },
  ...fieldNames(['customerIdField', 'portalUrlField']),
]
