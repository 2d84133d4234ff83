import { unwrapped, walk, type Syntax, type SyntaxOf } from '../syntax.ts'
import { finding, type LintFinding } from './finding.ts'
import { isText } from './list-rules.ts'
import type { Places } from './places.ts'

/** Conditions that are always the same, comparisons of unlike values, and variables without use. */
export function logicRules(tree: Syntax, places: Places): LintFinding[] {
  const found: LintFinding[] = []
  walk(tree, (node) => {
    if (node.type === 'block') found.push(...statements(node))
    if (node.type !== 'binary') return
    if (node.operator === 'and' || node.operator === 'or') found.push(...alwaysTrue(node))
    if (COMPARISONS.includes(node.operator)) found.push(...unlike(node, places))
  })
  return [...found, ...unusedVariables(tree)]
}

const COMPARISONS = ['=', '!=', '<', '>', '<=', '>=']

/** `status = "open" or "paid"`: the second half asks nothing. */
function alwaysTrue({ operator, left, right }: SyntaxOf<'binary'>): LintFinding[] {
  const fixed = [left, right].find((side) => ['string', 'number'].includes(side.type))
  if (!fixed) return []
  return [
    finding(fixed, {
      code: 'fixed-condition',
      message: `Beside “${operator}” this value does not depend on the record. To compare with several values write: field in ["open", "paid"].`,
      severity: 'warning',
    }),
  ]
}

const TEXT_FUNCTIONS = [
  ...['string', 'substring', 'substringBefore', 'substringAfter', 'lowercase', 'uppercase'],
  ...['trim', 'pad', 'join', 'replace', 'isoDate', 'isoDateTime', 'formatNumber', 'country', 'now'],
]
const NUMBER_FUNCTIONS = [
  ...['number', 'count', 'length', 'sum', 'sumMoney', 'round', 'floor', 'ceil', 'abs', 'toMajor'],
  ...['toMinor', 'add', 'subtract', 'multiply', 'divide', 'roundMoney', 'millis', 'epochSeconds'],
]

function unlike(node: SyntaxOf<'binary'>, places: Places): LintFinding[] {
  const types = [node.left, node.right].map((side) => typeOf(side, places))
  if (!types.includes('text') || !types.includes('number')) return []
  const isOrder = !['=', '!='].includes(node.operator)
  return [
    finding(node, {
      code: 'number-with-text',
      message: `This compares a number with a text, which is ${isOrder ? 'an error' : 'never equal, also for 5 and "5"'}. Convert one side with $number(…) or $string(…).`,
      severity: 'warning',
    }),
  ]
}

function typeOf(node: Syntax, places: Places): 'text' | 'number' | null {
  const plain = unwrapped(node)
  if (plain.type === 'string') return plain.value === '' ? null : 'text'
  if (plain.type === 'number') return 'number'
  if (plain.type === 'call' && plain.procedure.type === 'variable') {
    if (TEXT_FUNCTIONS.includes(plain.procedure.value)) return 'text'
    return NUMBER_FUNCTIONS.includes(plain.procedure.value) ? 'number' : null
  }
  const types = places.of(plain)?.field?.types ?? []
  if (types.length === 0) return null
  if (types.every(isText)) return 'text'
  return types.every((type) => type === 'number') ? 'number' : null
}

/** `$x = 1;` where `$x := 1;` was meant. */
function statements({ parts }: SyntaxOf<'block'>): LintFinding[] {
  return parts.slice(0, -1).flatMap((part) => {
    if (part.type !== 'binary' || part.operator !== '=' || part.left.type !== 'variable') return []
    const name = `$${part.left.value}`
    return [
      finding(part, {
        code: 'no-assignment',
        message: `This only compares, and its answer is thrown away. To set ${name} write ${name} := …`,
        severity: 'warning',
      }),
    ]
  })
}

function unusedVariables(tree: Syntax): LintFinding[] {
  const set: SyntaxOf<'binary'>[] = []
  const read = new Set<string>()
  const targets = new Set<Syntax>()
  walk(tree, (node) => {
    if (node.type === 'binary' && node.operator === ':=') {
      set.push(node)
      targets.add(node.left)
    } else if (node.type === 'variable' && !targets.has(node)) {
      read.add(node.value)
    }
  })
  return set.flatMap(({ left, right }) => {
    if (left.type !== 'variable' || read.has(left.value) || mayFail(right)) return []
    return [
      finding(left, {
        code: 'unused-variable',
        message: `$${left.value} is set, but nothing reads it. Take it away, or check how it is written below.`,
        severity: 'hint',
      }),
    ]
  })
}

/** A check is there for its error, not for its value. */
function mayFail(node: Syntax): boolean {
  let may = false
  walk(node, (one) => {
    may ||= one.type === 'variable' && ['error', 'assert'].includes(one.value)
  })
  return may
}
