import type { Problem } from '#engine/graph/problem.ts'

/** Problems in the order in which they are listed and gone through: errors first. */
export function sortedProblems(problems: readonly Problem[]): Problem[] {
  const rank = ({ severity }: Problem) => (severity === 'error' ? 0 : 1)
  return problems.toSorted((one, other) => rank(one) - rank(other))
}
