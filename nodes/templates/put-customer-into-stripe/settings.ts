import type { JsonObject } from '../../json.ts'
import { fieldNames, shared } from '../settings.ts'

/** What the part asks for, in the order of the form. */
export const SETTING_FIELDS: JsonObject[] = [
  {
    key: 'updateStripe',
    label: 'Customers that Stripe has already',
    type: 'choice',
    default: 'own',
    options: [
      { value: 'own', label: 'Update them, but those that came from Stripe only where blank' },
      { value: 'overwrite', label: 'Update them all' },
      { value: 'fill', label: 'Fill in blanks only' },
    ],
    help: 'An update overwrites what others have changed in Stripe. What is blank in NetSuite never empties anything in Stripe. The flow’s own metadata, such as netsuite_inactive, is always kept up to date.',
  },
  {
    key: 'subCustomers',
    label: 'Sub-customers',
    type: 'choice',
    default: 'own',
    options: [
      { value: 'own', label: 'Have a Stripe customer of their own' },
      { value: 'parent', label: 'Share the Stripe customer of their parent' },
    ],
  },
  {
    key: 'onDeletedCustomer',
    label: 'When the Stripe customer was deleted',
    type: 'choice',
    default: 'error',
    options: [
      { value: 'error', label: 'Report it' },
      { value: 'create', label: 'Create another one' },
    ],
    help: 'For a customer whose Stripe id is noted in NetSuite, who was sent before, or who came from Stripe: also once the id was taken off in NetSuite.',
  },
  {
    key: 'sendTaxIds',
    label: 'Send the tax number',
    type: 'toggle',
    default: false,
    help: 'The Tax Reg. Number becomes a tax id of a new Stripe customer; its type follows from the billing country.',
  },
  {
    key: 'sendTaxExempt',
    label: 'Send the tax exemption',
    type: 'toggle',
    default: false,
    help: 'Who is not taxable in NetSuite becomes exempt in Stripe.',
  },
  {
    key: 'sendComments',
    label: 'Send the comments',
    type: 'toggle',
    default: false,
    help: 'As the Stripe customer’s description, at most 350 characters. Only people with access to Stripe see it.',
  },
  {
    key: 'localeMap',
    label: 'Languages',
    type: 'table',
    columns: { key: { label: 'Language in NetSuite' }, value: { label: 'Language in Stripe' } },
    default: {},
    help: 'Language in NetSuite, such as German → language of Stripe’s e-mails, such as de. Blank: Stripe’s own default.',
  },
  ...shared(['portalUrl']),
  ...fieldNames(['customerIdField', 'customerSkipField', 'portalUrlField']),
]
