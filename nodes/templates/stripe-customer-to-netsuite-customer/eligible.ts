import type { JsonObject } from '../../json.ts'
import { SKIP_ROW } from '../settings.ts'

/** Which customers are taken over; the reason is stored with each one that is not. */
export const ELIGIBLE: JsonObject[] = [
  {
    condition: '$setting("customerMode") != "global"',
    reason: 'By the settings everything is booked to one customer of NetSuite.',
  },
  {
    condition: 'customer.email ? true : false',
    reason: 'The customer has no e-mail.',
  },
  {
    condition:
      '$not($lowercase($string(customer.metadata.netsuite_block_integration)) in ["true", "1", "yes"])',
    reason: 'The customer is held back: its metadata says netsuite_block_integration.',
  },
  {
    condition:
      '$setting("startDate", "") = "" or $isoDate(customer.created, $setting("accountTimeZone")) >= $setting("startDate", "")',
    reason: 'The customer is older than the day on which the settings start.',
  },
  SKIP_ROW,
]
