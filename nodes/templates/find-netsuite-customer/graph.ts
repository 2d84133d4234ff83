import { drawEdges, drawNodes, type Step } from '../draw.ts'
import { ENTITY_NAME, NEW_CUSTOMER } from './mappings.ts'

/** What steps that write to a customer found in NetSuite have in common. */
const KNOWN = {
  ...{ recordType: 'customer', otherType: '', externalId: '$key', onExisting: 'update' },
  ...{ createOnly: [], replaceSublists: [], lineKeys: [], into: '' },
  ...{ linkSystem: 'stripe', linkType: '', linkId: '' },
}

const ADD_CURRENCY = {
  ...{ ...KNOWN, id: 'netsuiteCustomer.id' },
  body: '{ "currencyList": { "items": [{ "currency": { "id": currency.id } }] } }',
  lineKeys: [{ list: 'currencyList', field: 'currency' }],
  identity: 'netsuiteCustomer.id & " in " & currency.id',
}

const STEPS: Step[] = [
  {
    id: 'start',
    kind: 'flow.start',
    name: 'When called',
    at: [0, 0],
    note: 'Expects `payer`: the Stripe customer’s id, e-mail, name, phone, address, shipping and metadata as far as they are known, and the currency such as usd. Adds `netsuiteCustomer` and `currency`.',
    config: {},
  },
  {
    id: 'currency',
    kind: 'netsuite.lookup',
    name: 'Find the currency',
    at: [1, 0],
    config: {
      recordType: 'currency',
      criteria: [{ field: 'symbol', value: '$uppercase(payer.currency)' }],
      ...{ extra: [], activeOnly: true, columns: ['symbol'], each: false, into: 'currency' },
      onNone: 'error',
      missingMessage:
        'Set the currency up under Lists > Accounting > Currencies in NetSuite, then retry.',
    },
  },
  {
    id: 'who',
    kind: 'transform.branch',
    name: 'Who pays?',
    at: [2, 0],
    note: 'Without Stripe customer and without e-mail it is a guest.',
    config: {
      mode: 'first',
      rows: [
        {
          name: 'Somebody',
          condition:
            '$setting("customerMode") != "global" and ($boolean(payer.id) or $boolean(payer.email))',
        },
      ],
    },
  },
  {
    id: 'guests',
    kind: 'transform.branch',
    name: 'Customer of guests set?',
    at: [3, 1],
    config: {
      mode: 'first',
      rows: [
        {
          name: 'Set',
          condition:
            '$lookup("defaultCustomerMap", $uppercase(payer.currency), $setting("defaultCustomer", "")) != ""',
        },
      ],
    },
  },
  {
    id: 'guest',
    kind: 'transform.map',
    name: 'Take the customer of guests',
    at: [4, 1],
    config: {
      mapping:
        '{ "id": $lookup("defaultCustomerMap", $uppercase(payer.currency), $setting("defaultCustomer", "")) }',
      into: 'netsuiteCustomer',
      required: ['id'],
    },
  },
  {
    id: 'noGuests',
    kind: 'flow.stop',
    name: 'Nobody to book it to',
    at: [4, 2],
    config: {
      message:
        '"There is no Stripe customer and no e-mail, and the settings name no customer of guests. Choose one under Settings, then retry."',
      kind: 'missing',
    },
  },
  {
    id: 'linked',
    kind: 'lookup.links',
    name: 'Linked already?',
    at: [3, 0],
    config: {
      ...{ sourceSystem: 'stripe', id: 'payer.id', targetSystem: 'netsuite' },
      ...{ targetType: 'customer', into: 'linkedCustomer', onMissing: 'continue' },
    },
  },
  {
    id: 'find',
    kind: 'netsuite.lookup',
    name: 'Find the customer',
    at: [4, 0],
    note: 'From the surest to the weakest sign. Two customers that fit equally well are reported: nobody guesses.',
    config: {
      recordType: 'customer',
      criteria: [
        { field: 'id', value: 'payer.metadata.netsuite_customer_id' },
        { field: '$setting("customerIdField")', value: 'payer.id' },
        { field: 'externalid', value: 'payer.id' },
        { field: 'id', value: 'linkedCustomer.id' },
        { field: 'email', value: 'payer.email ? $lowercase($trim(payer.email))' },
      ],
      extra: [{ field: 'subsidiary', value: '$setting("subsidiary")' }],
      activeOnly: true,
      columns: [
        ...['externalid', 'email', 'currency', '$setting("customerIdField")'],
        ...['isperson', 'companyname', 'firstname', 'lastname'],
      ],
      ...{ each: false, into: 'netsuiteCustomer', onNone: 'continue', missingMessage: '' },
    },
  },
  {
    id: 'known',
    kind: 'transform.branch',
    name: 'Customer known?',
    at: [5, 0],
    config: {
      mode: 'first',
      rows: [{ name: 'Known', condition: '$exists(netsuiteCustomer.id)' }],
    },
  },
  {
    id: 'findInactive',
    kind: 'netsuite.lookup',
    name: 'Or is it inactive?',
    at: [14, 0],
    config: {
      recordType: 'customer',
      criteria: [
        { field: 'id', value: 'payer.metadata.netsuite_customer_id' },
        { field: '$setting("customerIdField")', value: 'payer.id' },
        { field: 'externalid', value: 'payer.id' },
        { field: 'id', value: 'linkedCustomer.id' },
      ],
      extra: [
        { field: 'subsidiary', value: '$setting("subsidiary")' },
        // Another page may have created an active one since the look-up before.
        { field: 'isinactive', value: '"T"' },
      ],
      ...{ activeOnly: false, columns: ['lastmodifieddate'], each: false },
      ...{ into: 'inactiveCustomer', onNone: 'continue', missingMessage: '' },
    },
  },
  {
    id: 'inactive',
    kind: 'transform.branch',
    name: 'Inactive one found?',
    at: [15, 0],
    config: {
      mode: 'first',
      rows: [
        {
          name: 'Reactivate',
          condition: '$exists(inactiveCustomer.id) and $setting("inactiveCustomer") = "reactivate"',
        },
        { name: 'Report', condition: '$exists(inactiveCustomer.id)' },
      ],
    },
  },
  {
    id: 'reactivate',
    kind: 'netsuite.upsert',
    name: 'Make it active again',
    at: [16, 1],
    config: {
      ...{ ...KNOWN, id: 'inactiveCustomer.id', body: '{ "isInactive": false }' },
      into: 'netsuiteCustomer',
      identity: 'inactiveCustomer.id & " inactive since " & inactiveCustomer.lastmodifieddate',
    },
  },
  {
    id: 'isInactive',
    kind: 'flow.stop',
    name: 'It is inactive',
    at: [16, 2],
    config: {
      message:
        '"The NetSuite customer " & inactiveCustomer.id & " (" & inactiveCustomer.entityid & ") stands for " & payer.id & ", but it is inactive. Make it active, or note the Stripe id at the customer that replaces it, then retry."',
      kind: 'value',
    },
  },
  {
    id: 'mayCreate',
    kind: 'transform.branch',
    name: 'May it be created?',
    at: [16, 0],
    config: {
      mode: 'first',
      rows: [
        { name: 'Create', condition: '$setting("customerMode") = "each"' },
        { name: 'Leave out', condition: 'payer.optional = true' },
      ],
    },
  },
  {
    id: 'leaveOut',
    kind: 'transform.filter',
    name: 'Only linked customers',
    at: [17, 2],
    config: {
      rows: [
        {
          condition: 'false',
          reason: 'NetSuite has no customer for it, and by the settings people create them there.',
        },
      ],
    },
  },
  {
    id: 'notThere',
    kind: 'flow.stop',
    name: 'Nobody to book it to yet',
    at: [17, 1],
    config: {
      message:
        '"NetSuite has no customer for " & (payer.id ?: payer.email) & ", and by the settings people create them there. Create one with the e-mail " & (payer.email ?: "of the Stripe customer") & ", or note the Stripe id at the right one, then retry."',
      kind: 'missing',
    },
  },
  {
    id: 'sameName',
    kind: 'netsuite.lookup',
    name: 'Is the name taken?',
    at: [17, 0],
    note: 'Asks only where the settings let the name be made unique.',
    config: {
      recordType: 'customer',
      criteria: [{ field: 'entityid', value: ENTITY_NAME }],
      ...{ extra: [], activeOnly: false, columns: ['entityid'], each: false },
      ...{ into: 'sameName', onNone: 'continue', missingMessage: '' },
    },
  },
  {
    id: 'newCustomer',
    kind: 'transform.map',
    name: 'Fields of the new customer',
    at: [18, 0],
    config: {
      ...{ mapping: NEW_CUSTOMER, into: 'newCustomer' },
      required: ['subsidiary.id', 'currency.id'],
    },
  },
  {
    id: 'cut',
    kind: 'transform.note',
    name: 'Say what was cut',
    at: [19, 0],
    config: {
      rows: [
        {
          condition: '$length($string(payer.name ?: "")) > 83',
          note: '"NetSuite takes 83 characters of a name: it was cut."',
        },
        {
          condition: '$boolean(payer.phone) and $not($exists(newCustomer.phone))',
          note: '"NetSuite takes no phone number such as " & payer.phone & "."',
        },
      ],
    },
  },
  {
    id: 'create',
    kind: 'netsuite.upsert',
    name: 'Create the customer',
    at: [20, 0],
    note: 'Written once per Stripe customer, however many of its records come together. One without Stripe customer is known by its e-mail, and two Stripe customers with one e-mail share what the first of them made.',
    config: {
      ...{ recordType: 'customer', otherType: '', id: '' },
      externalId: `payer.id ?: (
  /* NetSuite takes letters, digits, - and _ only. */
  $coded := $base64encode($lowercase($trim(payer.email)));
  "guest-" & $replace($replace($replace($coded, "+", "-"), "/", "_"), "=", "")
)`,
      ...{ body: 'newCustomer', onExisting: 'leave', createOnly: [], replaceSublists: [] },
      ...{ lineKeys: [], alsoBy: 'email', into: 'netsuiteCustomer' },
      identity: `(payer.id ?: $lowercase($trim(payer.email))) & (
  /* The one it was linked to is gone: this is another one. */
  linkedCustomer.id ? " after " & linkedCustomer.id : ""
)`,
      ...{ linkSystem: 'stripe', linkType: '' },
      linkId: 'payer.id ? { "type": "customer", "id": payer.id }',
    },
  },
  {
    id: 'alsoCurrency',
    kind: 'netsuite.upsert',
    name: 'Has it the currency too?',
    at: [21, 0],
    note: 'Of records that come together, one creates the customer: the others may be in another currency.',
    config: ADD_CURRENCY,
  },
  {
    id: 'hasCurrency',
    kind: 'transform.branch',
    name: 'Has it the currency?',
    at: [28, 0],
    config: {
      mode: 'first',
      rows: [{ name: 'Has it', condition: 'netsuiteCustomer.currency = currency.id' }],
    },
  },
  {
    id: 'addCurrency',
    kind: 'netsuite.upsert',
    name: 'Add the currency',
    at: [29, 1],
    note: 'NetSuite books in a currency only for customers who have it in their list.',
    config: ADD_CURRENCY,
  },
  {
    id: 'ofStripe',
    kind: 'transform.branch',
    name: 'A Stripe customer?',
    at: [30, 0],
    config: {
      mode: 'first',
      rows: [{ name: 'Stripe customer', condition: 'payer.id ? true : false' }],
    },
  },
  {
    id: 'link',
    kind: 'netsuite.upsert',
    name: 'Note the Stripe id',
    at: [31, 1],
    note: 'Only where none is noted yet.',
    config: {
      ...{ ...KNOWN, id: 'netsuiteCustomer.id', onExisting: 'fill' },
      body: '{ $setting("customerIdField"): payer.id }',
      identity: 'payer.id & " is " & netsuiteCustomer.id',
      ...{ linkType: 'customer', linkId: 'payer.id' },
    },
  },
  { id: 'end', kind: 'flow.end', name: 'Return to the caller', at: [32, 0], config: {} },
]

/** The steps of the part, as its document stores them. */
export const NODES = drawNodes(STEPS)

/** How records go from step to step. */
export const EDGES = drawEdges([
  'start out currency',
  'currency out who',
  'who somebody linked',
  'who otherwise guests',
  'guests set guest',
  'guests otherwise noGuests',
  'guest out end',
  'linked out find',
  'find out known',
  'known known hasCurrency',
  'known otherwise findInactive',
  'findInactive out inactive',
  'inactive reactivate reactivate',
  'reactivate out hasCurrency',
  'inactive report isInactive',
  'inactive otherwise mayCreate',
  'mayCreate create sameName',
  'mayCreate leave-out leaveOut',
  'mayCreate otherwise notThere',
  'sameName out newCustomer',
  'newCustomer out cut',
  'cut out create',
  'create out alsoCurrency',
  'alsoCurrency out end',
  'hasCurrency has-it ofStripe',
  'hasCurrency otherwise addCurrency',
  'addCurrency out ofStripe',
  'ofStripe stripe-customer link',
  'ofStripe otherwise end',
  'link out end',
])
