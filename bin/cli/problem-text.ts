import type { Problem } from '#engine/graph/problem.ts'

/** Problems as lines: severity, code, where, and what to do. */
export function problemText(problems: Problem[]): string {
  if (problems.length === 0) return 'No problems.'
  return problems
    .map(({ severity, code, node, field, position, message }) => {
      const where = [node, field, position === null ? null : `at ${position}`].filter(Boolean)
      return `${severity} ${code}${where.length > 0 ? ` (${where.join(', ')})` : ''}: ${message}`
    })
    .join('\n')
}
