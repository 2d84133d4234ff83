import type { JsonObject } from '../../json.ts'
import { DEPOSIT, DINAR, LONG, MIXED, prepared, TAXED, YEN } from './sample-invoices.ts'

/** Records to try the flow's steps on. */
export const SAMPLES: JsonObject[] = [
  { node: 'amounts', name: 'USD, tax, 30.00 deposit applied', record: prepared(DEPOSIT) },
  { node: 'amounts', name: 'USD, products, discounts, shipping', record: prepared(MIXED) },
  { node: 'amounts', name: 'JPY, past its due date', record: prepared(YEN, 'JPY') },
  { node: 'amounts', name: 'KWD, three decimals', record: prepared(DINAR, 'KWD') },
  { node: 'amounts', name: 'EUR, tax codes', record: prepared(TAXED, 'EUR') },
  { node: 'amounts', name: '251 lines', record: prepared(LONG) },
  { node: 'eligible', name: 'Open and approved', record: { id: '1215', netsuiteInvoice: DEPOSIT } },
  {
    node: 'eligible',
    name: 'In Stripe already',
    record: {
      id: '1215',
      netsuiteInvoice: { ...DEPOSIT, custbody_stripe_invoice_id: 'in_1Qx' },
    },
  },
]
