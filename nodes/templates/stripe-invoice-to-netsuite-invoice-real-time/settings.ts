import type { JsonObject } from '../../json.ts'
import { SETTING_FIELDS as SCHEDULED } from '../stripe-invoice-to-netsuite-invoice/settings.ts'

/** What the flow asks for: as the scheduled one, with payments at once. */
export const SETTING_FIELDS: JsonObject[] = [
  {
    key: 'delaySeconds',
    label: 'Seconds to wait before',
    type: 'number',
    default: 0,
    help: 'Lets changes made right after, such as metadata that your shop adds, land first. 60 is usual then.',
  },
  ...SCHEDULED.map((field) =>
    field.key === 'bookPayments'
      ? {
          ...field,
          default: true,
          help: 'Invoice and payment come together. A payment is booked once, also where another flow books payments.',
        }
      : field,
  ),
]
