import type { FlowDocument } from './schema.ts'

/** Longer than the id of any flow. */
const LONGEST_ID = 100

/** What the calls of a flow name: ids of flows, or of the templates that those were made of. */
export function calledNames({ nodes }: Pick<FlowDocument, 'nodes'>): string[] {
  const names = nodes.flatMap(({ kind, config }) =>
    kind === 'flow.call' && typeof config.flow === 'string' ? [config.flow] : [],
  )
  return [...new Set(names)].filter((name) => name !== '' && name.length <= LONGEST_ID)
}

/** What a flow calls, by itself or by what it calls, and does not carry in `called`. */
export function missingCalls({ nodes, called }: Pick<FlowDocument, 'nodes' | 'called'>): string[] {
  const names = [{ nodes }, ...Object.values(called)].flatMap(calledNames)
  return [...new Set(names)].filter((name) => !Object.hasOwn(called, name))
}
