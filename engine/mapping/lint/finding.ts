import type { Syntax } from '../syntax.ts'

/** A trap in an expression: what is likely not meant as it is written, and how to mend it. */
export interface LintFinding {
  code: string
  message: string
  range: { start: number; end: number }
  severity: 'warning' | 'hint'
  /** What may be written in its place, where that can be said. */
  fix?: { title: string; text: string }
}

/** A finding at a node. */
export function finding(node: Syntax, found: Omit<LintFinding, 'range'>): LintFinding {
  return { ...found, range: { start: node.start, end: node.end } }
}
