import type { Due, Work } from './work.ts'

/** What happens when its moment has come, by kind; nothing when it has been overtaken by then. */
export const dueChanges: Record<Due['kind'], (work: Work, id: string) => Promise<unknown>> = {
  available: async () => undefined,
  collect: async () => undefined,
  finalize: async () => undefined,
  overdue: async () => undefined,
  refund: async () => undefined,
  settle: async () => undefined,
}
