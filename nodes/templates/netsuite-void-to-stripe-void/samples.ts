import type { JsonObject } from '../../json.ts'
import {
  AS_VOID,
  CREDITED_INVOICE,
  DELETED_INVOICE,
  OPEN,
  TO_VOID,
  VOIDED_INVOICE,
} from './sample-invoices.ts'

/** Records to try the flow's steps on. */
export const SAMPLES: JsonObject[] = [
  { node: 'eligible', name: 'Voided', record: VOIDED_INVOICE },
  { node: 'voided', name: 'Voided', record: VOIDED_INVOICE },
  {
    node: 'voided',
    name: 'Credited in full',
    record: { ...CREDITED_INVOICE, settlement: AS_VOID },
  },
  { node: 'deleted', name: 'Deleted', record: DELETED_INVOICE },
  {
    node: 'way',
    name: 'Open in Stripe',
    record: { ...VOIDED_INVOICE, void: TO_VOID, stripeInvoice: OPEN },
  },
  {
    node: 'way',
    name: 'Paid in Stripe',
    record: {
      ...{ ...VOIDED_INVOICE, void: TO_VOID },
      stripeInvoice: { ...OPEN, status: 'paid', amount_paid: 10_825, amount_remaining: 0 },
    },
  },
]
