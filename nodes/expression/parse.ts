import jsonata from 'jsonata'
import { compileExpression } from '../expression.ts'
import { type ExpressionError, toExpressionError } from './error.ts'
import { FUNCTION_NAMES } from './library.ts'

/** A fault of an expression's text, at a character position counted from 0. */
export interface ExpressionProblem {
  code: string
  message: string
  position: number
  token?: string
}

/**
 * Reads an expression without evaluating it. `problems` are what keeps it from running: the first
 * fault of its grammar, or each function and variable that nothing defines. `ast` is JSONata's
 * syntax tree; undefined when the text cannot be read.
 */
export function parseExpression(text: string): { problems: ExpressionProblem[]; ast: unknown } {
  try {
    compileExpression(text)
    const ast: unknown = jsonata(text).ast()
    return { problems: unknownNames(ast), ast }
  } catch (thrown) {
    const { code, message, position, token }: ExpressionError = toExpressionError(thrown)
    return { problems: [{ code, message, position, token }], ast: undefined }
  }
}

/** Variables that every evaluation has. */
const GIVEN = ['', '$', 'key']

function unknownNames(ast: unknown): ExpressionProblem[] {
  const used: { name: string; position: number }[] = []
  const bound = new Set<string>([...GIVEN, ...FUNCTION_NAMES])
  const waiting: unknown[] = [ast]
  const seen = new Set<unknown>()
  while (waiting.length > 0) {
    const node = waiting.pop()
    if (typeof node !== 'object' || node === null || seen.has(node)) continue
    seen.add(node)
    waiting.push(...Object.values(node))
    for (const name of boundBy(node)) bound.add(name)
    const name = variableName(node)
    if (name === undefined) continue
    const position = 'position' in node && typeof node.position === 'number' ? node.position : 0
    used.push({ name, position })
  }
  return used
    .filter(({ name }) => !bound.has(name))
    .sort((left, right) => left.position - right.position)
    .map(({ name, position }) => ({
      code: 'TR030',
      message: `Nothing defines $${name}.`,
      position: Math.max(0, position - name.length - 1),
      token: name,
    }))
}

/** Names that `$x := …`, `function($x)`, `@$x` and `#$i` bind; one scope for the whole text. */
function boundBy(node: object): string[] {
  if ('type' in node && node.type === 'bind' && 'lhs' in node) return variableNames([node.lhs])
  if ('type' in node && node.type === 'lambda' && 'arguments' in node) {
    return Array.isArray(node.arguments) ? variableNames(node.arguments) : []
  }
  const steps: unknown[] = [
    'focus' in node ? node.focus : undefined,
    'index' in node ? node.index : undefined,
  ]
  return steps.filter((name) => typeof name === 'string')
}

function variableNames(nodes: readonly unknown[]): string[] {
  return nodes.flatMap((node) =>
    typeof node === 'object' && node !== null ? [variableName(node) ?? ''] : [],
  )
}

function variableName(node: object): string | undefined {
  if (!('type' in node) || node.type !== 'variable' || !('value' in node)) return undefined
  return typeof node.value === 'string' ? node.value : undefined
}
