import type { JsonObject } from '../../json.ts'
import { fieldNames, shared, SKIP_FILTER } from '../settings.ts'

/** What the flow asks for, in the order of the form. */
export const SETTING_FIELDS: JsonObject[] = [
  ...shared([
    ...(['subsidiary', 'accountTimeZone', 'paymentAccount', 'paymentAccountMap'] as const),
    ...(['paymentOption', 'paymentOptionMap', 'alreadyPaid', 'unknownInvoice'] as const),
    ...(['outOfBand', 'outOfBandAccount', 'outOfBandOption', 'paymentDate'] as const),
    ...(['closedPeriod', 'startDate', 'exchangeRateSource', 'writeBackPaymentId'] as const),
    ...(['appliedBalance', 'appliedBalanceItem'] as const),
    ...(['stampStatus', 'location', 'department', 'class'] as const),
  ]),
  SKIP_FILTER,
  ...fieldNames([
    ...['customerIdField', 'invoiceIdField', 'paymentIdField', 'chargeIdField', 'statusField'],
  ]),
]
