import { readSyntax } from './parse-syntax.ts'
import { type Inside, mappingShape, type RowShape } from './row-shapes.ts'
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
  const { inside } = mappingShape(text)
  if (!inside) return new Map(text.trim() === '' ? [] : [['', text]])
  return new Map([...variablesOf(text), ...fieldsOf(text, inside)])
}

function fieldsOf(text: string, inside: Inside): [string, string][] {
  return inside.rows.flatMap((row): [string, string][] => {
    const own: [string, string][] = [[dotted(row.path), ownText(text, row)]]
    if (!row.inside) return own
    const fields = fieldsOf(text, row.inside)
    // Of an object nothing is left beside its fields; of lines, how they are made.
    return row.kind === 'object' && fields.length > 0 ? fields : [...own, ...fields]
  })
}

function ownText(text: string, { value, inside }: RowShape): string {
  if (!inside) return text.slice(value.start, value.end)
  return `${text.slice(value.start, inside.object.start)}{}${text.slice(inside.object.end, value.end)}`
}

function variablesOf(text: string): [string, string][] {
  const tree = readSyntax(text)
  const body = tree && unwrapped(tree)
  if (body?.type !== 'block') return []
  return body.parts
    .slice(0, -1)
    .map((part, index) =>
      part.type === 'binary' && part.operator === ':=' && part.left.type === 'variable'
        ? [`$${part.left.value}`, text.slice(part.right.start, part.right.end)]
        : [`step ${index + 1}`, text.slice(part.start, part.end)],
    )
}

function quoted(text: string | undefined): string {
  return `\`${(text ?? '').replaceAll(/\s+/g, ' ').trim()}\``
}
