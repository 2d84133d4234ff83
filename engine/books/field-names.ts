import { z } from 'zod'
import type { Carrier } from './carriers.ts'

/** Ids of the custom fields with which NetSuite records name their counterparts in Stripe. */
export interface FieldNames {
  customer: string
  invoice: string
  payment: string
  charge: string
  refund: string
}

/** The fields that the flows' settings name; those of the templates where none does. */
export function fieldNames(carriers: readonly Pick<Carrier, 'settings'>[]): FieldNames {
  const setting = (key: string, initial: string) => {
    const named = carriers.map(({ settings }) => FIELD_ID.safeParse(settings[key]).data)
    return named.find((name) => name !== undefined) ?? initial
  }
  return {
    customer: setting('customerIdField', 'custentity_stripe_customer_id'),
    invoice: setting('invoiceIdField', 'custbody_stripe_invoice_id'),
    payment: setting('paymentIdField', 'custbody_stripe_payment_id'),
    charge: setting('chargeIdField', 'custbody_stripe_charge_id'),
    refund: setting('refundIdField', 'custbody_stripe_refund_id'),
  }
}

/** It becomes part of a query: nothing but a name may get there. */
const FIELD_ID = z.string().regex(/^[a-z]\w*$/i)
