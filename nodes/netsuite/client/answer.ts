import { z } from 'zod'
import { NodeError } from '../../errors.ts'
import type { JsonObject } from '../../json.ts'
import { isJsonObject } from '../../json.ts'
import type { NetSuiteAnswer } from './transport.ts'

/** Any JSON object, such as a record. */
export const RECORD = z.custom<JsonObject>(isJsonObject)

/** The body of an answer as the schema has it; NodeError `parse` when NetSuite answers differently. */
export function answerAs<T>(schema: z.ZodType<T>, answer: NetSuiteAnswer): T {
  const parsed = schema.safeParse(answer.body)
  if (parsed.success) return parsed.data
  const [issue] = parsed.error.issues
  const where = issue?.path.join('.') || 'the answer'
  throw new NodeError({
    class: 'parse',
    code: 'unknown-answer',
    field: where,
    message: `NetSuite answers ${answer.exchange.method} ${new URL(answer.exchange.url).pathname} in a form that Tributary does not know (${where}). Please report this with the run's number.`,
    exchange: answer.exchange,
  })
}
