import { drawEdges, drawNodes, type Step } from '../draw.ts'
import { STRIPE_CUSTOMER, TAX_IDS } from './mappings.ts'

/** Both ways of writing look for the same Stripe customer and stand for the same NetSuite one. */
const UPSERT = {
  id: '$lookup(customerRecord, $setting("customerIdField"))',
  body: 'stripeFields',
  ...{ taxIds: TAX_IDS, taxIdsFor: 'new' },
  ...{ markKey: 'netsuite_customer_id', markValue: 'customerRecord.id', byEmail: true },
  ...{ onDeleted: '$setting("onDeletedCustomer")', linkType: 'customer', into: 'stripeCustomer' },
}

const STEPS: Step[] = [
  {
    id: 'start',
    kind: 'flow.start',
    name: 'When called',
    at: [0, 0],
    note: 'Expects `netsuiteCustomerId`. Adds `stripeCustomer`.',
    config: {},
  },
  {
    id: 'read',
    kind: 'netsuite.get',
    name: 'Read the customer',
    at: [1, 0],
    config: {
      ...{ recordType: 'customer', by: 'id', id: 'netsuiteCustomerId', fields: [] },
      ...{ into: 'customerRecord', onNone: 'error' },
    },
  },
  {
    id: 'whose',
    kind: 'transform.branch',
    name: 'Does the parent stand for it?',
    at: [2, 0],
    config: {
      mode: 'first',
      rows: [
        {
          name: 'Parent',
          condition: '$setting("subCustomers") = "parent" and $exists(customerRecord.parent.id)',
        },
      ],
    },
  },
  {
    id: 'parent',
    kind: 'netsuite.get',
    name: 'Read the parent',
    at: [3, 1],
    config: {
      ...{ recordType: 'customer', by: 'id', id: 'customerRecord.parent.id', fields: [] },
      ...{ into: 'customerRecord', onNone: 'error' },
    },
  },
  {
    id: 'map',
    kind: 'transform.map',
    name: 'Fields of the Stripe customer',
    at: [4, 0],
    config: { mapping: STRIPE_CUSTOMER, into: 'stripeFields', required: [] },
  },
  {
    id: 'cut',
    kind: 'transform.note',
    name: 'Say what was left out',
    at: [5, 0],
    config: {
      rows: [
        {
          condition: '$boolean(customerRecord.phone) and $not($exists(stripeFields.phone))',
          note: '"Stripe takes no phone number of more than 20 characters: it was left out."',
        },
        {
          condition: '$exists(stripeFields.metadata.netsuite_other_emails)',
          note: '"Stripe takes one e-mail: the others are in its metadata."',
        },
        {
          condition: '$length($string(customerRecord.companyName ?: "")) > 256',
          note: '"Stripe takes 256 characters of a name: it was cut."',
        },
      ],
    },
  },
  {
    id: 'owner',
    kind: 'transform.branch',
    name: 'May NetSuite overwrite it?',
    at: [6, 0],
    note: 'A customer that came from Stripe has its Stripe id as external id.',
    config: {
      mode: 'first',
      rows: [
        {
          name: 'Overwrite',
          condition: `$setting("updateStripe") = "overwrite" or (
  $setting("updateStripe") = "own" and $not($contains($string(customerRecord.externalId ?: ""), /^cus_/))
)`,
        },
      ],
    },
  },
  {
    id: 'write',
    kind: 'stripe.upsert-customer',
    name: 'Create or update',
    at: [7, 0],
    note: 'Found by the Stripe id that NetSuite has noted, else by the e-mail. One that stands for another NetSuite customer is reported.',
    config: { ...UPSERT, onExisting: 'overwrite' },
  },
  {
    id: 'fill',
    kind: 'stripe.upsert-customer',
    name: 'Create or fill in blanks',
    at: [7, 1],
    config: { ...UPSERT, onExisting: 'fill' },
  },
  {
    id: 'noted',
    kind: 'netsuite.upsert',
    name: 'Note the Stripe id in NetSuite',
    at: [8, 0],
    config: {
      ...{ recordType: 'customer', otherType: '', id: 'customerRecord.id', externalId: '$key' },
      body: `$merge([
  { $setting("customerIdField"): stripeCustomer.id },
  $setting("portalUrl", "") != "" ? { $setting("portalUrlField"): $setting("portalUrl") }
])`,
      ...{ onExisting: 'update', createOnly: [], replaceSublists: [], lineKeys: [], into: '' },
      identity: 'customerRecord.id',
      ...{ linkSystem: 'stripe', linkType: '', linkId: '' },
    },
  },
  { id: 'end', kind: 'flow.end', name: 'Return to the caller', at: [9, 0], config: {} },
]

/** The steps of the part, as its document stores them. */
export const NODES = drawNodes(STEPS)

/** How records go from step to step. */
export const EDGES = drawEdges([
  'start out read',
  'read out whose',
  'whose parent parent',
  'whose otherwise map',
  'parent out map',
  'map out cut',
  'cut out owner',
  'owner overwrite write',
  'owner otherwise fill',
  'write out noted',
  'fill out noted',
  'noted out end',
])
