import { z } from 'zod'
import { compileExpression } from '../expression.ts'
import type { JsonObject } from '../json.ts'
import { type ExpressionError, toExpressionError } from './error.ts'

const LONGEST_LINE = 20_000_000

const json = z.json()
const requestSchema = z.object({
  expression: z.string(),
  input: z.unknown().optional(),
  bindings: z.record(z.string(), z.unknown()).optional(),
})

/**
 * Evaluates one line `{"expression","input","bindings"?}` and gives one line: `{"result"}`, `{}`
 * when the expression finds nothing, or `{"error":{"code","message","position"}}`. Never throws.
 * `$now` is the present moment; `$random` starts anew with every line.
 */
export async function evaluateLine(line: string): Promise<string> {
  try {
    if (line.length > LONGEST_LINE) {
      return failure({ code: 'TR021', message: 'The line is too long.', position: 0 })
    }
    const request = requestSchema.safeParse(JSON.parse(line))
    if (!request.success) {
      const fault = request.error.issues[0]
      const where = fault?.path.join('.') || 'line'
      return failure({
        code: 'TR020',
        message: `The ${where} is wrong: ${fault?.message ?? 'not an object'}.`,
        position: 0,
      })
    }
    const { expression, input, bindings } = request.data
    const result = await compileExpression(expression).evaluate(json.parse(input ?? null), {
      now: new Date(),
      seed: '',
      settings: {},
      bindings: bindings === undefined ? undefined : asObject(json.parse(bindings)),
    })
    return JSON.stringify(result === undefined ? {} : { result })
  } catch (thrown) {
    if (thrown instanceof SyntaxError) {
      const message = `The line is not JSON: ${thrown.message}.`
      return failure({ code: 'TR020', message, position: 0 })
    }
    return failure(toExpressionError(thrown))
  }
}

function asObject(value: unknown): JsonObject {
  return z.record(z.string(), json).parse(value)
}

function failure({
  code,
  message,
  position,
}: Pick<ExpressionError, 'code' | 'message' | 'position'>) {
  return JSON.stringify({ error: { code, message, position } })
}
