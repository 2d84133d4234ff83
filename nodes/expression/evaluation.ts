import type jsonata from 'jsonata'
import type { JsonObject } from '../json.ts'
import { ExpressionError } from './error.ts'
import { randomNumbers } from './random.ts'

/**
 * What one evaluation may use. JSONata's own limits (`timeout`, `stack`, `sequence`) are looked at
 * between steps of an expression only; what a single built-in function can do in one step is held
 * here.
 */
export const LIMITS = {
  /** Characters of one expression. */
  text: 200_000,
  /** An invoice of 250 lines takes a tenth of it; a busy machine makes that several times as much. */
  timeoutMs: 2_000,
  /**
   * Steps inside steps. JSONata counts the fields of an object and the elements of an array as if
   * they were nested, so a mapping of 300 fields needs more than 300.
   */
  stack: 5_000,
  /** Elements of one list. */
  sequence: 100_000,
  /** Characters of one text value. */
  string: 5_000_000,
  /** Characters and list elements made in one evaluation, all together. */
  work: 20_000_000,
  /** Values (fields, elements) in a result or in what is turned into text. */
  nodes: 300_000,
  depth: 500,
  /** Characters times instructions of one regular expression match: about 40 ns each. */
  regex: 10_000_000,
} as const

/** The scope and the spent budget of one evaluation; every own function can get at it. */
export class Evaluation {
  readonly nowMs: number
  readonly settings: JsonObject
  readonly #seed: string
  readonly #startedMs = Date.now()
  #work = 0
  #random: (() => number) | undefined

  constructor(scope: { nowMs: number; settings: JsonObject; seed: string }) {
    this.nowMs = scope.nowMs
    this.settings = scope.settings
    this.#seed = scope.seed
  }

  /** Throws when the evaluation runs for too long. */
  checkTime(): void {
    if (Date.now() - this.#startedMs <= LIMITS.timeoutMs) return
    throw new ExpressionError({
      code: 'D1012',
      message: 'The expression takes too long: look for a loop that never ends.',
    })
  }

  /** Takes characters or elements from the budget. */
  spend(units: number): void {
    this.#work += units
    if (this.#work <= LIMITS.work) return
    throw new ExpressionError({
      code: 'TR004',
      message: 'The expression makes too much data: look for a text or list that keeps growing.',
    })
  }

  /** Takes a text or list from the budget, and refuses one that is too long by itself. */
  spendOn(value: unknown): void {
    if (typeof value === 'string') {
      if (value.length > LIMITS.string) throw tooLong()
      this.spend(value.length)
    } else if (Array.isArray(value)) {
      this.spend(value.length)
    }
  }

  /** The next of the evaluation's repeatable random numbers, 0 ≤ n < 1. */
  random(): number {
    this.#random ??= randomNumbers(this.#seed)
    return this.#random()
  }
}

/** The error for a text value over the limit. */
export function tooLong(): ExpressionError {
  return new ExpressionError({
    code: 'TR005',
    message: `A text is longer than ${LIMITS.string.toLocaleString('en')} characters.`,
  })
}

/** A space keeps the name out of reach of expressions: no variable name can hold one. */
export const EVALUATION_BINDING = ' evaluation'

/** The evaluation that a JSONata function was called in. */
export function evaluationOf(focus: jsonata.Focus): Evaluation {
  const found: unknown = focus.environment.lookup(EVALUATION_BINDING)
  if (found instanceof Evaluation) return found
  throw new Error('A function was called outside an evaluation.')
}
