import type { Builtin } from './builtins.ts'
import { type AstNode, nameOf, nodeOf, nodesOf, requirePlain, Unknown } from './quick-node.ts'
import {
  Closure,
  detour,
  type Compile,
  type Frame,
  isFunction,
  isList,
  push,
  sequenceOf,
  type Step,
  TailValue,
  truth,
} from './quick-values.ts'

/**
 * Functions of JSONata that give a promise, or read the expression's own text: not to be had without
 * waiting.
 */
const SLOW = new Set([
  ...['contains', 'match', 'replace', 'split', 'single', 'reduce', 'each', 'sift', 'eval'],
])

/** Functions that call a function of the expression for each element, done here without waiting. */
const EACH: Record<string, EachFunction> = { map: mapList, filter: filterList }

type EachFunction = (list: readonly unknown[], call: (...args: unknown[]) => unknown) => unknown

/** Makes the Step of `$name(…)`. `tail`: the last call of a function, made in its caller's context. */
export function compileCall(node: AstNode, options: { compile: Compile; tail: boolean }): Step {
  requirePlain(node)
  const procedure = nodeOf(node.procedure)
  if (procedure.type !== 'variable' || node.type !== 'function') throw new Unknown()
  const name = nameOf(procedure.value)
  if (SLOW.has(name)) throw new Unknown()
  const { compile, tail } = options
  const each = EACH[name]
  if (each) return compileEach(node, { name, each, ...options })
  const args = nodesOf(node.arguments).map(compile)
  return (input, frame) => {
    const called = frame.lookup(name)
    const values = args.map((arg) => arg(input, frame))
    if (values.some(isFunction)) return detour()
    const context = tail ? frame.callInput : input
    const value =
      called instanceof Closure
        ? called.apply(values, context)
        : callBuiltin(called, { values, context, frame })
    return tail ? new TailValue(value) : value
  }
}

/** Makes a function written in the expression. */
export function compileClosure(node: AstNode, compile: Compile): Step {
  requirePlain(node)
  const names = nodesOf(node.arguments).map((argument) => nameOf(argument.value))
  const body = compile(nodeOf(node.body))
  return (input, frame) =>
    new Closure((args, callInput) => {
      frame.evaluation.checkTime()
      const inner = frame.call(callInput)
      for (const [index, name] of names.entries()) inner.bind(name, args[index])
      const value = body(input, inner)
      return value instanceof TailValue ? value.value : value
    })
}

function callBuiltin(
  called: unknown,
  call: { values: unknown[]; context: unknown; frame: Frame },
): unknown {
  if (!isBuiltin(called)) return detour()
  const { values, context, frame } = call
  const { signature } = called
  const args = isSignature(signature) ? signature.validate(values, context) : values
  const result = called.implementation.apply(frame.focus(context), args)
  if (typeof result !== 'object' || result === null || isList(result)) return result
  if (result instanceof Promise) {
    // Nobody waits for it any more; its failure comes again when JSONata makes the same call.
    result.catch(() => undefined)
    return detour()
  }
  return 'next' in result ? detour() : result
}

/** `$map` and `$filter` with a function of the expression itself, by name or written in place. */
function compileEach(
  node: AstNode,
  options: { name: string; each: EachFunction; compile: Compile; tail: boolean },
): Step {
  const { name, each, compile, tail } = options
  const [list, called, more] = nodesOf(node.arguments)
  if (!list || !called || more) throw new Unknown()
  const listOf = compile(list)
  const closureOf: Step =
    called.type === 'lambda'
      ? compileClosure(called, compile)
      : called.type === 'variable' && called.value !== ''
        ? lookupOf(nameOf(called.value))
        : unknown()
  return (input, frame) => {
    // Another function may have been given this name.
    if (frame.lookup(name) instanceof Closure) return detour()
    const value = listOf(input, frame)
    const closure = closureOf(input, frame)
    if (isFunction(value) || !(closure instanceof Closure)) return detour()
    if (value === undefined) return undefined
    const elements = isList(value) ? value : [value]
    frame.evaluation.spend(elements.length)
    const made = each(elements, (...args) => closure.apply(args, null))
    return tail ? new TailValue(made) : made
  }
}

function lookupOf(name: string): Step {
  return (_input, frame) => frame.lookup(name)
}

function unknown(): never {
  throw new Unknown()
}

function mapList(list: readonly unknown[], call: (...args: unknown[]) => unknown): unknown {
  const mapped = sequenceOf()
  for (const [index, element] of list.entries()) {
    const value = call(element, index, list)
    if (value !== undefined) push(mapped, value)
  }
  return mapped
}

function filterList(list: readonly unknown[], call: (...args: unknown[]) => unknown): unknown {
  const kept = sequenceOf()
  for (const [index, element] of list.entries()) {
    if (truth(call(element, index, list))) push(kept, element)
  }
  return kept
}

interface Signature {
  validate: (args: unknown[], context: unknown) => unknown[]
}

function isSignature(value: unknown): value is Signature {
  return typeof value === 'object' && value !== null && 'validate' in value
}

function isBuiltin(value: unknown): value is Builtin {
  return typeof value === 'object' && value !== null && '_jsonata_function' in value
}
