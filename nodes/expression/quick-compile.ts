import { compileCall, compileClosure } from './quick-call.ts'
import { type AstNode, nameOf, nodeOf, nodesOf, requirePlain, Unknown } from './quick-node.ts'
import { compileOperator } from './quick-operators.ts'
import { compileFilters, compileGroup, compileName, compilePath } from './quick-path.ts'
import {
  collapse,
  detour,
  isFunction,
  isList,
  type List,
  type Step,
  truth,
} from './quick-values.ts'
import { builtin } from './builtins.ts'

/** Makes a node's Step. Throws Unknown when there is something in it that only JSONata knows. */
export function compileNode(node: AstNode): Step {
  requirePlain(node)
  const bare = compileBare(node)
  const filters =
    node.predicate === undefined ? undefined : compileFilters(node.predicate, compileNode)
  // A path has its grouping in it.
  const grouped = node.type !== 'path' && node.group !== undefined
  const group = grouped ? compileGroup(node.group, compileNode) : undefined
  if (!filters && !group) return SCALAR.has(node.type) ? bare : collapsed(bare)
  // JSONata applies them to the call that is still to be made, not to what it gives.
  if (endsInThunk(node)) throw new Unknown()
  return collapsed((input, frame) => {
    let value = bare(input, frame)
    if (filters) value = filters(value, frame)
    return group ? group(value, frame) : value
  })
}

/** Nodes that never give a list of their own. */
const SCALAR = new Set(['string', 'number', 'value', 'binary'])

function collapsed(step: Step): Step {
  return (input, frame) => collapse(step(input, frame))
}

function compileBare(node: AstNode): Step {
  switch (node.type) {
    case 'string':
    case 'number':
    case 'value': {
      const { value } = node
      return () => value
    }
    case 'variable':
      return compileVariable(nameOf(node.value))
    case 'path':
      return compilePath(node, compileNode)
    case 'name':
      return compileName(nameOf(node.value))
    case 'binary':
      return compileOperator(node, compileNode)
    case 'unary':
      return compileUnary(node)
    case 'condition':
      return compileCondition(node)
    case 'block':
      return compileBlock(node)
    case 'bind':
      return compileBind(node)
    case 'function':
      return compileCall(node, { compile: compileNode, tail: false })
    case 'lambda':
      return compileThunk(node)
    default:
      throw new Unknown()
  }
}

function compileVariable(name: string): Step {
  if (name === '') return (input) => input
  return (_input, frame) => {
    const value = frame.lookup(name)
    // A function as a value would have to look and behave as JSONata's own.
    return isFunction(value) ? detour() : value
  }
}

function compileUnary(node: AstNode): Step {
  switch (node.value) {
    case '-': {
      const operand = compileNode(nodeOf(node.expression))
      return (input, frame) => {
        const value = operand(input, frame)
        if (value === undefined) return undefined
        return typeof value === 'number' && Number.isFinite(value) ? -value : detour()
      }
    }
    case '[':
      return compileList(node)
    case '{':
      return compileGroup(node, compileNode)
    default:
      throw new Unknown()
  }
}

const append = builtin('append')

function compileList(node: AstNode): Step {
  const keepsWhole = 'consarray' in node && node.consarray === true
  const elements = nodesOf(node.expressions).map((element) => ({
    evaluate: compileNode(element),
    nested: element.value === '[',
  }))
  return (input, frame) => {
    const focus = frame.focus(input)
    let list: List = []
    for (const { evaluate, nested } of elements) {
      const value = evaluate(input, frame)
      if (value === undefined) continue
      if (nested) list.push(value)
      else {
        const longer = append.implementation.call(focus, list, value)
        list = isList(longer) ? longer : detour()
      }
    }
    if (keepsWhole) Object.defineProperty(list, 'cons', { value: true })
    return list
  }
}

function compileCondition(node: AstNode): Step {
  const condition = compileNode(nodeOf(node.condition))
  const then = compileNode(nodeOf(node.then))
  const otherwise = node.else === undefined ? undefined : compileNode(nodeOf(node.else))
  return (input, frame) =>
    truth(condition(input, frame)) ? then(input, frame) : otherwise?.(input, frame)
}

function compileBlock(node: AstNode): Step {
  const expressions = nodesOf(node.expressions).map(compileNode)
  return (input, frame) => {
    const inner = frame.inner()
    let value: unknown
    for (const expression of expressions) value = expression(input, inner)
    return value
  }
}

function compileBind(node: AstNode): Step {
  const name = nameOf(nodeOf(node.lhs).value)
  const right = nodeOf(node.rhs)
  const value =
    right.type === 'lambda' && !isThunk(right)
      ? compileClosure(right, compileNode)
      : compileNode(right)
  return (input, frame) => {
    const bound = value(input, frame)
    frame.bind(name, bound)
    return bound
  }
}

/** The parser wraps a call in tail position, so that JSONata can make it without nesting deeper. */
function compileThunk(node: AstNode): Step {
  if (!isThunk(node)) throw new Unknown()
  return compileCall(nodeOf(node.body), { compile: compileNode, tail: true })
}

function endsInThunk(node: AstNode): boolean {
  if (isThunk(node)) return true
  const last = node.type === 'block' ? nodesOf(node.expressions).at(-1) : undefined
  const ends = node.type === 'condition' ? [node.then, node.else] : [last]
  return ends.some((end) => end !== undefined && endsInThunk(nodeOf(end)))
}

function isThunk(node: AstNode): boolean {
  return 'thunk' in node && node.thunk === true
}
