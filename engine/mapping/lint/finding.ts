import type { Syntax } from '../syntax.ts'

/** A trap in an expression: what is likely not meant as it is written, and how to mend it. */
export interface LintFinding {
  code: string
  message: string
  range: { start: number; end: number }
  severity: 'warning' | 'hint'
}

/** A finding at a node. */
export function finding(
  node: Syntax,
  { code, message, severity }: Omit<LintFinding, 'range'>,
): LintFinding {
  return { code, message, range: { start: node.start, end: node.end }, severity }
}
