import { calledName, unwrapped, walk, type Pair, type Syntax, type SyntaxOf } from '../syntax.ts'
import { boundOnce } from './bound-once.ts'
import { finding, type LintFinding } from './finding.ts'
import type { Places } from './places.ts'

/** Lists that become a single value, and values that are taken for lists. */
export function listRules(tree: Syntax, places: Places): LintFinding[] {
  const found: LintFinding[] = []
  const seen: Seen = { places, variables: boundOnce(tree) }
  walk(tree, (node) => {
    if (node.type === 'object') found.push(...node.pairs.flatMap((pair) => collapsing(pair, seen)))
    if (node.type === 'call') found.push(...summing(node, places))
    if (node.type !== 'binary') return
    if (node.operator === 'in') found.push(...inOne(node))
    if (node.operator === '=' || node.operator === '!=') found.push(...equalList(node, places))
  })
  return found
}

/** What is known of the expression's paths and variables. */
interface Seen {
  places: Places
  variables: ReadonlyMap<string, Syntax>
}

/** Names of fields that hold lists in Stripe and NetSuite, or are plural words. */
const PLURAL = /(?:[^suia]s|[^s]ies|[aeu]tes|Items|items|data|addressBook)$/
const NO_PLURAL =
  /^(terms|class|address|status|canada|details|metadata|sales|days|minutes|seconds|dynamics)$/i

function collapsing({ key, value }: Pair, seen: Seen): LintFinding[] {
  if (key.type !== 'string' || !PLURAL.test(key.value) || NO_PLURAL.test(key.value)) return []
  return collapsingParts(value, seen).map((part) =>
    finding(part, {
      code: 'one-item-list',
      message: `With one element this gives the element itself instead of a list, and with none nothing at all. Put it into square brackets, so that "${key.value}" is always a list: [ … ].`,
      severity: 'warning',
    }),
  )
}

/** What a value may be that is a list only when it has several elements. */
function collapsingParts(value: Syntax, seen: Seen): Syntax[] {
  const node = unwrapped(value)
  switch (node.type) {
    case 'condition':
      return [node.then, ...(node.else ? [node.else] : [])].flatMap((one) =>
        collapsingParts(one, seen),
      )
    case 'default':
      return [node.left, node.right].flatMap((one) => collapsingParts(one, seen))
    default:
      return mayCollapse(node, seen) ? [node] : []
  }
}

function mayCollapse(node: Syntax, seen: Seen): boolean {
  switch (node.type) {
    case 'binary':
      if (node.operator === '~>') return isListCall(node.right)
      return node.operator === '.' && pathMayCollapse(node, seen)
    case 'filter':
      return !['number', 'negative', 'string'].includes(node.right.type)
    case 'call':
      return isListCall(node)
    case 'variable': {
      const bound = seen.variables.get(node.value)
      if (!bound) return false
      // A variable that is made of itself would be followed without end.
      const variables = new Map(seen.variables)
      variables.delete(node.value)
      return collapsingParts(bound, { ...seen, variables }).length > 0
    }
    default:
      return false
  }
}

function pathMayCollapse({ left, right }: SyntaxOf<'binary'>, seen: Seen): boolean {
  // Square brackets hold on to their step more tightly than the dot before it.
  if (right.type === 'filter') return mayCollapse(right, seen)
  const place = seen.places.of(left)
  // What is a single object in all samples stays one.
  if (unwrapped(right).type === 'object') return place ? place.isList : !isSingle(left)
  // A list that the last step finds in one object stays what it is.
  return ['name', 'string', 'call', 'block'].includes(right.type) && (place?.isList ?? isList(left))
}

function isListCall(node: Syntax): boolean {
  return ['map', 'filter', 'each'].includes(calledName(node))
}

/** A path over what is a list wherever it is met. */
function isList(node: Syntax): boolean {
  if (node.type === 'name') return ['data', 'items'].includes(node.value)
  if (node.type === 'filter') return !isSingle(node) && isList(node.left)
  return (
    node.type === 'binary' && node.operator === '.' && (isList(node.left) || isList(node.right))
  )
}

/** An element by its number, or a variable: what that holds cannot be seen. */
function isSingle(node: Syntax): boolean {
  if (node.type === 'variable') return true
  if (node.type === 'binary' && node.operator === '.') return isSingle(node.right)
  return node.type === 'filter' && ['number', 'negative'].includes(node.right.type)
}

function summing(node: SyntaxOf<'call'>, places: Places): LintFinding[] {
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

function inOne(node: SyntaxOf<'binary'>): LintFinding[] {
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

function equalList(node: SyntaxOf<'binary'>, places: Places): LintFinding[] {
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
