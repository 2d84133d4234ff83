import { unwrapped, walk, type Pair, type Syntax } from '../syntax.ts'
import { finding, type LintFinding } from './finding.ts'
import type { Places } from './places.ts'

/** Lists that become a single value, and values that are taken for lists. */
export function listRules(tree: Syntax, places: Places): LintFinding[] {
  const found: LintFinding[] = []
  walk(tree, (node) => {
    if (node.type === 'object')
      found.push(...node.pairs.flatMap((pair) => collapsing(pair, places)))
    if (node.type === 'call') found.push(...summing(node, places))
    if (node.type !== 'binary') return
    if (node.operator === 'in') found.push(...inOne(node))
    if (node.operator === '=' || node.operator === '!=') found.push(...equalList(node, places))
  })
  return found
}

/** Names of fields that hold lists in Stripe and NetSuite, or are plural words. */
const PLURAL = /(?:[^suia]s|[^s]ies|[aeu]tes|Items|items|data|addressBook)$/
const NO_PLURAL =
  /^(terms|class|address|status|canada|details|metadata|sales|days|minutes|seconds|dynamics)$/i

function collapsing({ key, value }: Pair, places: Places): LintFinding[] {
  if (key.type !== 'string' || !PLURAL.test(key.value) || NO_PLURAL.test(key.value)) return []
  const made = unwrapped(value)
  if (!mayCollapse(made, places)) return []
  return [
    finding(made, {
      code: 'one-item-list',
      message: `With one element this gives the element itself instead of a list, and with none nothing at all. Put it into square brackets, so that "${key.value}" is always a list: [ … ].`,
      severity: 'warning',
    }),
  ]
}

/** Whether a value is a list only when it has several elements. */
function mayCollapse(node: Syntax, places: Places): boolean {
  switch (node.type) {
    case 'binary': {
      if (node.operator !== '.') return false
      // Square brackets hold on to their step more tightly than the dot before it.
      if (node.right.type === 'filter') return mayCollapse(node.right, places)
      if (unwrapped(node.right).type !== 'object') return false
      const left = places.of(node.left)
      // What is a single object in all samples stays one.
      return left ? left.isList : !isSingle(node.left)
    }
    case 'filter':
      return !['number', 'negative', 'string'].includes(node.right.type)
    case 'call':
      return (
        node.procedure.type === 'variable' &&
        ['map', 'filter', 'each'].includes(node.procedure.value)
      )
    default:
      return false
  }
}

/** An element by its number, or a variable: what that holds cannot be seen. */
function isSingle(node: Syntax): boolean {
  if (node.type === 'variable') return true
  if (node.type === 'binary' && node.operator === '.') return isSingle(node.right)
  return node.type === 'filter' && ['number', 'negative'].includes(node.right.type)
}

function summing(node: Extract<Syntax, { type: 'call' }>, places: Places): LintFinding[] {
  const { procedure } = node
  const [list] = node.arguments
  const sums = ['sum', 'max', 'min', 'average']
  if (procedure.type !== 'variable' || !sums.includes(procedure.value) || !list) return []
  const field = places.of(list)?.field
  if (!field || field.types.length === 0 || !field.types.every(isText)) return []
  const { start, end } = list
  return [
    {
      code: 'sum-of-texts',
      message: `"${field.key}" holds texts in the samples, and $${procedure.value} of texts is an error. ${procedure.value === 'sum' ? '$sumMoney takes decimal texts as well; or convert' : 'Convert'} each with $number(…).`,
      range: { start, end },
      severity: 'warning',
    },
  ]
}

export function isText(type: string): boolean {
  return type === 'string' || type === 'text'
}

function inOne(node: Extract<Syntax, { type: 'binary' }>): LintFinding[] {
  if (!['string', 'number'].includes(node.right.type)) return []
  return [
    finding(node, {
      code: 'in-one-value',
      message:
        '“in” looks for an element of a list; of a single value it asks whether both are equal. Put the values into [ ], or use $contains(text, part) to look within a text.',
      severity: 'warning',
    }),
  ]
}

function equalList(node: Extract<Syntax, { type: 'binary' }>, places: Places): LintFinding[] {
  const sides = [node.left, node.right]
  const isScalar = sides.some((side) => ['string', 'number'].includes(unwrapped(side).type))
  const list = sides.find((side) => places.of(side)?.isList || unwrapped(side).type === 'array')
  if (!isScalar || !list) return []
  return [
    finding(node, {
      code: 'list-equals',
      message: `A list never equals a single value, so this is ${node.operator === '=' ? 'never' : 'always'} true when there are several. To ask whether the value is in the list, write: value in list.`,
      severity: 'warning',
    }),
  ]
}
