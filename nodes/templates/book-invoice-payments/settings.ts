import type { JsonObject } from '../../json.ts'
import { fieldNames, shared } from '../settings.ts'

/** What the part asks for beside what booking a payment needs. */
export const SETTING_FIELDS: JsonObject[] = [
  ...shared([
    ...(['accountTimeZone', 'startDate', 'unknownInvoice', 'outOfBand'] as const),
    ...(['paymentDate', 'stampStatus', 'appliedBalance', 'appliedBalanceItem'] as const),
  ]),
  ...fieldNames(['customerIdField', 'invoiceIdField', 'statusField']),
]
