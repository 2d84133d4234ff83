/** What a dry run says that a write would do. */
export const WOULDS = ['create', 'update', 'none', 'fail'] as const

export type Would = (typeof WOULDS)[number]

const WORDS: Record<Would, string> = {
  create: 'Would create',
  update: 'Would update',
  none: 'No change',
  fail: 'Would fail',
}

export function wouldWords(would: Would): string {
  return WORDS[would]
}

/** The more a person has to know of it, the earlier. */
const WEIGHTIEST: readonly Would[] = ['fail', 'create', 'update', 'none']

/** What a dry run says of a record as a whole, from what each of its writes would do; null = no write. */
export function verdictOf(writes: readonly (Would | undefined)[]): Would | null {
  return WEIGHTIEST.find((would) => writes.includes(would)) ?? null
}
