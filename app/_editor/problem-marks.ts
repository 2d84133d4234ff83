import type { Problem } from '#engine/graph/problem.ts'

export interface ProblemMark {
  severity: Problem['severity']
  /** The sentences, one below the other. */
  text: string
}

/** The mark on each card that has problems, by node id. */
export type ProblemMarks = { readonly [nodeId: string]: ProblemMark }

/** Sums up problems by node; a mark that did not change stays the same object. */
export function problemMarks(problems: readonly Problem[], before: ProblemMarks): ProblemMarks {
  const byNode = new Map<string, ProblemMark>()
  for (const { node, severity, message } of problems) {
    if (node === null) continue
    const mark = byNode.get(node)
    byNode.set(node, {
      severity: mark?.severity === 'error' ? 'error' : severity,
      text: mark ? `${mark.text}\n${message}` : message,
    })
  }
  return Object.fromEntries(
    [...byNode].map(([node, mark]) => {
      const old = before[node]
      return [node, old?.severity === mark.severity && old.text === mark.text ? old : mark]
    }),
  )
}
