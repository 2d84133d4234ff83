import { drawEdges, drawNodes, type Step } from '../draw.ts'
import { NEW_CUSTOMER } from './mappings.ts'

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
      columns: ['externalid', 'companyname', 'email', 'currency', '$setting("customerIdField")'],
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
    id: 'newCustomer',
    kind: 'transform.map',
    name: 'Fields of the new customer',
    at: [8, 1],
    config: {
      ...{ mapping: NEW_CUSTOMER, into: 'newCustomer' },
      required: ['subsidiary.id', 'currency.id'],
    },
  },
  {
    id: 'create',
    kind: 'netsuite.upsert',
    name: 'Create the customer',
    at: [9, 1],
    note: 'Written once per Stripe customer, however many of its records come together. One without Stripe customer is known by its e-mail.',
    config: {
      ...{ recordType: 'customer', otherType: '' },
      externalId: `payer.id ?: (
  /* NetSuite takes letters, digits, - and _ only. */
  $coded := $base64encode($lowercase($trim(payer.email)));
  "guest-" & $replace($replace($replace($coded, "+", "-"), "/", "_"), "=", "")
)`,
      ...{ body: 'newCustomer', onExisting: 'leave', replaceSublists: [] },
      ...{ into: 'netsuiteCustomer', identity: 'payer.id ?: $lowercase($trim(payer.email))' },
      ...{ linkSystem: 'stripe', linkType: '' },
      linkId: 'payer.id ? { "type": "customer", "id": payer.id }',
    },
  },
  { id: 'end', kind: 'flow.end', name: 'Return to the caller', at: [12, 0], config: {} },
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
  'known known end',
  'known otherwise newCustomer',
  'newCustomer out create',
  'create out end',
])
