import { drawEdges, drawNodes, type Step } from '../draw.ts'
import { OWN_METADATA, STRIPE_CUSTOMER, TAX_IDS } from './mappings.ts'

/** The Stripe id that NetSuite has noted. */
const NOTED = '$lookup(customerRecord, $setting("customerIdField"))'

/** Other flows take the Stripe id of a deleted customer off in NetSuite, so that blank is not unknown. */
const KNOWN = `${NOTED} ?: (linkedCustomer.id ?: (
  $contains($string(customerRecord.externalId ?: ""), /^cus_/) ? customerRecord.externalId
))`

/** Flows that begin with something else than the customer have not asked for its mark. */
const NOT_MARKED = {
  rows: [
    {
      condition: '$lookup(customerRecord, $setting("customerSkipField")) ? false : true',
      reason: 'The customer is marked in NetSuite as not to be synced with Stripe.',
    },
  ],
}

/** Both ways of writing look for the same Stripe customer and stand for the same NetSuite one. */
const UPSERT = {
  id: 'knownCustomer.deleted = true ? "" : knownCustomer.id',
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
    id: 'marked',
    kind: 'transform.filter',
    name: 'May it be synced?',
    at: [2, 0],
    config: NOT_MARKED,
  },
  {
    id: 'whose',
    kind: 'transform.branch',
    name: 'Does the parent stand for it?',
    at: [3, 0],
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
    at: [4, 1],
    config: {
      ...{ recordType: 'customer', by: 'id', id: 'customerRecord.parent.id', fields: [] },
      ...{ into: 'customerRecord', onNone: 'error' },
    },
  },
  {
    id: 'parentMarked',
    kind: 'transform.filter',
    name: 'May the parent be synced?',
    at: [5, 1],
    config: NOT_MARKED,
  },
  {
    id: 'linked',
    kind: 'lookup.links',
    name: 'Sent before?',
    at: [6, 0],
    config: {
      ...{ sourceSystem: 'netsuite', id: 'customerRecord.id', targetSystem: 'stripe' },
      ...{ targetType: 'customer', into: 'linkedCustomer', onMissing: 'continue' },
    },
  },
  {
    id: 'known',
    kind: 'stripe.get',
    name: 'Is it still in Stripe?',
    at: [7, 0],
    note: 'By the Stripe id that NetSuite has noted. Where none is noted: by the one it was sent to before, or came from.',
    config: {
      ...{ object: 'customer', id: KNOWN, expand: [], allLines: false, deleted: true },
      ...{ into: 'knownCustomer', onMissing: 'continue' },
    },
  },
  {
    id: 'gone',
    kind: 'transform.branch',
    name: 'Is it gone?',
    at: [8, 0],
    config: {
      mode: 'first',
      rows: [
        {
          name: 'Report',
          condition: `$exists(knownCustomer)
  ? knownCustomer.deleted = true and $setting("onDeletedCustomer") != "create"
  : $boolean(${NOTED}) or $boolean(linkedCustomer.id)`,
        },
      ],
    },
  },
  {
    id: 'isGone',
    kind: 'flow.stop',
    name: 'It is gone from Stripe',
    at: [9, 1],
    config: {
      message: `(
  $whose := " of the NetSuite customer " & customerRecord.id & " (" & customerRecord.entityId & ")";
  knownCustomer.deleted = true
    ? "The Stripe customer " & knownCustomer.id & $whose & " was deleted. Note the id of another one in NetSuite, or set \\"When the Stripe customer was deleted\\" to \\"Create another one\\" in the settings, then retry."
    : "Stripe has no customer " & (${NOTED} ?: linkedCustomer.id) & $whose & ". Check that the connection is of the right account, or note the id of the right one in NetSuite, then retry."
)`,
      kind: 'missing',
    },
  },
  {
    id: 'map',
    kind: 'transform.map',
    name: 'Fields of the Stripe customer',
    at: [9, 0],
    config: { mapping: STRIPE_CUSTOMER, into: 'stripeFields', required: [] },
  },
  {
    id: 'cut',
    kind: 'transform.note',
    name: 'Say what was left out',
    at: [10, 0],
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
    at: [11, 0],
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
    at: [12, 0],
    note: 'Found by the Stripe id that NetSuite has noted, else by the e-mail. One that stands for another NetSuite customer is reported.',
    config: { ...UPSERT, onExisting: 'overwrite' },
  },
  {
    id: 'fill',
    kind: 'stripe.upsert-customer',
    name: 'Create or fill in blanks',
    at: [12, 1],
    note: 'Its own metadata is kept up to date all the same.',
    config: { ...UPSERT, onExisting: 'fill', ownMetadata: OWN_METADATA },
  },
  {
    id: 'noted',
    kind: 'netsuite.upsert',
    name: 'Note the Stripe id in NetSuite',
    at: [13, 0],
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
  { id: 'end', kind: 'flow.end', name: 'Return to the caller', at: [14, 0], config: {} },
]

/** The steps of the part, as its document stores them. */
export const NODES = drawNodes(STEPS)

/** How records go from step to step. */
export const EDGES = drawEdges([
  'start out read',
  'read out marked',
  'marked out whose',
  'whose parent parent',
  'whose otherwise linked',
  'parent out parentMarked',
  'parentMarked out linked',
  'linked out known',
  'known out gone',
  'gone report isGone',
  'gone otherwise map',
  'map out cut',
  'cut out owner',
  'owner overwrite write',
  'owner otherwise fill',
  'write out noted',
  'fill out noted',
  'noted out end',
])
