import type { RecordField } from '../connection.ts'
import { NodeError } from '../errors.ts'
import { CUSTOMER_FIELDS } from './record-fields/customer.ts'
import type { Entries } from './record-fields/entry.ts'
import { INVOICE_FIELDS } from './record-fields/invoice.ts'
import {
  CHARGE_FIELDS,
  CREDIT_NOTE_FIELDS,
  PAYMENT_INTENT_FIELDS,
  PAYMENT_LINK_FIELDS,
  REFUND_FIELDS,
} from './record-fields/payments.ts'

const TABLES: Record<string, Entries | undefined> = {
  customer: CUSTOMER_FIELDS,
  invoice: INVOICE_FIELDS,
  charge: CHARGE_FIELDS,
  payment_intent: PAYMENT_INTENT_FIELDS,
  refund: REFUND_FIELDS,
  credit_note: CREDIT_NOTE_FIELDS,
  payment_link: PAYMENT_LINK_FIELDS,
}

/**
 * The fields of a type of Stripe object. They are the same for every account, so nothing is asked;
 * what an account adds stands in the metadata. Throws NodeError `value` for an unknown type.
 */
export function stripeFields(recordType: string): RecordField[] {
  const table = TABLES[recordType]
  if (table) return listed(table)
  throw new NodeError({
    class: 'value',
    code: 'unknown-type',
    message: `The fields of the Stripe object "${recordType}" are not known. Choose one of ${Object.keys(TABLES).join(', ')}.`,
  })
}

function listed(entries: Entries): RecordField[] {
  return Object.entries(entries).map(([id, { fields, ...entry }]) => ({
    id,
    custom: false,
    ...entry,
    ...(fields && Object.keys(fields).length > 0 ? { fields: listed(fields) } : {}),
  }))
}
