import type { JsonObject } from '../../json.ts'
import {
  BY_CHECK,
  BY_CREDIT,
  CHECK,
  CREDIT,
  FROM_STRIPE,
  OPEN,
  PAID,
  payment,
} from './sample-invoices.ts'

/** Records to try the flow's steps on. */
export const SAMPLES: JsonObject[] = [
  { node: 'settlement', name: 'Paid by check', record: { ...PAID, settledBy: [CHECK] } },
  {
    node: 'settlement',
    name: 'Paid through Stripe',
    record: { ...PAID, settledBy: [FROM_STRIPE] },
  },
  { node: 'settlement', name: 'Credited in full', record: { ...PAID, settledBy: [CREDIT] } },
  { node: 'plan', name: 'Check', record: { ...PAID, settlement: BY_CHECK, stripeInvoice: OPEN } },
  { node: 'plan', name: 'Credit', record: { ...PAID, settlement: BY_CREDIT, stripeInvoice: OPEN } },
  {
    node: 'plan',
    name: 'Bank payment on its way',
    record: {
      ...{ ...PAID, settlement: BY_CHECK },
      stripeInvoice: { ...OPEN, payments: { data: [payment('processing')] } },
    },
  },
]
