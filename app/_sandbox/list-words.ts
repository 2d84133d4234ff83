import type { Outputs } from '../_server/router.ts'

export type SandboxRecord = Outputs['sandbox']['record']
export type SandboxRow = Outputs['sandbox']['list']['rows'][number]
export type SandboxSystem = 'stripe' | 'netsuite'

/** The lists of each half, by the words of its users. */
export const LISTS = {
  stripe: [
    { list: 'customer', title: 'Customers', one: 'Customer' },
    { list: 'invoice', title: 'Invoices', one: 'Invoice' },
    { list: 'payment_intent', title: 'Payments', one: 'Payment' },
    { list: 'credit_note', title: 'Credit notes', one: 'Credit note' },
    { list: 'refund', title: 'Refunds', one: 'Refund' },
  ],
  netsuite: [
    { list: 'customer', title: 'Customers', one: 'Customer' },
    { list: 'invoice', title: 'Invoices', one: 'Invoice' },
    { list: 'customerPayment', title: 'Payments', one: 'Payment' },
    { list: 'creditMemo', title: 'Credit memos', one: 'Credit memo' },
    { list: 'customerRefund', title: 'Refunds', one: 'Customer refund' },
  ],
} as const

export const SYSTEM_NAMES = { stripe: 'Stripe', netsuite: 'NetSuite' } as const

/** Where a record is: the input of `sandbox.record`. */
export type Place =
  | { system: 'stripe'; list: (typeof LISTS)['stripe'][number]['list']; id: string }
  | { system: 'netsuite'; list: (typeof LISTS)['netsuite'][number]['list']; id: string }

/** A place from its three parts; null when the system has no such list. */
export function placeOf(system: string, list: string, id: string): Place | null {
  if (id === '') return null
  if (system === 'stripe') {
    const known = LISTS.stripe.find((one) => one.list === list)
    return known ? { system, list: known.list, id } : null
  }
  if (system !== 'netsuite') return null
  const known = LISTS.netsuite.find((one) => one.list === list)
  return known ? { system, list: known.list, id } : null
}

/** `stripe:invoice:in_1`, as it stands in the address of the page. */
export function placeText({ system, list, id }: Place): string {
  return `${system}:${list}:${id}`
}

export function readPlace(text: string | null): Place | null {
  const [system = '', list = '', ...id] = (text ?? '').split(':')
  return placeOf(system, list, id.join(':'))
}

/** What one record of a list is called: “Credit memo”. */
export function oneOf({ system, list }: Pick<Place, 'system' | 'list'>): string {
  return LISTS[system].find((one) => one.list === list)?.one ?? list
}
