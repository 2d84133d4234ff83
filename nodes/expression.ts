import { ExpressionError, toExpressionError } from './expression/error.ts'
import { EVALUATION_BINDING, Evaluation } from './expression/evaluation.ts'
import { parseHardened } from './expression/parse-hardened.ts'
import { toPlainJson } from './expression/plain-json.ts'
import { isOutOfTime, quickEvaluator } from './expression/quick.ts'
import type { Json, JsonObject } from './json.ts'

export { ExpressionError }

/** What an expression can see beside the record; fixed for a run, so that a replay answers alike. */
export interface Scope {
  now: Date
  /** Makes `$random()` repeatable: the run's id. */
  seed: string
  settings: JsonObject
  /** The record's key, as `$key`. */
  key?: string
  /** More variables: `name` is read as `$name`. */
  bindings?: JsonObject
}

/** A parsed expression: parse once, evaluate many. */
export interface Expression {
  text: string
  evaluate: (input: Json, scope: Scope) => Promise<Json | undefined>
}

/**
 * Parses JSONata; throws ExpressionError with code and position. Evaluating gives plain JSON, or
 * undefined when the expression finds nothing, and rejects with ExpressionError; time, depth and
 * size of an evaluation are limited, whatever the text says.
 */
export function compileExpression(text: string): Expression {
  const parsed = parseHardened(text)
  const quick = quickEvaluator(parsed.ast())
  let worth = quick ? MOST_WORTH : 0
  const evaluation = (scope: Scope) =>
    new Evaluation({
      nowMs: scope.now.getTime(),
      settings: scope.settings,
      seed: `${scope.seed}\n${scope.key ?? ''}\n${text}`,
    })
  return {
    text,
    evaluate: async (input, scope) => {
      const bindings = { ...scope.bindings, key: scope.key }
      if (quick && worth > 0) {
        try {
          const result = toPlainJson(quick(input, { bindings, evaluation: evaluation(scope) }))
          worth = Math.min(worth + 1, MOST_WORTH)
          return result
        } catch (thrown) {
          if (isOutOfTime(thrown)) throw thrown
          worth -= 1
        }
      }
      try {
        const all = { ...bindings, [EVALUATION_BINDING]: evaluation(scope) }
        const result: unknown = await parsed.evaluate(input, all)
        return toPlainJson(result)
      } catch (thrown) {
        throw toExpressionError(thrown)
      }
    },
  }
}

/** After so many detours more than quick evaluations, the quick way is not tried any more. */
const MOST_WORTH = 20
