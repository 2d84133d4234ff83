import jsonata from 'jsonata'
import { type Builtin, builtin } from './builtins.ts'
import { ExpressionError, toExpressionError } from './error.ts'
import { LIMITS, evaluationOf } from './evaluation.ts'
import { disguised } from './guard.ts'
import { sequence } from './guarded-lists.ts'
import { harden } from './harden.ts'

/** `$eval(text[, context])` under the limits of the expression around it. */
export function evalFunction(): [string, Builtin] {
  return ['eval', disguised(evaluateText, builtin('eval'))]
}

function evaluateText(this: jsonata.Focus, text?: string, context?: unknown): unknown {
  if (text === undefined) return undefined
  const evaluation = evaluationOf(this)
  evaluation.checkTime()
  // Reading a text costs about ten times as much as copying it.
  evaluation.spend(10 * text.length)
  const body = parse(text)
  const input: unknown = context === undefined ? this.input : asInput(context)
  // JSONata evaluates a "thunk" that a function gives back: here, a call of function() { text }.
  const procedure = { type: 'lambda', arguments: [], body, position: 0 }
  return {
    _jsonata_lambda: true,
    thunk: true,
    input,
    environment: this.environment,
    arguments: [],
    body: { type: 'function', value: '(', procedure, arguments: [], position: 0 },
  }
}

function parse(text: string): unknown {
  if (text.length > LIMITS.text) {
    throw new ExpressionError({ code: 'TR001', message: 'The text for $eval is too long.' })
  }
  try {
    const ast: unknown = jsonata(text).ast()
    harden(ast)
    return ast
  } catch (thrown) {
    throw new ExpressionError({
      code: 'D3120',
      message: `The text for $eval cannot be read: ${toExpressionError(thrown).message}`,
    })
  }
}

/** A list is one input, not many: JSONata marks it so. */
function asInput(context: unknown): unknown {
  if (!Array.isArray(context) || 'sequence' in context) return context
  return Object.assign(sequence([context]), { outerWrapper: true })
}
