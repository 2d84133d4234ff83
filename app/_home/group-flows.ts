/** The groups of the start page, in their order, with the words that tell a flow's group. */
const GROUPS = [
  ['Refunds', /refund|credit memo/i],
  ['Payments', /payment/i],
  ['Invoice status', /status|void/i],
  ['Invoices', /invoice|charge/i],
  ['Customers', /customer/i],
] as const

const ORDER = [
  'Customers',
  'Invoices',
  'Invoice status',
  'Payments',
  'Refunds',
  'Other',
  'Shared steps',
] as const
type Group = (typeof ORDER)[number]

/**
 * Sorts flows into groups by their names, those that others only call into one of their own; gives the
 * groups that have members, in their order.
 */
export function groupFlows<F extends { name: string; onlyCalled: boolean }>(
  flows: readonly F[],
): [Group, F[]][] {
  return ORDER.map((group): [Group, F[]] => [
    group,
    flows.filter((flow) => (flow.onlyCalled ? 'Shared steps' : groupOf(flow.name)) === group),
  ]).filter(([, members]) => members.length > 0)
}

// The first word that fits decides: a flow of invoice payments is about payments.
function groupOf(name: string): Group {
  return GROUPS.find(([, words]) => words.test(name))?.[0] ?? 'Other'
}
