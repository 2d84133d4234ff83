import type { Step } from '../draw.ts'
import { FACTS, NAMED } from './mappings.ts'

/** Look-ups that go on without what they looked for, and neither wait nor say something. */
export const NO_MESSAGE = { onNone: 'continue', missingMessage: '' }
export const NO_WAIT = { waitForSystem: 'stripe', waitForId: '' }

/** Values of the queries for what a payer has over the very amount. */
export const MONEY_OF_PAYER = [
  { name: 'customer', value: 'netsuiteCustomer.id' },
  { name: 'currency', value: 'currency.id' },
  { name: 'amount', value: 'pay.amount' },
]

/** What the charge itself tells of what it is for → `pay`. */
export const TOLD_BY_CHARGE = {
  kind: 'transform.map',
  name: 'What is it for?',
  config: { mapping: FACTS, into: 'pay', required: ['id', 'amount'] },
} satisfies Partial<Step>

/** The invoices that `pay` names → `named`. */
export const NAMED_INVOICES = {
  kind: 'netsuite.query-lookup',
  name: 'Invoices it names',
  config: {
    sql: NAMED,
    params: [
      { name: 'ids', value: 'pay.ids' },
      { name: 'numbers', value: 'pay.numbers' },
    ],
    ...{ take: 'many', into: 'named', ...NO_MESSAGE },
  },
} satisfies Partial<Step>
