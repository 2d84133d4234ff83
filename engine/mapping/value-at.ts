import { readSyntax } from './parse-syntax.ts'
import { childrenOf, type Syntax } from './syntax.ts'

/** A part of an expression, and an expression of its own that gives its value on the record. */
export interface ValueAt {
  range: { start: number; end: number }
  expression: string
}

/**
 * The path or variable at a place of an expression, as an expression that can be evaluated by
 * itself: the variables that are set before it go with it, and within lines it stands on the first
 * line. Null where there is none, or where its value depends on how a function is called.
 */
export function valueAt(text: string, offset: number): ValueAt | null {
  const tree = readSyntax(text)
  if (!tree) return null
  const way = wayTo(tree, offset)
  const leaf = way.at(-1)
  if (!leaf || (leaf.type !== 'name' && leaf.type !== 'variable')) return null
  const above = way.slice(0, -1)
  if (isName(leaf, above.at(-1))) return null
  let target: Syntax = leaf
  // The last step of a path stands for the path up to it.
  for (let parent = above.at(-1); parent; parent = above.at(-1)) {
    if (parent.type !== 'binary' || parent.operator !== '.' || parent.right !== target) break
    target = parent
    above.pop()
  }
  const { start, end } = target
  const setBy = above.at(-1)
  const isSet = setBy?.type === 'binary' && setBy.operator === ':=' && setBy.left === leaf
  const own = isSet ? setBy.right : target
  // A function has no value that could be shown.
  if (own.type === 'lambda') return null
  const expression = above.reduceRight<string | null>(
    (inner, parent, at) =>
      inner === null
        ? null
        : within(parent, { inner, child: way[at + 1], above: above[at - 1], text }),
    text.slice(own.start, own.end),
  )
  return expression === null ? null : { range: { start, end }, expression }
}

/** The nodes that hold a place, outermost first. */
function wayTo(tree: Syntax, offset: number): Syntax[] {
  const way: Syntax[] = []
  let node: Syntax | undefined = tree
  while (node) {
    way.push(node)
    node = childrenOf(node).find(({ start, end }) => start <= offset && offset <= end)
  }
  return way
}

/** A function's name, the name of an element or of its number, or a parameter: nothing that has a value here. */
function isName(leaf: Syntax, parent: Syntax | undefined): boolean {
  if (parent?.type === 'call') return parent.procedure === leaf
  if (parent?.type === 'lambda') return parent.parameters.includes(leaf)
  return parent?.type === 'binary' && ['@', '#'].includes(parent.operator)
}

interface Inside {
  inner: string
  child: Syntax | undefined
  above: Syntax | undefined
  text: string
}

/** The inner expression with what the node around it gives: variables, or the first of a list. */
function within(parent: Syntax, { inner, child, above, text }: Inside): string | null {
  const write = ({ start, end }: Syntax) => text.slice(start, end)
  // A list keeps the names of its elements and their numbers only as a whole.
  const onFirst = (list: Syntax) =>
    namesElements(list)
      ? `$lookup((${write(list)}.{"value": ${inner}})[0], "value")`
      : `(${write(list)})[0].(${inner})`
  switch (parent.type) {
    case 'block': {
      const before = parent.parts.slice(0, child ? parent.parts.indexOf(child) : 0)
      const set = before.filter((part) => part.type === 'binary' && part.operator === ':=')
      return set.length === 0 ? inner : `(${[...set.map(write), inner].join('; ')})`
    }
    case 'binary':
      return parent.operator === '.' && child === parent.right ? onFirst(parent.left) : inner
    case 'filter':
    case 'sort':
    case 'group':
      return child === parent.left ? inner : onFirst(parent.left)
    case 'lambda': {
      const list = listGivenTo(parent, above)
      if (!list) return null
      const given = [`(${write(list)})[0]`, '0', write(list)]
      const set = parent.parameters.map((one, at) => `${write(one)} := ${given[at] ?? 'null'}`)
      return `(${[...set, inner].join('; ')})`
    }
    case 'transform':
      return null
    default:
      return inner
  }
}

function namesElements(list: Syntax): boolean {
  switch (list.type) {
    case 'binary':
      if (list.operator === '@' || list.operator === '#') return true
      return list.operator === '.' && (namesElements(list.left) || namesElements(list.right))
    case 'filter':
    case 'sort':
    case 'keep':
      return namesElements(list.left)
    default:
      return false
  }
}

const ELEMENT_FUNCTIONS = ['map', 'filter', 'single']

/** The list whose elements, their numbers and itself a function is called with, where that can be seen from its call. */
function listGivenTo(lambda: Syntax, call: Syntax | undefined): Syntax | undefined {
  if (call?.type !== 'call' || call.arguments[1] !== lambda) return undefined
  const { procedure } = call
  const known = procedure.type === 'variable' && ELEMENT_FUNCTIONS.includes(procedure.value)
  return known ? call.arguments[0] : undefined
}
