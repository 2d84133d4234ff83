import type { JsonObject } from '../../json.ts'
import { fieldNames, shared } from '../settings.ts'

/** What the part asks for. */
export const SETTING_FIELDS: JsonObject[] = [
  ...shared([
    ...(['subsidiary', 'accountTimeZone', 'paymentAccount', 'paymentAccountMap'] as const),
    ...(['paymentOption', 'paymentOptionMap', 'alreadyPaid', 'exchangeRateSource'] as const),
    ...(['outOfBandAccount', 'outOfBandOption', 'writeBackPaymentId'] as const),
    ...(['location', 'department', 'class'] as const),
  ]),
  ...fieldNames(['paymentIdField', 'chargeIdField']),
]
