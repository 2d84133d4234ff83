import { fixOf } from './lint/fix.ts'
import { listRules } from './lint/list-rules.ts'
import { logicRules } from './lint/logic-rules.ts'
import { moneyRules } from './lint/money-rules.ts'
import { findPlaces } from './lint/places.ts'
import { textRules } from './lint/text-rules.ts'
import type { LintFinding } from './lint/finding.ts'
import { readSyntax } from './parse-syntax.ts'
import type { SourceField } from './source-fields.ts'

export type { LintFinding }

/**
 * Finds what an expression says but hardly means: JSONata has traps that are no errors. With the
 * samples' fields it also finds paths that lead nowhere and values of the wrong type. A text that
 * cannot be read has no findings; docs/expressions.md lists the codes.
 */
export function lint(
  text: string,
  { sourceFields = [] }: { sourceFields?: readonly SourceField[] } = {},
): LintFinding[] {
  const tree = readSyntax(text)
  if (!tree) return []
  const places = findPlaces(tree, sourceFields)
  return [
    ...listRules(tree, places),
    ...moneyRules(tree),
    ...textRules(tree, places),
    ...logicRules(tree, places),
  ]
    .map((found) => ({ ...found, fix: found.fix ?? fixOf(text, found) }))
    .sort((left, right) => left.range.start - right.range.start)
}
