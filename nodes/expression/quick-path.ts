import { builtin } from './builtins.ts'
import { type AstNode, nameOf, nodeOf, nodesOf, Unknown } from './quick-node.ts'
import {
  type Compile,
  detour,
  type Frame,
  isFunction,
  isList,
  isNumeric,
  type List,
  push,
  sequenceOf,
  type Step,
  truth,
} from './quick-values.ts'

/** Makes the Step of `a.b.c`, with filters in brackets and grouping at its end. */
export function compilePath(node: AstNode, compile: Compile): Step {
  const nodes = nodesOf(node.steps)
  const [first, ...rest] = nodes
  if (!first || ('consarray' in first && first.consarray)) throw new Unknown()
  const steps = nodes.map((one) => compilePathStep(one, compile))
  const absolute = first.type === 'variable'
  const walk: Step = (input, frame) => {
    frame.evaluation.checkTime()
    let list = isList(input) && !absolute ? input : sequenceOf(input)
    for (const [index, step] of steps.entries()) {
      list = takeStep(step, { list, frame, last: index === steps.length - 1 })
      if (list.length === 0) break
    }
    return list
  }
  if (node.group !== undefined) {
    const group = compileGroup(node.group, compile)
    return (input, frame) => group(walk(input, frame), frame)
  }
  const names = (absolute ? rest : nodes).map(bareName)
  const start = absolute && isBare(first) ? compile(first) : undefined
  if (!names.every((name) => name !== undefined) || (absolute && !start)) {
    return walk
  }
  return (input, frame) => {
    const value = follow(names, start ? start(input, frame) : input)
    return value === LISTS ? walk(input, frame) : value
  }
}

function isBare(node: AstNode): boolean {
  return node.stages === undefined && node.predicate === undefined && node.group === undefined
}

/** The name of a step that is nothing but a field's name. */
function bareName(node: AstNode): string | undefined {
  return node.type === 'name' && isBare(node) ? nameOf(node.value) : undefined
}

/** There is a list on the way: all its elements have to be followed. */
const LISTS = Symbol('lists')

/** The usual case, from object to object, without making a list at every step. */
function follow(names: readonly string[], from: unknown): unknown {
  let value = from
  for (const name of names) {
    if (isList(value)) return LISTS
    value = fieldOf(value, name)
    if (value === undefined) return undefined
  }
  return isList(value) && (value.sequence === true || names.length === 0) ? LISTS : value
}

function fieldOf(value: unknown, name: string): unknown {
  if (typeof value !== 'object' || value === null || !Object.hasOwn(value, name)) return undefined
  return isFunction(value) ? detour() : Reflect.get(value, name)
}

/** Makes the Step of a field's name. */
export function compileName(name: string): Step {
  return (input, frame) =>
    isList(input)
      ? lookup.implementation.call(frame.focus(input), input, name)
      : fieldOf(input, name)
}

const lookup = builtin('lookup')

interface PathStep {
  evaluate: Step
  stages: Step | undefined
}

function compilePathStep(node: AstNode, compile: Compile): PathStep {
  const stages = node.stages === undefined ? undefined : compileFilters(node.stages, compile)
  return { evaluate: compile(node), stages }
}

function takeStep(step: PathStep, at: { list: List; frame: Frame; last: boolean }): List {
  const { list, frame, last } = at
  const found: unknown[] = []
  for (const element of list) {
    let value = step.evaluate(element, frame)
    if (step.stages) value = step.stages(value, frame)
    if (value !== undefined) found.push(value)
  }
  const [only] = found
  if (last && found.length === 1 && isList(only) && only.sequence !== true) return only
  const flat = sequenceOf()
  for (const value of found) {
    if (isList(value) && !value.cons) for (const part of value) push(flat, part)
    else push(flat, value)
  }
  return flat
}

/** Makes `[…]` after a value: by position, or those elements for which it holds. */
export function compileFilters(filters: unknown, compile: Compile): Step {
  const made = nodesOf(filters).map((filter) => {
    if (filter.type !== 'filter') throw new Unknown()
    return compileFilter(nodeOf(filter.expr), compile)
  })
  return (value, frame) => made.reduce((one, filter) => filter(one, frame), value)
}

function compileFilter(predicate: AstNode, compile: Compile): Step {
  if (predicate.type === 'number' && typeof predicate.value === 'number') {
    const position = Math.floor(predicate.value)
    return (value) => {
      const list = isList(value) ? value : sequenceOf(value)
      const element = list.at(position)
      if (isList(element)) return element
      return element === undefined ? sequenceOf() : sequenceOf(element)
    }
  }
  const holds = compile(predicate)
  return (value, frame) => {
    frame.evaluation.checkTime()
    const list = isList(value) ? value : sequenceOf(value)
    const kept = sequenceOf()
    for (const [index, element] of list.entries()) {
      const answer = holds(element, frame)
      const positions = isNumeric(answer) ? [answer] : answer
      if (isList(positions) && positions.every(isNumeric)) {
        for (const position of positions) {
          const wanted = Math.floor(position)
          if ((wanted < 0 ? list.length + wanted : wanted) === index) push(kept, element)
        }
      } else if (truth(answer)) push(kept, element)
    }
    return kept
  }
}

interface Pair {
  key: Step
  value: Step
}

/** Makes `{ key: value, … }`: one object of all elements, those with the same key together. */
export function compileGroup(node: unknown, compile: Compile): Step {
  if (typeof node !== 'object' || node === null || !('lhs' in node) || !Array.isArray(node.lhs)) {
    throw new Unknown()
  }
  const pairs = node.lhs.map((pair: unknown): Pair => {
    const [key, value] = nodesOf(pair)
    if (!key || !value) throw new Unknown()
    return { key: compile(key), value: compile(value) }
  })
  return (input, frame) => {
    const list = isList(input) ? input : [input]
    const groups = new Map<string, { pair: Pair; data: unknown }>()
    for (const element of list.length > 0 ? list : [undefined]) {
      for (const pair of pairs) {
        const key = pair.key(element, frame)
        if (key === undefined) continue
        if (typeof key !== 'string' || SPECIAL.has(key)) return detour()
        const group = groups.get(key)
        if (!group) groups.set(key, { pair, data: element })
        else if (group.pair !== pair) return detour()
        else group.data = append.implementation.call(frame.focus(input), group.data, element)
      }
    }
    const object: Record<string, unknown> = {}
    for (const [key, { pair, data }] of groups) {
      const value = pair.value(data, frame)
      if (value !== undefined) object[key] = value
    }
    return object
  }
}

const append = builtin('append')
/** Names that JSONata refuses, and one that an assignment would not make a field. */
const SPECIAL = new Set(['_jsonata_lambda', '_jsonata_function', '__proto__'])
