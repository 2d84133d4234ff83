/** Look-ups that go on without what they looked for, and neither wait nor say something. */
export const NO_MESSAGE = { onNone: 'continue', missingMessage: '' }
export const NO_WAIT = { waitForSystem: 'stripe', waitForId: '' }

/** Values of the queries for what a payer has over the very amount. */
export const MONEY_OF_PAYER = [
  { name: 'customer', value: 'netsuiteCustomer.id' },
  { name: 'currency', value: 'currency.id' },
  { name: 'amount', value: 'pay.amount' },
]
