import type { Step } from '../draw.ts'
import { MONEY_OF_PAYER, NO_MESSAGE, NO_WAIT } from './lookup-parts.ts'
import * as texts from './mappings.ts'

/** Booking it, unless somebody has keyed it in. */
export const BOOKING: Step[] = [
  {
    id: 'ours',
    kind: 'transform.branch',
    name: 'Could it be keyed in?',
    at: [24, 0],
    config: {
      mode: 'first',
      rows: [
        {
          name: 'Ours',
          condition:
            '$exists(bookedPayment.id) and $not($exists(stamped.id) and $not(stamped.externalid = pay.externalId))',
        },
        { name: 'Named', condition: '$exists(stamped.id)' },
        { name: 'Look', condition: '$setting("matchExisting") and $exists(netsuiteCustomer.id)' },
      ],
    },
  },
  {
    id: 'keyedIn',
    kind: 'netsuite.query-lookup',
    name: 'Payments keyed in',
    at: [25, 1],
    note: 'Same customer, currency and amount, three days around, and no Stripe id.',
    config: {
      sql: texts.HAND_KEYED,
      params: [
        ...MONEY_OF_PAYER,
        { name: 'earliest', value: 'pay.from' },
        { name: 'latest', value: 'pay.to' },
      ],
      ...{ take: 'many', into: 'keyedIn', ...NO_MESSAGE },
    },
  },
  {
    id: 'which',
    kind: 'transform.branch',
    name: 'Only one?',
    at: [26, 1],
    config: {
      mode: 'first',
      rows: [{ name: 'Several', condition: '$count(keyedIn) > 1' }],
    },
  },
  {
    id: 'decide',
    kind: 'flow.stop',
    name: 'A person must decide',
    at: [27, 1],
    config: { message: texts.SEVERAL_KEYED, kind: 'duplicate', ...NO_WAIT },
  },
  {
    id: 'keyed',
    kind: 'transform.map',
    name: 'That one',
    at: [28, 1],
    config: {
      mapping: '$exists(stamped.id) ? stamped : (keyedIn[0] ?: {})',
      into: 'keyed',
      required: [],
    },
  },
  {
    id: 'payment',
    kind: 'transform.map',
    name: 'The payment',
    at: [29, 0],
    config: { mapping: texts.PAYMENT, into: '', required: ['payment.amount', 'payment.created'] },
  },
  {
    id: 'asDeposit',
    kind: 'transform.branch',
    name: 'As a deposit?',
    at: [30, 0],
    config: {
      mode: 'first',
      rows: [
        {
          name: 'Deposit',
          condition:
            '$setting("unmatched") = "deposit" and $count(invoices) = 0 and $not($exists(payment.existing))',
        },
      ],
    },
  },
  {
    id: 'wantedDay',
    kind: 'transform.map',
    name: 'Day of the deposit',
    at: [31, 1],
    config: {
      mapping: '$isoDate(charge.created, $setting("accountTimeZone"))',
      ...{ into: 'wantedDay', required: [] },
    },
  },
  {
    id: 'day',
    kind: 'flow.call',
    name: 'Day to post on',
    at: [32, 1],
    config: { flow: 'posting-day' },
  },
  {
    id: 'deposit',
    kind: 'netsuite.upsert',
    name: 'Book the deposit',
    at: [33, 1],
    config: {
      ...{ recordType: 'other', otherType: 'customerDeposit', externalId: 'pay.externalId' },
      ...{ body: texts.DEPOSIT, onExisting: 'leave', replaceSublists: [], into: 'deposit' },
      ...{ identity: 'pay.id', linkSystem: 'stripe', linkType: '' },
      linkId: '{ "type": pay.type, "id": pay.id }',
    },
  },
  {
    id: 'book',
    kind: 'flow.call',
    name: 'Book the payment',
    at: [31, 0],
    config: { flow: 'book-payment' },
  },
  {
    id: 'short',
    kind: 'transform.branch',
    name: 'A little short?',
    at: [34, 0],
    config: { mode: 'first', rows: [{ name: 'Write off', condition: texts.FORGIVEN }] },
  },
  {
    id: 'writeOff',
    kind: 'netsuite.upsert',
    name: 'Write the rest off',
    at: [35, 0],
    config: {
      ...{ recordType: 'creditMemo', otherType: '', externalId: 'pay.id & "-wo"' },
      ...{ body: texts.WRITE_OFF, onExisting: 'leave', replaceSublists: [], into: 'writtenOff' },
      ...{ identity: 'pay.id', linkSystem: 'stripe', linkType: '', linkId: 'pay.id' },
    },
  },
  { id: 'end', kind: 'flow.end', name: 'Return to the caller', at: [36, 0], config: {} },
]
