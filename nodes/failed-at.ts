import { NodeError, toNodeError } from './errors.ts'
import type { StepResult } from './runner.ts'

/**
 * A failed result for whatever was thrown, naming the config field whose expression failed, such as
 * `rows[2].condition`. An error that names a field already keeps it.
 */
export function failedAt(field: string, thrown: unknown): StepResult {
  const error = toNodeError(thrown)
  if (error.field !== undefined) return { outcome: 'failed', error }
  const { class: kind, message, code, position, retryAfterMs, exchange, cause } = error
  const { credentials, outcomeUnknown, waitFor, fromStart } = error
  const named = new NodeError({
    ...{ class: kind, message, code, position, retryAfterMs, exchange, cause },
    ...{ credentials, outcomeUnknown, waitFor, fromStart, field },
  })
  return { outcome: 'failed', error: named }
}
