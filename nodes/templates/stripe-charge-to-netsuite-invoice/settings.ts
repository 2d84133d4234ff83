import type { JsonObject } from '../../json.ts'
import { fieldNames, shared, SKIP_FILTER } from '../settings.ts'

const OWN: JsonObject[] = [
  {
    key: 'chargeItem',
    label: 'Item of charges',
    type: 'netsuite:item',
    help: 'The one line of each invoice. Blank: the default item.',
  },
  {
    key: 'chargeTaxCode',
    label: 'Tax code of the line',
    type: 'text',
    help: 'Internal id of a tax code that adds nothing, where the account would compute tax on top: the amount of a charge has its tax inside. Blank: the item’s own.',
  },
  {
    key: 'writeBackChargeInvoice',
    label: 'Write the invoice’s NetSuite id to the charge',
    type: 'toggle',
    default: true,
    help: 'As metadata netsuite_invoice_id.',
  },
  {
    key: 'payInvoice',
    label: 'Book the payment along',
    type: 'toggle',
    default: true,
    help: 'With the steps of the flow Stripe Payment → NetSuite Customer Payment. Off: that flow does it with its own schedule.',
  },
]

/** What the flow asks for, in the order of the form. */
export const SETTING_FIELDS: JsonObject[] = [
  ...shared(['subsidiary', 'accountTimeZone', 'defaultItem']),
  ...OWN,
  ...shared([
    ...(['defaultCustomer', 'defaultCustomerMap', 'closedPeriod', 'startDate'] as const),
    ...(['exchangeRateSource', 'location', 'department', 'class'] as const),
  ]),
  SKIP_FILTER,
  ...fieldNames(['customerIdField', 'chargeIdField', 'paymentIdField']),
]
