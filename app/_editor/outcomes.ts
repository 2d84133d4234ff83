/** What can become of a record at a node, in the order in which it is shown. */
export const OUTCOMES = ['done', 'unchanged', 'filtered', 'waiting', 'failed'] as const

export type Outcome = (typeof OUTCOMES)[number]

/** Records of one run at one node: how many came in, and what became of them. */
export type NodeCounts = { readonly in: number } & { readonly [outcome in Outcome]: number }
