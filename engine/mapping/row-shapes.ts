import { EACH_LINE } from './row-place.ts'
import { type Pair, type Syntax, type SyntaxOf, unwrapped, walk } from './syntax.ts'

/** A row with the parts of the text that it was read from. */
export interface RowShape {
  path: readonly string[]
  key: string
  kind: 'value' | 'object' | 'lines' | 'group' | 'code'
  range: Range
  /** The row's `key: value`; of a part that is merged there is none. */
  pair: Pair | null
  /** What stands after the key, or the part that is merged. */
  value: Syntax
  /** The object that the row stands in; of a part that is merged, the list of parts. */
  holder: SyntaxOf<'object'> | SyntaxOf<'array'>
  /** Of lines: the list with the brackets that only keep it together. */
  list: Range | null
  /** Where the rows inside stand. */
  inside: Inside | null
}

/** From `start` up to `end` in the text. */
export interface Range {
  start: number
  end: number
}

/** The rows of one object, or of the parts that are merged to one. */
export interface Inside {
  /** What new rows are added to; null where all parts have names of their own. */
  object: SyntaxOf<'object'> | null
  /** The parts that are merged. */
  parts: SyntaxOf<'array'> | null
  rows: RowShape[]
  /** What binds the variables that the rows can read, as it is written. */
  before: string
}

/** Finds the rows of an object; they can read the variables that `before` binds. */
export function objectInside(
  text: string,
  object: SyntaxOf<'object'>,
  { path, before }: { path: readonly string[]; before: string },
): Inside {
  return { object, parts: null, rows: objectRows(text, object, path, before), before }
}

/** The row at a path, and the rows around it. */
export function findRow(
  inside: Inside | null,
  path: readonly string[],
): { row: RowShape; among: Inside } | null {
  for (const row of inside?.rows ?? []) {
    if (samePath(row.path, path)) return inside && { row, among: inside }
    const found = startsWith(path, row.path) ? findRow(row.inside, path) : null
    if (found) return found
  }
  return null
}

/** The path without the mark for "each line" at its end. */
export function rowPath(path: readonly string[]): readonly string[] {
  return path.at(-1) === EACH_LINE ? path.slice(0, -1) : path
}

function objectRows(
  text: string,
  object: SyntaxOf<'object'>,
  path: readonly string[],
  before: string,
): RowShape[] {
  const names = pairNames(text, object.pairs)
  return object.pairs.map((pair, index) => {
    const known = pair.key.type === 'string'
    const key = pair.key.type === 'string' ? pair.key.value : slice(text, pair.key)
    const segment = names[index] ?? key
    const own = [...path, segment]
    const { start, end } = pair.value
    const common = { path: own, key, pair, value: pair.value, holder: object }
    const plain = { ...common, range: { start, end }, list: null, inside: null }
    if (!known || segment !== key) return { ...plain, kind: 'code' }
    const found = objectIn(pair.value)
    if (!found) return { ...plain, kind: isCode(pair.value) ? 'code' : 'value' }
    const { object: made, list } = found
    if (!list) {
      return { ...plain, kind: 'object', inside: objectInside(text, made, { path: own, before }) }
    }
    const inside = objectInside(text, made, { path: [...own, EACH_LINE], before })
    return { ...common, kind: 'lines', range: withoutBrackets(list), list: rangeOf(list), inside }
  })
}

/** How the fields of an object are told apart in paths: see `readRows`. */
export function pairNames(text: string, pairs: readonly Pair[]): string[] {
  const taken = new Set<string>()
  return pairs.map(({ key }) =>
    unused(key.type === 'string' ? key.value : `(${slice(text, key)})`, taken),
  )
}

/** The object that a value is, or that it makes of each entry of a list. */
function objectIn(
  value: Syntax,
): { object: SyntaxOf<'object'>; list: Syntax | Range | null } | null {
  const node = unwrapped(value)
  if (node.type === 'object') return { object: node, list: null }
  const only = node.type === 'array' && node.items.length === 1 ? node.items[0] : undefined
  if (only?.type === 'object') return { object: only, list: { start: only.start, end: only.start } }
  const each = only ?? node
  if (each.type !== 'binary' || each.operator !== '.') return null
  const made = unwrapped(each.right.type === 'keep' ? each.right.left : each.right)
  return made.type === 'object' ? { object: made, list: each.left } : null
}

/** Brackets that only keep the list together are not shown. */
function withoutBrackets(list: Syntax | Range): Range {
  const [inner, ...others] = 'type' in list && list.type === 'block' ? list.parts : []
  return rangeOf(inner && others.length === 0 && bindsLooser(inner) ? inner : list)
}

function rangeOf({ start, end }: Range): Range {
  return { start, end }
}

/** Whether an expression must stand in brackets before a dot can follow it. */
export function bindsLooser(node: Syntax): boolean {
  switch (node.type) {
    case 'binary':
      return !['.', '@', '#'].includes(node.operator)
    case 'group':
    case 'sort':
    case 'negative':
    case 'condition':
    case 'default':
      return true
    default:
      return false
  }
}

/** What reads better as several lines of code than as one field. */
function isCode(value: Syntax): boolean {
  let code = false
  walk(value, (node) => {
    code ||=
      node.type === 'object' ||
      node.type === 'group' ||
      node.type === 'lambda' ||
      node.type === 'transform' ||
      (node.type === 'block' && node.parts.length > 1) ||
      (node.type === 'binary' && (node.operator === '~>' || node.operator === ':='))
  })
  return code
}

function unused(wanted: string, taken: Set<string>): string {
  let name = wanted
  for (let count = 2; taken.has(name); count += 1) name = `${wanted} (${count})`
  taken.add(name)
  return name
}

function slice(text: string, node: { start: number; end: number }): string {
  return text.slice(node.start, node.end)
}

function samePath(one: readonly string[], other: readonly string[]): boolean {
  return one.length === other.length && startsWith(one, other)
}

function startsWith(path: readonly string[], beginning: readonly string[]): boolean {
  return beginning.every((part, index) => path[index] === part)
}
