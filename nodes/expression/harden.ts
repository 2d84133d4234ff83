import type jsonata from 'jsonata'
import { define } from './builtins.ts'
import type { Builtin } from './builtins.ts'
import { ExpressionError } from './error.ts'
import { LIMITS, evaluationOf } from './evaluation.ts'
import { concatenate } from './guarded-text.ts'
import { sequence } from './guarded-lists.ts'
import { LinearRegex } from './linear-regex.ts'
import { sameValue } from './same-value.ts'

/**
 * Puts limits into a parsed expression, in place. JSONata looks at the clock between steps, but one
 * step can double a text, copy a list or compare two endless values; those operators become calls
 * of functions of ours that count what they make:
 *
 *     a & b      → concatenate          a = b, a != b  → sameValue (unless one side is a literal)
 *     a .. b     → range                [ list ]       → [ counted(list) ]
 *
 * Regular expressions are compiled here, so that an unsupported one is a fault of the text.
 */
export function harden(ast: unknown): void {
  const waiting: unknown[] = [ast]
  const seen = new Set<unknown>()
  while (waiting.length > 0) {
    const node = waiting.pop()
    if (typeof node !== 'object' || node === null || seen.has(node)) continue
    seen.add(node)
    if (node instanceof RegExp) continue
    for (const part of Object.values(node)) waiting.push(part)
    if (isNode(node)) hardenNode(node)
  }
}

/** The functions that hardened operators call; their names cannot be written in an expression. */
export function operatorFunctions(): [string, Builtin][] {
  return [
    [' concatenate', define(concatenate)],
    [' equal', define(equal)],
    [' unequal', define(unequal)],
    [' range', define(range)],
    [' counted', define(countedList)],
  ]
}

interface Node {
  type: string
  value?: unknown
  position?: unknown
  lhs?: unknown
  rhs?: unknown
  expressions?: unknown
}

function isNode(node: object): node is Node {
  return 'type' in node && typeof node.type === 'string'
}

const OPERATORS: Record<string, string> = {
  '&': ' concatenate',
  '=': ' equal',
  '!=': ' unequal',
  '..': ' range',
}

function hardenNode(node: Node): void {
  if (node.type === 'regex' && node.value instanceof RegExp) {
    checkRegex(node.value, node.position)
  }
  if (node.type === 'binary' && typeof node.value === 'string') {
    const name = OPERATORS[node.value]
    const literal = isLiteral(node.lhs) || isLiteral(node.rhs)
    const comparison = node.value === '=' || node.value === '!='
    if (name && !(comparison && literal)) becomeCall(node, name, [node.lhs, node.rhs])
  }
  if (node.type === 'unary' && node.value === '[' && Array.isArray(node.expressions)) {
    node.expressions = node.expressions.map((element: unknown) =>
      mayBeList(element) ? call(' counted', [element]) : element,
    )
  }
}

function isLiteral(node: unknown): boolean {
  return hasType(node) && ['string', 'number', 'value'].includes(node.type)
}

/** Elements that append a whole list to an array constructor. */
function mayBeList(node: unknown): boolean {
  return hasType(node) && !['string', 'number', 'value', 'unary', 'binary'].includes(node.type)
}

function hasType(node: unknown): node is Node {
  return typeof node === 'object' && node !== null && isNode(node)
}

function becomeCall(node: Node, name: string, args: unknown[]): void {
  Object.assign(node, call(name, args, node.position))
}

function call(name: string, args: unknown[], position: unknown = 0) {
  const procedure = { type: 'variable', value: name, position }
  return { type: 'function', value: '(', procedure, arguments: args, position }
}

function checkRegex(source: RegExp, position: unknown): void {
  try {
    new LinearRegex(source)
  } catch (fault) {
    if (!(fault instanceof ExpressionError)) throw fault
    throw new ExpressionError({
      code: fault.code,
      message: fault.message,
      position: typeof position === 'number' ? position : 0,
      token: fault.token,
    })
  }
}

function equal(this: jsonata.Focus, left: unknown, right: unknown): boolean {
  if (left === undefined || right === undefined) return false
  return sameValue(left, right, evaluationOf(this))
}

function unequal(this: jsonata.Focus, left: unknown, right: unknown): boolean {
  if (left === undefined || right === undefined) return false
  return !sameValue(left, right, evaluationOf(this))
}

function range(this: jsonata.Focus, from: unknown, to: unknown): number[] | undefined {
  requireInteger(from, { code: 'T2003', side: 'left' })
  requireInteger(to, { code: 'T2004', side: 'right' })
  if (typeof from !== 'number' || typeof to !== 'number' || from > to) return undefined
  const size = to - from + 1
  if (size > LIMITS.sequence) {
    throw new ExpressionError({
      code: size > 1e7 ? 'D2014' : 'D2015',
      message: `The range ${from}..${to} has too many numbers.`,
      token: '..',
    })
  }
  evaluationOf(this).spend(size)
  return sequence(Array.from({ length: size }, (_, index) => from + index))
}

function requireInteger(value: unknown, fault: { code: string; side: string }): void {
  if (value === undefined || Number.isInteger(value)) return
  throw new ExpressionError({
    code: fault.code,
    message: `The ${fault.side} side of the range operator (..) must be a whole number.`,
    token: '..',
  })
}

function countedList(this: jsonata.Focus, value: unknown): unknown {
  const evaluation = evaluationOf(this)
  evaluation.checkTime()
  evaluation.spendOn(value)
  return value
}
