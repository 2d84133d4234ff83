import { lineage } from './lineage.ts'
import { readSyntax } from './parse-syntax.ts'
import { pathName } from './source-fields.ts'
import { splice, type Splice } from './splice.ts'
import { type Syntax, unwrapped, walk } from './syntax.ts'

/** What can be looked for in expressions. */
export type Wanted =
  | { kind: 'path'; names: readonly string[] }
  | { kind: 'setting'; key: string }
  | { kind: 'variable'; name: string }

/** One place where an expression uses what was looked for. */
export interface Use {
  start: number
  end: number
  /** The names themselves: of `customer[active].email` there are two. */
  parts: readonly { start: number; end: number; quoted: boolean }[]
  /** True where it is used without being written, through a variable or inside lines. */
  indirect: boolean
}

/**
 * Reads what to look for: a path such as `customer.email`, `$setting("zone")`, or the name of a
 * variable or function such as `$toMajor`. Null for anything else.
 */
export function readWanted(text: string): Wanted | null {
  const tree = readSyntax(text)
  if (!tree) return null
  const key = settingKey(tree)
  if (key) return { kind: 'setting', key: key.value }
  if (tree.type === 'variable') return { kind: 'variable', name: tree.value }
  if (!isPath(tree)) return null
  return { kind: 'path', names: stepsOf(tree).flatMap((step) => step?.name ?? []) }
}

/**
 * Where an expression uses a field, a setting or a variable: by its syntax, so that filters and
 * longer paths around it do not hide it, and comments and texts are no use. A field that is only
 * reached through a variable or inside lines is one indirect use of the whole expression.
 */
export function findUses(text: string, wanted: Wanted): Use[] {
  const tree = readSyntax(text)
  if (!tree) return []
  const uses: Use[] = []
  walk(tree, (node) => uses.push(...usesAt(node, wanted)))
  const distinct = [...new Map(uses.map((use) => [use.start, use])).values()]
  if (distinct.length > 0 || wanted.kind !== 'path') {
    return distinct.sort((one, other) => one.start - other.start)
  }
  const path = wanted.names.map(pathName).join('.')
  const reached = lineage(text).some(({ sources }) =>
    sources.some((source) => `.${source}.`.includes(`.${path}.`)),
  )
  return reached ? [{ start: 0, end: text.length, parts: [], indirect: true }] : []
}

/** The expression with its uses replaced; those that cannot be are left, and counted. */
export function replaceUses(
  text: string,
  wanted: Wanted,
  instead: Wanted,
): { text: string; replaced: number; left: number } {
  const uses = findUses(text, wanted)
  const made = uses.map((use) => splicesOf(text, use, instead))
  const splices = made.flatMap((one) => one ?? [])
  const replaced = made.filter((one) => one !== null).length
  return { text: splice(text, splices), replaced, left: uses.length - replaced }
}

/** What is to be replaced at one use; null where the new one has no room. */
export function splicesOf(text: string, use: Use, instead: Wanted): Splice[] | null {
  if (use.indirect) return null
  const [first] = use.parts
  if (!first) return null
  if (instead.kind === 'setting') return [{ ...first, text: JSON.stringify(instead.key) }]
  if (instead.kind === 'variable') return [{ ...first, text: `$${instead.name}` }]
  const { names } = instead
  const { parts } = use
  const written = (name: string, quoted: boolean) =>
    quoted ? JSON.stringify(name) : pathName(name)
  if (names.length === parts.length) {
    return parts.map((part, at) => ({ ...part, text: written(names[at] ?? '', part.quoted) }))
  }
  const together =
    parts.every(({ quoted }) => !quoted) &&
    readWanted(text.slice(use.start, use.end))?.kind === 'path'
  return together ? [{ start: use.start, end: use.end, text: names.map(pathName).join('.') }] : null
}

function usesAt(node: Syntax, wanted: Wanted): Use[] {
  switch (wanted.kind) {
    case 'setting': {
      const key = settingKey(node)
      return key?.value === wanted.key ? [useOf([partOf(key, true)])] : []
    }
    case 'variable':
      return node.type === 'variable' && node.value === wanted.name
        ? [useOf([partOf(node, false)])]
        : []
    case 'path': {
      const steps = stepsOf(node)
      return steps.flatMap((_, from) => {
        const found = steps.slice(from, from + wanted.names.length)
        const parts = found.flatMap((step, index) =>
          step && step.name === wanted.names[index] ? [step.part] : [],
        )
        return parts.length === wanted.names.length ? [useOf(parts)] : []
      })
    }
  }
}

function useOf(parts: Use['parts']): Use {
  return { start: parts[0]?.start ?? 0, end: parts.at(-1)?.end ?? 0, parts, indirect: false }
}

function partOf({ start, end }: Syntax, quoted: boolean): Use['parts'][number] {
  return { start, end, quoted }
}

/** The names of a path in their order; null for a step that is no name. Filters are passed over. */
function stepsOf(node: Syntax): ({ name: string; part: Use['parts'][number] } | null)[] {
  switch (node.type) {
    case 'name':
      return [{ name: node.value, part: partOf(node, false) }]
    case 'filter':
    case 'keep':
    case 'sort':
      return stepsOf(node.left)
    case 'binary':
      if (node.operator !== '.') return [null]
      return [...stepsOf(node.left), ...stepAfterDot(node.right)]
    case 'block': {
      const inner = unwrapped(node)
      return inner === node ? [null] : stepsOf(inner)
    }
    case 'call': {
      const [from, key] = node.arguments
      const looks = node.procedure.type === 'variable' && node.procedure.value === 'lookup'
      if (!looks || !from || key?.type !== 'string') return [null]
      return [...stepsOf(from), { name: key.value, part: partOf(key, true) }]
    }
    default:
      return [null]
  }
}

function stepAfterDot(node: Syntax): ReturnType<typeof stepsOf> {
  if (node.type === 'string') return [{ name: node.value, part: partOf(node, true) }]
  return stepsOf(node)
}

/** The name in `$setting("name")` or `$lookup("name", …)`. */
function settingKey(node: Syntax): Extract<Syntax, { type: 'string' }> | null {
  if (node.type !== 'call' || node.procedure.type !== 'variable') return null
  const [key, second] = node.arguments
  const { value } = node.procedure
  const reads = value === 'setting' || (value === 'lookup' && second !== undefined)
  return reads && key?.type === 'string' ? key : null
}

/** Nothing but names and dots. */
function isPath(node: Syntax): boolean {
  if (node.type !== 'binary') return node.type === 'name'
  return (
    node.operator === '.' &&
    isPath(node.left) &&
    (node.right.type === 'string' || isPath(node.right))
  )
}
