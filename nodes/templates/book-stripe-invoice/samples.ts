import type { JsonObject } from '../../json.ts'
import {
  CREDIT,
  DINAR,
  DISCOUNT_AND_TAX,
  found,
  FROM_NETSUITE,
  LONG,
  NEGATIVE_TOTAL,
  PRORATION,
  read,
  TAXED,
  TRIAL,
  YEN,
} from './sample-invoices.ts'

/** Records to try the flow's steps on. */
export const SAMPLES: JsonObject[] = [
  { node: 'amounts', name: 'USD, discount and tax', record: found(DISCOUNT_AND_TAX) },
  { node: 'amounts', name: 'JPY, tax inside the prices', record: found(YEN) },
  { node: 'amounts', name: 'KWD, three decimals', record: found(DINAR) },
  { node: 'amounts', name: 'Seats changed, unused time', record: found(PRORATION) },
  { node: 'amounts', name: 'Customer balance used up', record: found(CREDIT) },
  { node: 'amounts', name: '120 lines', record: found(LONG) },
  { node: 'amounts', name: 'Two taxes on a line', record: found(TAXED) },
  { node: 'amounts', name: 'Below 0', record: found(NEGATIVE_TOTAL) },
  { node: 'eligible', name: 'Trial over 0', record: read(TRIAL) },
  { node: 'eligible', name: 'Came from NetSuite', record: read(FROM_NETSUITE) },
]
