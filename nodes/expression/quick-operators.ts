import { type AstNode, nodeOf, Unknown } from './quick-node.ts'
import { type Compile, detour, isList, isNumeric, type Step, truth } from './quick-values.ts'

/** Makes the Step of an operator between two operands. */
export function compileOperator(node: AstNode, compile: Compile): Step {
  const left = compile(nodeOf(node.lhs))
  const right = compile(nodeOf(node.rhs))
  if (node.value === 'and') {
    return (input, frame) => truth(left(input, frame)) && truth(right(input, frame))
  }
  if (node.value === 'or') {
    return (input, frame) => truth(left(input, frame)) || truth(right(input, frame))
  }
  if (node.value === 'in') {
    return (input, frame) => {
      const wanted = left(input, frame)
      const list = right(input, frame)
      // One list is soon looked through, but a filter may do it for each element of another.
      frame.evaluation.checkTime()
      return isIn(wanted, list)
    }
  }
  const operation = operationOf(node.value)
  return (input, frame) => operation(left(input, frame), right(input, frame))
}

type Operation = (left: unknown, right: unknown) => unknown

function operationOf(symbol: unknown): Operation {
  switch (symbol) {
    case '+':
      return numeric((left, right) => left + right)
    case '-':
      return numeric((left, right) => left - right)
    case '*':
      return numeric((left, right) => left * right)
    case '/':
      return numeric((left, right) => left / right)
    case '%':
      return numeric((left, right) => left % right)
    // Hardening leaves these two only where one side is a literal, so nothing deep is compared.
    case '=':
      return (left, right) => left !== undefined && left === right
    case '!=':
      return (left, right) => left !== undefined && right !== undefined && left !== right
    case '<':
      return ordered((left, right) => left < right)
    case '<=':
      return ordered((left, right) => left <= right)
    case '>':
      return ordered((left, right) => left > right)
    case '>=':
      return ordered((left, right) => left >= right)
    default:
      throw new Unknown()
  }
}

function numeric(calculate: (left: number, right: number) => number): Operation {
  return (left, right) => {
    if (left !== undefined && !isNumeric(left)) return detour()
    if (right !== undefined && !isNumeric(right)) return detour()
    return left === undefined || right === undefined ? undefined : calculate(left, right)
  }
}

function ordered(compare: (left: string | number, right: string | number) => boolean): Operation {
  return (left, right) => {
    if (left !== undefined && !isComparable(left)) return detour()
    if (right !== undefined && !isComparable(right)) return detour()
    if (left === undefined || right === undefined) return undefined
    return typeof left === typeof right ? compare(left, right) : detour()
  }
}

function isComparable(value: unknown): value is string | number {
  return typeof value === 'string' || typeof value === 'number'
}

function isIn(left: unknown, right: unknown): boolean {
  if (left === undefined || right === undefined) return false
  return isList(right) ? right.some((element) => element === left) : right === left
}
