import { compileExpression } from '#nodes/expression.ts'
import type { Evaluate } from '#nodes/fields.ts'

/** A config's expression as a runner gets it. */
export function evaluated(text: string): Evaluate {
  const expression = compileExpression(text)
  return ({ key, record }) =>
    expression.evaluate(record, { now: new Date(0), seed: 'test', settings: {}, key })
}
