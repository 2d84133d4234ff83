import type { Step } from '../draw.ts'
import { PAYER } from './charge.ts'
import { MONEY_OF_PAYER, NAMED_INVOICES, NO_MESSAGE, NO_WAIT } from './lookup-parts.ts'
import * as texts from './mappings.ts'

/** Which invoices it pays, and whose it is. */
export const MATCHING: Step[] = [
  {
    id: 'isNamed',
    kind: 'transform.branch',
    name: 'Names an invoice?',
    at: [11, 0],
    config: {
      mode: 'first',
      rows: [{ name: 'Yes', condition: '$count(pay.ids) > 0 or $count(pay.numbers) > 0' }],
    },
  },
  {
    id: 'named',
    ...NAMED_INVOICES,
    at: [12, 1],
    note: 'By metadata netsuite_invoice_id, else invoice_number or order_id; several with commas.',
  },
  {
    id: 'ofCharge',
    kind: 'netsuite.lookup',
    name: 'Invoice made of the charge',
    at: [13, 0],
    config: {
      recordType: 'invoice',
      criteria: [
        { field: '$setting("chargeIdField")', value: 'charge.id' },
        { field: 'externalid', value: 'charge.id' },
      ],
      extra: [{ field: 'voided', value: 'false' }],
      ...{ activeOnly: false, columns: ['tranid', 'entity', 'foreignamountunpaid'], each: false },
      ...{ into: 'chargeInvoice', ...NO_MESSAGE, ...NO_WAIT },
    },
  },
  {
    id: 'match',
    kind: 'transform.map',
    name: 'The first that fits',
    at: [14, 0],
    note: 'Of several invoices the one due first is paid first. Their customer is the payer.',
    config: { mapping: texts.MATCH, into: '', required: [] },
  },
  {
    id: 'found',
    kind: 'transform.branch',
    name: 'Invoice found?',
    at: [15, 0],
    config: {
      mode: 'first',
      rows: [
        { name: 'Several', condition: 'ambiguous' },
        { name: 'Found', condition: '$count(invoicesFound) > 0' },
        {
          name: 'Report',
          condition: `$setting("unmatched") = "error" and $setting("autoMatch") = "off" and $not(${texts.IS_THERE})`,
        },
      ],
    },
  },
  {
    id: 'several',
    kind: 'flow.stop',
    name: 'Number not unique',
    at: [16, 1],
    config: { message: texts.SEVERAL, kind: 'duplicate', ...NO_WAIT },
  },
  {
    id: 'payer',
    kind: 'transform.map',
    name: 'Who paid',
    at: [17, 0],
    config: { mapping: PAYER, into: 'payer', required: ['currency'] },
  },
  {
    id: 'customer',
    kind: 'flow.call',
    name: 'Find the customer',
    at: [18, 0],
    config: { flow: 'find-netsuite-customer' },
  },
  {
    id: 'auto',
    kind: 'transform.branch',
    name: 'By amount?',
    at: [19, 0],
    config: {
      mode: 'first',
      rows: [{ name: 'Yes', condition: '$setting("autoMatch") != "off"' }],
    },
  },
  {
    id: 'sameAmount',
    kind: 'netsuite.query-lookup',
    name: 'Open over the same amount',
    at: [20, 1],
    config: {
      ...{ sql: texts.SAME_AMOUNT, params: MONEY_OF_PAYER },
      ...{ take: 'many', into: 'sameAmount', ...NO_MESSAGE },
    },
  },
  {
    id: 'takeOpen',
    kind: 'transform.map',
    name: 'The one to pay',
    at: [21, 1],
    config: { mapping: texts.TAKE_OPEN, into: 'invoicesFound', required: [] },
  },
  {
    id: 'policy',
    kind: 'transform.branch',
    name: 'Without an invoice?',
    at: [22, 0],
    config: {
      mode: 'first',
      rows: [
        { name: 'Book', condition: '$count(invoicesFound) > 0' },
        {
          name: 'Report',
          condition: `$setting("unmatched") = "error" and $not(${texts.IS_THERE})`,
        },
      ],
    },
  },
  {
    id: 'unmatched',
    kind: 'flow.stop',
    name: 'No invoice is known',
    at: [23, 1],
    config: { message: texts.UNMATCHED, kind: 'missing', ...NO_WAIT },
  },
]
