import { readSyntax } from './parse-syntax.ts'
import { boundPart, numberedPart } from './row-place.ts'
import { type Inside, objectInside, type Range, type RowShape } from './row-shapes.ts'
import { splice } from './splice.ts'
import { type Syntax, type SyntaxOf, unwrapped, walk } from './syntax.ts'

/** A mapping as rows, with the part before its object that binds variables. */
export interface MappingShape {
  /** As written, but `{ … }` for what is shown as rows. */
  prologue: string
  /** Names of the variables that are not shown as rows. */
  variables: string[]
  inside: Inside | null
}

/**
 * Finds the rows of a mapping: of the object that it makes, of objects that it merges to one with
 * `$merge([…])`, and of those that variables are bound to before. `inside` is null where nothing can
 * be shown as rows.
 */
export function mappingShape(text: string): MappingShape {
  const tree = readSyntax(text)
  if (!tree) return { prologue: '', variables: [], inside: null }
  const body = unwrapped(tree)
  const parts = body.type === 'block' ? body.parts : [body]
  const last = parts.at(-1) ?? body
  const reader = new ShapeReader(text, body, parts.slice(0, -1))
  const from = body.type === 'block' ? body.start + 1 : last.start
  const inside = reader.read(last, [], { start: from, end: last.start })
  const shown = reader.shown.map(({ value }) => value)
  const cuts = shown.map(({ start, end }) => ({
    start: start - from,
    end: end - from,
    text: '{ … }',
  }))
  const names = reader.bound.filter((one) => !reader.shown.includes(one)).map(({ name }) => name)
  return {
    prologue: splice(text.slice(from, last.start), cuts).trim(),
    variables: [...new Set(names)],
    inside,
  }
}

/** `$name := value;` */
interface Bound {
  name: string
  value: Syntax
  range: Range
}

class ShapeReader {
  readonly #text: string
  /** Variables that have one value in all of the mapping. */
  readonly #known: ReadonlyMap<string, Bound>
  readonly bound: readonly Bound[]
  /** Those whose objects are shown as rows. */
  readonly shown: Bound[] = []

  constructor(text: string, body: Syntax, before: readonly Syntax[]) {
    this.#text = text
    this.bound = before.flatMap((part) => boundBy(part) ?? [])
    const times = timesBound(body)
    this.#known = new Map(
      this.bound.filter(({ name }) => times.get(name) === 1).map((one) => [one.name, one]),
    )
  }

  /** The rows of what makes an object; `before` is where the variables are bound that it can read. */
  read(node: Syntax, path: readonly string[], before: Range): Inside | null {
    const made = unwrapped(node)
    if (made.type === 'object') {
      return objectInside(this.#text, made, { path, before: this.#written(before) })
    }
    const bound = made.type === 'variable' ? this.#boundBefore(made.value, before.end) : null
    if (bound) {
      const inside = this.read(bound.value, path, { ...before, end: bound.range.start })
      if (inside) this.shown.push(bound)
      return inside
    }
    const parts = mergedParts(made)
    return parts && this.#merged(parts, path, before)
  }

  /** The fields of the last object as they are, each other part as rows of its own or as code. */
  #merged(parts: SyntaxOf<'array'>, path: readonly string[], before: Range): Inside | null {
    const object = parts.items.findLast((part) => part.type === 'object') ?? null
    const rows = parts.items.flatMap((part, index): RowShape[] => {
      if (part !== object) return [this.#part(part, index, { parts, path, before })]
      return this.read(part, path, before)?.rows ?? []
    })
    if (!object && rows.every(({ inside }) => !inside)) return null
    return { object, parts, rows, before: this.#written(before) }
  }

  #part(
    part: Syntax,
    index: number,
    { parts, path, before }: { parts: SyntaxOf<'array'>; path: readonly string[]; before: Range },
  ): RowShape {
    const common = { value: part, pair: null, holder: parts, list: null }
    const bound = part.type === 'variable' ? this.#boundBefore(part.value, before.end) : null
    if (bound || part.type === 'object') {
      const own = [...path, bound ? boundPart(bound.name) : numberedPart(index + 1)]
      const inside = this.read(part, own, before)
      const { start, end } = bound?.value ?? part
      const key = bound ? `$${bound.name}` : `part ${index + 1}`
      if (inside) return { ...common, path: own, key, kind: 'group', range: { start, end }, inside }
    }
    const range = { start: part.start, end: part.end }
    const own = [...path, numberedPart(index + 1)]
    return { ...common, path: own, key: '', kind: 'code', range, inside: null }
  }

  /** Each variable is shown once: its rows are the same wherever it is merged. */
  #boundBefore(name: string, end: number): Bound | null {
    const bound = this.#known.get(name)
    return bound && bound.range.end <= end && !this.shown.includes(bound) ? bound : null
  }

  #written({ start, end }: Range): string {
    return this.#text.slice(start, end).trim()
  }
}

function boundBy(part: Syntax): Bound | null {
  if (part.type !== 'binary' || part.operator !== ':=' || part.left.type !== 'variable') return null
  return { name: part.left.value, value: part.right, range: { start: part.start, end: part.end } }
}

/** How often each variable is given a value, wherever it is. */
function timesBound(tree: Syntax): Map<string, number> {
  const times = new Map<string, number>()
  walk(tree, (node) => {
    const name = boundBy(node)?.name
    if (name !== undefined) times.set(name, (times.get(name) ?? 0) + 1)
  })
  return times
}

function mergedParts(node: Syntax): SyntaxOf<'array'> | null {
  if (node.type !== 'call' || node.arguments.length !== 1) return null
  const { procedure } = node
  const [parts] = node.arguments
  const isMerge = procedure.type === 'variable' && procedure.value === 'merge'
  return isMerge && parts?.type === 'array' ? parts : null
}
