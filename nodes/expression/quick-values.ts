import type { Builtin } from './builtins.ts'
import { builtin } from './builtins.ts'
import { EVALUATION_BINDING, type Evaluation, LIMITS } from './evaluation.ts'
import { LIBRARY } from './library.ts'
import type { AstNode } from './quick-node.ts'

/** A list with JSONata's marks: what makes it a sequence, and what keeps it from being flattened. */
export type List = unknown[] & { sequence?: boolean; cons?: boolean }

/** A part of an expression, ready to be evaluated on a context value with the variables in force. */
export type Step = (input: unknown, frame: Frame) => unknown

/** Makes a node's Step: how the makers of one kind of node make the nodes below it. */
export type Compile = (node: AstNode) => Step

/** Thrown where the quick way ends: JSONata itself evaluates the expression then. */
const DETOUR = new Error('This needs JSONata itself.')

/** Leaves the quick way. Thrown without a stack of its own, so it costs next to nothing. */
export function detour(): never {
  throw DETOUR
}

export function isList(value: unknown): value is List {
  return Array.isArray(value)
}

/** A JSONata sequence: one of one element is that element, an empty one is no value. */
export function sequenceOf(...elements: unknown[]): List {
  const list: List = elements
  list.sequence = true
  return list
}

/** Appends within the limit for lists. */
export function push(list: List, value: unknown): void {
  if (list.length >= LIMITS.sequence) detour()
  list.push(value)
}

/** What a step's value is to the steps around it. */
export function collapse(value: unknown): unknown {
  if (!isList(value) || value.sequence !== true) return value
  return value.length > 1 ? value : value[0]
}

/** JSONata's effective boolean; undefined has none. */
export function truth(value: unknown): boolean {
  if (typeof value === 'boolean') return value
  if (typeof value === 'string') return value.length > 0
  if (value === undefined || value === null) return false
  if (value instanceof Closure) detour()
  return booleanOf.implementation.call(undefined, value) === true
}

const booleanOf = builtin('boolean')

/** A number that JSONata calculates with; NaN is none, infinity an error. */
export function isNumeric(value: unknown): value is number {
  if (typeof value !== 'number' || Number.isNaN(value)) return false
  return Number.isFinite(value) || detour()
}

/** A function written in the expression, with the variables and the context of where it stands. */
export class Closure {
  /** The mark by which JSONata knows its own: a result that is a function is refused by it. */
  readonly _jsonata_lambda = true
  readonly apply: (args: readonly unknown[], callInput: unknown) => unknown

  constructor(apply: (args: readonly unknown[], callInput: unknown) => unknown) {
    this.apply = apply
  }
}

/**
 * What the call gave that ends a function. JSONata makes that call only when the blocks and
 * conditions around it are done, so nothing in them looks at it.
 */
export class TailValue {
  readonly value: unknown

  constructor(value: unknown) {
    this.value = value
  }
}

/** A function of the expression or of JSONata, as a value. */
export function isFunction(value: unknown): boolean {
  if (typeof value !== 'object' || value === null) return typeof value === 'function'
  return '_jsonata_lambda' in value || '_jsonata_function' in value
}

/** The variables of a block or a function call. */
export class Frame {
  readonly evaluation: Evaluation
  /** The context that the function we are in was called in: tail calls hand it on. */
  readonly callInput: unknown
  readonly #parent: Frame | undefined
  readonly #values = new Map<string, unknown>()

  constructor(options: { evaluation: Evaluation; parent?: Frame; callInput?: unknown }) {
    this.evaluation = options.evaluation
    this.#parent = options.parent
    this.callInput = options.callInput
  }

  /** The frame of a block. */
  inner(): Frame {
    return this.call(this.callInput)
  }

  /** The frame of a function that is called in the given context. */
  call(callInput: unknown): Frame {
    return new Frame({ evaluation: this.evaluation, parent: this, callInput })
  }

  bind(name: string, value: unknown): void {
    this.#values.set(name, value)
  }

  lookup(name: string): unknown {
    const value = this.#values.get(name)
    if (value !== undefined || this.#values.has(name)) return value
    return this.#parent ? this.#parent.lookup(name) : (FUNCTIONS.get(name) ?? detour())
  }

  /** What JSONata hands to its functions as `this`. */
  focus(input: unknown) {
    const { evaluation } = this
    const environment = {
      lookup: (name: string) => (name === EVALUATION_BINDING ? evaluation : detour()),
    }
    return { environment, input, options: LIMITS, createSequence: sequenceOf }
  }
}

const FUNCTIONS: ReadonlyMap<string, Builtin> = new Map(LIBRARY)
