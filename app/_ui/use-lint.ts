import { useDeferredValue, useMemo } from 'react'
import { lint, type LintFinding } from '#engine/mapping/lint.ts'
import type { SourceField } from '#engine/mapping/source-fields.ts'

/** The traps in an expression, looked for when typing leaves time for it. */
export function useLint(text: string, sourceFields: readonly SourceField[]): LintFinding[] {
  const settled = useDeferredValue(text)
  return useMemo(() => lint(settled, { sourceFields }), [settled, sourceFields])
}
