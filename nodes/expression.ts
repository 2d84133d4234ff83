import jsonata from 'jsonata'
import { ExpressionError, toExpressionError } from './expression/error.ts'
import { EVALUATION_BINDING, Evaluation, LIMITS } from './expression/evaluation.ts'
import { harden } from './expression/harden.ts'
import { LIBRARY } from './expression/library.ts'
import { LinearRegex } from './expression/linear-regex.ts'
import { toPlainJson } from './expression/plain-json.ts'
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
  const parsed = parse(text)
  return {
    text,
    evaluate: async (input, scope) => {
      const key = scope.key ?? ''
      const bindings = {
        ...scope.bindings,
        key: scope.key,
        [EVALUATION_BINDING]: new Evaluation({
          nowMs: scope.now.getTime(),
          settings: scope.settings,
          seed: `${scope.seed}\n${key}\n${text}`,
        }),
      }
      try {
        const result: unknown = await parsed.evaluate(input, bindings)
        return toPlainJson(result)
      } catch (thrown) {
        throw toExpressionError(thrown)
      }
    },
  }
}

function parse(text: string): jsonata.Expression {
  if (text.length > LIMITS.text) {
    throw new ExpressionError({
      code: 'TR001',
      message: `The expression is longer than ${LIMITS.text.toLocaleString('en')} characters.`,
    })
  }
  try {
    const parsed = jsonata(text, options())
    harden(parsed.ast())
    for (const [name, value] of LIBRARY) parsed.assign(name, value)
    // JSONata looks for its debugging hooks twice at every step, through all frames: end it here.
    for (const hook of HOOKS) Reflect.apply(parsed.assign, parsed, [hook, undefined])
    return parsed
  } catch (thrown) {
    throw toExpressionError(thrown)
  }
}

const HOOKS = [
  Symbol.for('jsonata.__evaluate_entry'),
  Symbol.for('jsonata.__evaluate_exit'),
  Symbol.for('jsonata.__createFrame_push'),
]

function options(): jsonata.JsonataOptions {
  const { timeoutMs, stack, sequence } = LIMITS
  const chosen: jsonata.JsonataOptions = { timeout: timeoutMs, stack, sequence }
  // JSONata's type asks for the built-in RegExp; what it uses of it is what LinearRegex has.
  Reflect.set(chosen, 'RegexEngine', LinearRegex)
  return chosen
}
