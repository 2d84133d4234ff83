import type { Step } from '../draw.ts'

/** The way of a refund that fails after it was booked: Stripe has the money back. */
export const FAILED_LATER: Step[] = [
  {
    id: 'lateFailure',
    kind: 'transform.branch',
    name: 'Take it back?',
    at: [2, 1],
    config: {
      mode: 'first',
      rows: [{ name: 'Report', condition: '$setting("onLateFailure") = "report"' }],
    },
  },
  {
    id: 'reported',
    kind: 'flow.stop',
    name: 'Report the failed refund',
    at: [0, 1],
    config: {
      message:
        '"Refund " & refund.id & " failed in Stripe after it was booked as NetSuite customer refund " & bookedRefund.id & ". Void that, decide about its credit memo, then mark this error as resolved."',
      ...{ kind: 'value', waitForSystem: 'stripe', waitForId: '' },
    },
  },
  {
    id: 'voidRefund',
    kind: 'netsuite.void',
    name: 'Void the customer refund',
    at: [3, 1],
    note: 'Where NetSuite voids by reversing journals, it makes such a journal. In a closed period it refuses: then a person must decide.',
    config: { recordType: 'customerRefund', id: 'bookedRefund.id' },
  },
  {
    id: 'takeMemoBack',
    kind: 'transform.branch',
    name: 'The credit memo too?',
    at: [4, 1],
    note: 'Voiding both leaves the books as before the refund. A credit memo that a person made is never voided.',
    config: {
      mode: 'first',
      rows: [
        {
          name: 'Yes',
          condition: '$exists(bookedMemo.id) and $setting("onLateFailure") = "voidBoth"',
        },
      ],
    },
  },
  {
    id: 'voidMemo',
    kind: 'netsuite.void',
    name: 'Void the credit memo',
    at: [5, 1],
    config: { recordType: 'creditMemo', id: 'bookedMemo.id' },
  },
]
