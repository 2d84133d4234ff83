import type { JsonObject } from '../../json.ts'

const OPEN: JsonObject = {
  id: 'in_usd_0001',
  object: 'invoice',
  invoice: {
    ...{ id: 'in_usd_0001', object: 'invoice', number: 'NC-0001', status: 'open' },
    ...{ currency: 'usd', total: 10_000, metadata: { source: 'import' } },
  },
}

/** Records to try the flow’s steps on. */
export const SAMPLES: JsonObject[] = [
  { node: 'wanted', name: 'Open invoice over $100.00', record: OPEN },
]

/** An open invoice as it comes to the step "Only wanted invoices". */
export const OPEN_INVOICE = OPEN
