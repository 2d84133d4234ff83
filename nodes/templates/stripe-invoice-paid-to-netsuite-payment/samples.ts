import type { JsonObject } from '../../json.ts'

/** A paid invoice as it comes to the step "Not left out by the settings". */
export const PAID: JsonObject = {
  id: 'in_1',
  invoice: {
    ...{ id: 'in_1', object: 'invoice', number: 'NC-0001', status: 'paid', currency: 'usd' },
    ...{ customer: 'cus_1', amount_paid: 10_000, metadata: { source: 'import' } },
    status_transitions: { paid_at: 1_772_351_940 },
  },
}

/** Records to try the flow's steps on. */
export const SAMPLES: JsonObject[] = [{ node: 'wanted', name: 'A paid invoice', record: PAID }]
