import jsonata from 'jsonata'
import { ExpressionError, toExpressionError } from './error.ts'
import { LIMITS } from './evaluation.ts'
import { harden } from './harden.ts'
import { LIBRARY } from './library.ts'
import { LinearRegex } from './linear-regex.ts'

/**
 * Parses a text for JSONata's own evaluator, with our limits and functions in it. Throws
 * ExpressionError with code and position.
 */
export function parseHardened(text: string): jsonata.Expression {
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
