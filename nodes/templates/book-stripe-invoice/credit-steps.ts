import type { Step } from '../draw.ts'
import { CREDIT_MEMO, WRITE_OFF } from './mappings.ts'

/** What follows the invoice: credit memos, the write-off, and the word to Stripe. */
export const CREDIT_STEPS: Step[] = [
  {
    id: 'credits',
    kind: 'transform.branch',
    name: 'Credit used?',
    at: [20, 0],
    config: { mode: 'first', rows: [{ name: 'Credit', condition: 'amounts.credit > 0' }] },
  },
  {
    id: 'creditMap',
    kind: 'transform.map',
    name: 'Fields of its credit memo',
    at: [21, 1],
    config: {
      ...{ mapping: CREDIT_MEMO, into: 'netsuiteCredit' },
      required: ['entity.id', 'item.items[].item.id', 'apply.items[].doc.id'],
    },
  },
  {
    id: 'creditMemo',
    kind: 'netsuite.upsert',
    name: 'Book the credit memo',
    at: [22, 1],
    config: {
      ...{ recordType: 'creditMemo', otherType: '', externalId: 'invoice.id & "-cm"' },
      ...{ body: 'netsuiteCredit', onExisting: 'leave', replaceSublists: [] },
      ...{ into: 'netsuiteCreditMemo', identity: 'invoice.id' },
      ...{ linkSystem: 'stripe', linkType: 'invoice', linkId: 'invoice.id' },
    },
  },
  {
    id: 'uncollectible',
    kind: 'transform.branch',
    name: 'To be written off?',
    at: [23, 0],
    config: {
      mode: 'first',
      rows: [
        {
          name: 'Write off',
          condition:
            '$setting("creditUncollectible") and invoice.status = "uncollectible" and invoice.amount_remaining > 0',
        },
      ],
    },
  },
  {
    id: 'writtenOff',
    kind: 'netsuite.lookup',
    name: 'Written off already?',
    at: [24, 1],
    config: {
      recordType: 'creditMemo',
      criteria: [{ field: 'externalid', value: 'invoice.id & "-wo"' }],
      ...{ extra: [], activeOnly: false, columns: ['tranid'], each: false, into: 'writtenOff' },
      ...{ onNone: 'continue', missingMessage: '' },
    },
  },
  {
    id: 'isWrittenOff',
    kind: 'transform.branch',
    name: 'Is it there?',
    at: [25, 1],
    config: { mode: 'first', rows: [{ name: 'Yes', condition: '$exists(writtenOff.id)' }] },
  },
  {
    id: 'writeOffWanted',
    kind: 'transform.map',
    name: 'Day it was given up',
    at: [26, 1],
    config: {
      mapping: `$isoDate(
  invoice.status_transitions.marked_uncollectible_at ?: invoice.created,
  $setting("accountTimeZone")
)`,
      ...{ into: 'wantedDay', required: [] },
    },
  },
  {
    id: 'writeOffDay',
    kind: 'flow.call',
    name: 'Day to post the write-off',
    at: [27, 1],
    config: { flow: 'posting-day' },
  },
  {
    id: 'writeOffMap',
    kind: 'transform.map',
    name: 'Fields of the write-off',
    at: [28, 0],
    config: {
      ...{ mapping: WRITE_OFF, into: 'netsuiteWriteOff' },
      required: ['entity.id', 'tranDate', 'item.items[].item.id', 'apply.items[].doc.id'],
    },
  },
  {
    id: 'writeOff',
    kind: 'netsuite.upsert',
    name: 'Write it off',
    at: [29, 0],
    config: {
      ...{ recordType: 'creditMemo', otherType: '', externalId: 'invoice.id & "-wo"' },
      ...{ body: 'netsuiteWriteOff', onExisting: 'leave', replaceSublists: [] },
      ...{ into: '', identity: 'invoice.id' },
      ...{ linkSystem: 'stripe', linkType: '', linkId: '' },
    },
  },
  {
    id: 'tellStripe',
    kind: 'transform.branch',
    name: 'Tell Stripe?',
    at: [24, 0],
    config: {
      mode: 'first',
      rows: [{ name: 'Yes', condition: '$setting("writeBackInvoiceId")' }],
    },
  },
  {
    id: 'writeBack',
    kind: 'stripe.write-back',
    name: 'Write the NetSuite id to Stripe',
    at: [25, 0],
    config: {
      ...{ object: 'invoice', id: 'invoice.id', into: '' },
      metadata: [{ key: 'netsuite_invoice_id', value: 'netsuite.id' }],
    },
  },
  {
    id: 'tellOfMemo',
    kind: 'transform.branch',
    name: 'Tell Stripe of it?',
    at: [19, 1],
    config: {
      mode: 'first',
      rows: [{ name: 'Yes', condition: '$setting("writeBackInvoiceId")' }],
    },
  },
  {
    id: 'memoBack',
    kind: 'stripe.write-back',
    name: 'Write the memo’s id to Stripe',
    at: [20, 1],
    config: {
      ...{ object: 'invoice', id: 'invoice.id', into: '' },
      metadata: [{ key: 'netsuite_credit_memo_id', value: 'netsuiteCreditMemo.id' }],
    },
  },
  { id: 'end', kind: 'flow.end', name: 'Return to the caller', at: [26, 0], config: {} },
]
