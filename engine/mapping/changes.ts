import { mappingShape } from './mapping-shape.ts'
import { readSyntax } from './parse-syntax.ts'
import { isPart, rowPlace } from './row-place.ts'
import type { Inside, RowShape } from './row-shapes.ts'
import { unwrapped } from './syntax.ts'

/** One field of a mapping's result that is made otherwise. */
export interface MappingChange {
  /** Dotted, lines as `items[].quantity`; `$name` for a variable; blank for what is no object. */
  target: string
  kind: 'added' | 'removed' | 'changed'
  before?: string
  after?: string
  /** Such as: memo: was `description`, now `$substring(description, 0, 40)`. */
  words: string
}

/**
 * What differs between two mappings, field by field of their results and variable by variable. They
 * are compared by their syntax: layout, comments and the order of fields are no change.
 */
export function mappingChanges(before: string, after: string): MappingChange[] {
  if (syntaxKey(before) === syntaxKey(after)) return []
  const was = partsOf(before)
  const is = partsOf(after)
  return [...new Set([...is.keys(), ...was.keys()])].flatMap((target): MappingChange[] => {
    const old = was.get(target)
    const now = is.get(target)
    const name = target === '' ? 'The expression' : target
    if (old === undefined) {
      return [{ target, kind: 'added', after: now, words: `${name}: added, ${quoted(now)}` }]
    }
    if (now === undefined) {
      return [
        { target, kind: 'removed', before: old, words: `${name}: removed, was ${quoted(old)}` },
      ]
    }
    if (syntaxKey(old) === syntaxKey(now)) return []
    const words = `${name}: was ${quoted(old)}, now ${quoted(now)}`
    return [{ target, kind: 'changed', before: old, after: now, words }]
  })
}

/** A row's path as it is written in messages: lines as `items[].quantity`. */
function dotted(path: readonly string[]): string {
  return path.join('.').replaceAll('.[]', '[]')
}

/** Equal for two texts of the same syntax, whatever their layout. */
function syntaxKey(text: string): string {
  const tree = readSyntax(text)
  if (!tree) return text.replaceAll(/\s+/g, ' ').trim()
  return JSON.stringify(unwrapped(tree), (key, value: unknown) =>
    key === 'start' || key === 'end' || key === 'at' ? undefined : value,
  )
}

/** The texts to compare: of each field that has no fields inside, of each list, of each variable. */
function partsOf(text: string): Map<string, string> {
  const { inside, variables } = mappingShape(text)
  if (!inside) return new Map(text.trim() === '' ? [] : [['', text]])
  const fields = fieldsOf(text, inside)
  const last = new Map(fields.map((one) => [one.name, one]))
  return new Map([
    ...variablesOf(text, variables),
    // Of two of the same name the last one wins: only the other tells which variable it is of.
    ...fields.map((one): [string, string] => [
      last.get(one.name) === one ? one.name : `${one.name} of ${one.part}`,
      one.text,
    ]),
  ])
}

interface FieldText {
  name: string
  /** What it is merged from. */
  part: string
  text: string
}

function fieldsOf(text: string, inside: Inside, part = 'it'): FieldText[] {
  return inside.rows.flatMap((row): FieldText[] => {
    const own = [{ name: nameOf(row), part, text: ownText(text, row) }]
    if (!row.inside) return own
    const fields = fieldsOf(text, row.inside, row.kind === 'group' ? row.key : part)
    // Of an object nothing is left beside its fields; of lines, how they are made.
    return row.kind !== 'lines' && fields.length > 0 ? fields : [...own, ...fields]
  })
}

function nameOf({ key, kind, path }: RowShape): string {
  if (kind === 'group') return key
  const last = path.at(-1)
  return last !== undefined && isPart(last) ? last : dotted(rowPlace(path))
}

function ownText(text: string, { value, inside }: RowShape): string {
  const made = inside?.object
  if (!made || made.start < value.start) return text.slice(value.start, value.end)
  return `${text.slice(value.start, made.start)}{}${text.slice(made.end, value.end)}`
}

/** All that is before the object, but for what is shown as fields. */
function variablesOf(text: string, names: readonly string[]): [string, string][] {
  const tree = readSyntax(text)
  const body = tree && unwrapped(tree)
  if (body?.type !== 'block') return []
  return body.parts.slice(0, -1).flatMap((part, index): [string, string][] => {
    if (part.type !== 'binary' || part.operator !== ':=' || part.left.type !== 'variable') {
      return [[`step ${index + 1}`, text.slice(part.start, part.end)]]
    }
    const { start, end } = part.right
    const name = part.left.value
    return names.includes(name) ? [[`$${name}`, text.slice(start, end)]] : []
  })
}

function quoted(text: string | undefined): string {
  return `\`${(text ?? '').replaceAll(/\s+/g, ' ').trim()}\``
}
