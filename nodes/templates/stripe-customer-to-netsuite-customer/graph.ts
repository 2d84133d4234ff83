import { drawEdges, drawNodes, type Step } from '../draw.ts'
import { CHANGED_CUSTOMER } from '../find-netsuite-customer/mappings.ts'
import { ELIGIBLE } from './eligible.ts'

/** Both ways of changing a customer write the same fields to the same one. */
const CHANGE = {
  ...{ recordType: 'customer', otherType: '', id: 'netsuiteCustomer.id', externalId: '$key' },
  ...{ body: 'changedCustomer', createOnly: [], replaceSublists: [] },
  ...{ lineKeys: [{ list: 'addressBook', field: 'label' }], into: '' },
  identity: 'customer.id & " is " & netsuiteCustomer.id',
  ...{ linkSystem: 'stripe', linkType: 'customer', linkId: 'customer.id' },
}

const NOTED = '$lookup(netsuiteCustomer, $lowercase($setting("customerIdField")))'

const STEPS: Step[] = [
  {
    id: 'source',
    kind: 'stripe.event-source',
    name: 'Changed customers',
    at: [0, 0],
    note: 'What Tributary changed itself is passed over. To take changes over at once, switch "Also at once, by webhook" on.',
    config: {
      object: 'customer',
      events: ['customer.created', 'customer.updated', 'customer.deleted'],
      ...{ backfill: true, backfillDays: 3650 },
    },
  },
  {
    id: 'customer',
    kind: 'stripe.get',
    name: 'Read the customer',
    at: [1, 0],
    config: {
      ...{ object: 'customer', id: 'id', expand: ['tax_ids'], allLines: false },
      ...{ into: 'customer', onMissing: 'continue' },
    },
  },
  {
    id: 'deleted',
    kind: 'transform.branch',
    name: 'Still there?',
    at: [2, 0],
    config: {
      mode: 'first',
      rows: [{ name: 'Deleted', condition: '$not($exists(customer.id))' }],
    },
  },
  {
    id: 'findDeleted',
    kind: 'netsuite.lookup',
    name: 'Who has its id noted?',
    at: [3, 1],
    config: {
      recordType: 'customer',
      criteria: [{ field: '$setting("customerIdField")', value: 'id' }],
      ...{ extra: [], activeOnly: false, columns: ['companyname'], each: false },
      ...{ into: 'netsuiteCustomer', onNone: 'continue', missingMessage: '' },
    },
  },
  {
    id: 'wasLinked',
    kind: 'transform.filter',
    name: 'Only if somebody has',
    at: [4, 1],
    config: {
      rows: [
        {
          condition: '$exists(netsuiteCustomer.id)',
          reason: 'The customer was deleted in Stripe, and no NetSuite customer has its id.',
        },
      ],
    },
  },
  {
    id: 'unlink',
    kind: 'netsuite.update',
    name: 'Take the Stripe id off',
    at: [5, 1],
    note: 'Nothing else: the customer stays in NetSuite with all that was booked.',
    config: {
      ...{ recordType: 'customer', id: 'netsuiteCustomer.id', into: '' },
      fields: [{ field: '$setting("customerIdField")', value: 'null' }],
    },
  },
  {
    id: 'eligible',
    kind: 'transform.filter',
    name: 'Only customers to take over',
    at: [3, 0],
    config: { rows: ELIGIBLE },
  },
  {
    id: 'mustPay',
    kind: 'transform.branch',
    name: 'Only who has paid?',
    at: [4, 0],
    config: { mode: 'first', rows: [{ name: 'Only', condition: '$setting("onlyPaying")' }] },
  },
  {
    id: 'charges',
    kind: 'stripe.lookup',
    name: 'Find its charges',
    at: [7, 1],
    config: {
      ...{ object: 'charge', how: 'list', take: 'many', expand: [], into: 'charges' },
      filter: [{ param: 'customer', value: 'customer.id' }],
      ...{ onNone: 'continue', missingMessage: '' },
    },
  },
  {
    id: 'invoices',
    kind: 'stripe.lookup',
    name: 'Find its invoices',
    at: [8, 1],
    config: {
      ...{ object: 'invoice', how: 'list', take: 'many', expand: [], into: 'invoices' },
      filter: [{ param: 'customer', value: 'customer.id' }],
      ...{ onNone: 'continue', missingMessage: '' },
    },
  },
  {
    id: 'paying',
    kind: 'transform.filter',
    name: 'Only who has',
    at: [9, 1],
    config: {
      rows: [
        {
          condition:
            '$count(charges[status = "succeeded"]) > 0 or $count(invoices[$not(status in ["draft", "void"])]) > 0',
          reason: 'The customer has neither a successful charge nor a finalized invoice yet.',
        },
      ],
    },
  },
  {
    id: 'payer',
    kind: 'transform.map',
    name: 'Who it is',
    at: [10, 0],
    config: {
      mapping: `$merge([
  customer,
  { "currency": customer.currency ?: $lowercase($setting("defaultCurrency")), "optional": true }
])`,
      ...{ into: 'payer', required: [] },
    },
  },
  {
    id: 'find',
    kind: 'flow.call',
    name: 'Find or create it in NetSuite',
    at: [11, 0],
    note: 'The same steps that invoices and payments take for their customer.',
    config: { flow: 'find-netsuite-customer' },
  },
  {
    id: 'change',
    kind: 'transform.branch',
    name: 'Change it?',
    at: [12, 0],
    config: {
      mode: 'first',
      rows: [
        { name: 'New', condition: '$exists(newCustomer)' },
        {
          name: 'Change',
          condition: '$setting("updateNetsuite") != "never"',
        },
      ],
    },
  },
  {
    id: 'changed',
    kind: 'transform.map',
    name: 'Fields that may have changed',
    at: [14, 1],
    config: { mapping: CHANGED_CUSTOMER, into: 'changedCustomer', required: [] },
  },
  {
    id: 'owner',
    kind: 'transform.branch',
    name: 'May Stripe overwrite it?',
    at: [15, 1],
    config: {
      mode: 'first',
      rows: [
        {
          name: 'Overwrite',
          condition: `$setting("updateNetsuite") = "overwrite" or (
  $setting("updateNetsuite") = "own" and netsuiteCustomer.externalid = customer.id
)`,
        },
      ],
    },
  },
  {
    id: 'update',
    kind: 'netsuite.upsert',
    name: 'Update it',
    at: [16, 1],
    note: 'The address is the line "Stripe billing" of the address book; other lines are not touched.',
    config: { ...CHANGE, onExisting: 'update' },
  },
  {
    id: 'fill',
    kind: 'netsuite.upsert',
    name: 'Fill in blanks',
    at: [16, 2],
    config: { ...CHANGE, onExisting: 'fill' },
  },
  {
    id: 'shared',
    kind: 'transform.branch',
    name: 'Has it another Stripe id?',
    at: [17, 0],
    config: {
      mode: 'first',
      rows: [{ name: 'Another', condition: `$boolean(${NOTED}) and ${NOTED} != customer.id` }],
    },
  },
  {
    id: 'other',
    kind: 'stripe.get',
    name: 'Read the other one',
    at: [18, 1],
    config: {
      ...{ object: 'customer', id: NOTED, expand: [], allLines: false },
      ...{ into: 'otherCustomer', onMissing: 'continue' },
    },
  },
  {
    id: 'warn',
    kind: 'transform.note',
    name: 'Say that two share it',
    at: [19, 1],
    config: {
      rows: [
        {
          condition: '$exists(otherCustomer.id)',
          note: '"The Stripe customers " & customer.id & " and " & otherCustomer.id & " share the NetSuite customer " & netsuiteCustomer.id & ". NetSuite notes the newer one."',
        },
      ],
    },
  },
  {
    id: 'newer',
    kind: 'transform.branch',
    name: 'Is this one newer?',
    at: [20, 1],
    config: {
      mode: 'first',
      rows: [
        {
          name: 'Newer',
          condition: '$not($exists(otherCustomer.id)) or otherCustomer.created < customer.created',
        },
      ],
    },
  },
  {
    id: 'renew',
    kind: 'netsuite.update',
    name: 'Note the newer one',
    at: [28, 1],
    config: {
      ...{ recordType: 'customer', id: 'netsuiteCustomer.id', into: '' },
      fields: [{ field: '$setting("customerIdField")', value: 'customer.id' }],
    },
  },
  {
    id: 'tellStripe',
    kind: 'transform.branch',
    name: 'Tell Stripe?',
    at: [29, 0],
    config: {
      mode: 'first',
      rows: [{ name: 'Yes', condition: '$setting("writeBackCustomerId")' }],
    },
  },
  {
    id: 'writeBack',
    kind: 'stripe.write-back',
    name: 'Write the NetSuite id to Stripe',
    at: [30, 0],
    config: {
      ...{ object: 'customer', id: 'customer.id', into: '' },
      metadata: [{ key: 'netsuite_customer_id', value: 'netsuiteCustomer.id' }],
    },
  },
]

/** The steps of the flow, as its document stores them. */
export const NODES = drawNodes(STEPS)

/** How records go from step to step. */
export const EDGES = drawEdges([
  'source out customer',
  'customer out deleted',
  'deleted deleted findDeleted',
  'findDeleted out wasLinked',
  'wasLinked out unlink',
  'deleted otherwise eligible',
  'eligible out mustPay',
  'mustPay only charges',
  'charges out invoices',
  'invoices out paying',
  'paying out payer',
  'mustPay otherwise payer',
  'payer out find',
  'find out change',
  'change new tellStripe',
  'change change changed',
  'change otherwise shared',
  'changed out owner',
  'owner overwrite update',
  'owner otherwise fill',
  'update out shared',
  'fill out shared',
  'shared another other',
  'shared otherwise tellStripe',
  'other out warn',
  'warn out newer',
  'newer newer renew',
  'newer otherwise tellStripe',
  'renew out tellStripe',
  'tellStripe yes writeBack',
])
