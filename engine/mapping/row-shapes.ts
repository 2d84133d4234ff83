import { readSyntax } from './parse-syntax.ts'
import { type Pair, type Syntax, type SyntaxOf, unwrapped, walk } from './syntax.ts'

/** A row with the parts of the text that it was read from. */
export interface RowShape {
  path: readonly string[]
  key: string
  kind: 'value' | 'object' | 'lines' | 'code'
  range: Range
  /** The row's `key: value`; of a spread part of `$merge([…])` there is none. */
  pair: Pair | null
  /** What stands after the key, or the spread part. */
  value: Syntax
  /** The object that the row stands in; of a spread part, the list of parts. */
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

/** The rows of one object. */
export interface Inside {
  /** What new rows are added to. */
  object: SyntaxOf<'object'>
  rows: RowShape[]
}

/** A mapping as rows, with the part before its object that binds variables. */
export interface MappingShape {
  prologue: string
  inside: Inside | null
}

/** The part of a path that stands for "each line". */
const EACH_LINE = '[]'

/** Finds the rows of a mapping; `inside` is null where nothing can be shown as rows. */
export function mappingShape(text: string): MappingShape {
  const tree = readSyntax(text)
  if (!tree) return { prologue: '', inside: null }
  const body = unwrapped(tree)
  const object = body.type === 'block' ? unwrapped(body.parts.at(-1) ?? body) : body
  const first = body.type === 'block' ? body.parts[0] : undefined
  const last = body.type === 'block' ? body.parts.at(-1) : undefined
  const prologue = first && last ? text.slice(body.start + 1, last.start).trim() : ''
  return { prologue, inside: insideOf(text, object, []) ?? insideMerge(text, object) }
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

/** `$merge([$shared, { … }])`: the fields of its last object, and a row for each other part. */
function insideMerge(text: string, node: Syntax): Inside | null {
  if (node.type !== 'call' || node.arguments.length !== 1) return null
  const { procedure } = node
  const [parts] = node.arguments
  const isMerge = procedure.type === 'variable' && procedure.value === 'merge'
  if (!isMerge || parts?.type !== 'array') return null
  const object = parts.items.findLast((part) => part.type === 'object')
  if (!object) return null
  const rows = parts.items.flatMap((part, index): RowShape[] => {
    if (part === object) return objectRows(text, object, [])
    const { start, end } = part
    const common = { path: [`(part ${index + 1})`], key: '', kind: 'code' as const }
    const range = { start, end }
    return [{ ...common, range, list: null, pair: null, value: part, holder: parts, inside: null }]
  })
  return { object, rows }
}

function insideOf(text: string, node: Syntax, path: readonly string[]): Inside | null {
  if (node.type === 'object') return { object: node, rows: objectRows(text, node, path) }
  return null
}

function objectRows(text: string, object: SyntaxOf<'object'>, path: readonly string[]): RowShape[] {
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
    if (!list) return { ...plain, kind: 'object', inside: insideOf(text, made, own) }
    const inside = insideOf(text, made, [...own, EACH_LINE])
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
