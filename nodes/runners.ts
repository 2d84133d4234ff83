import type { Runner } from './runner.ts'

/** What each kind does; server only. A new kind adds one line here. */
const RUNNERS: readonly Runner[] = []

const byKind = new Map(RUNNERS.map((runner) => [runner.kind.id, runner]))

/** The runner of a kind; undefined for one we do not know. */
export function findRunner(kindId: string): Runner | undefined {
  return byKind.get(kindId)
}
