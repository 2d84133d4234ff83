import type { Json, JsonObject } from './json.ts'

/** What an expression can see beside the record; fixed for a run, so that a replay answers alike. */
export interface Scope {
  now: Date
  /** Makes `$random()` repeatable: the run's id. */
  seed: string
  settings: JsonObject
  /** The record's key, as `$key`. */
  key?: string
}

/** A parsed expression: parse once, evaluate many. */
export interface Expression {
  text: string
  evaluate: (input: Json, scope: Scope) => Promise<Json | undefined>
}

/** Why an expression cannot be parsed or evaluated. */
export class ExpressionError extends Error {
  override readonly name = 'ExpressionError'
  readonly code: string
  readonly position: number
  readonly token: string | undefined

  constructor(fault: { code: string; message: string; position: number; token?: string }) {
    super(fault.message)
    this.code = fault.code
    this.position = fault.position
    this.token = fault.token
  }
}

/** Parses JSONata; throws ExpressionError with code and position. */
export function compileExpression(text: string): Expression {
  throw new Error(`not written yet: ${text}`)
}
