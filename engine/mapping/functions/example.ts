import type { JsonObject } from '#nodes/json.ts'

/** The record that the examples of the functions are about. */
export const EXAMPLE_RECORD: JsonObject = {
  id: 'in_1042',
  number: 'INV-7',
  currency: 'usd',
  total: 1999,
  created: 1767225600,
  customer: { name: ' Ada Lovelace ', email: 'ada@example.com', country: 'Germany' },
  lines: {
    data: [
      { description: 'Plan', amount: 1500, quantity: 1 },
      { description: 'Seats', amount: 499, quantity: 3 },
    ],
  },
  tags: ['b2b', 'eu', 'b2b'],
}

/** The settings that the examples of the functions read. */
export const EXAMPLE_SETTINGS: JsonObject = {
  accountTimeZone: 'America/New_York',
  defaultItem: '42',
  itemMap: { Plan: '17' },
}
