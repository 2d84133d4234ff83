import { type Origin, settingsOf, sourcesOf } from './origin.ts'
import { readSyntax } from './parse-syntax.ts'
import { traceOrigin } from './trace-origin.ts'

/** What one field of a mapping's result is made of. */
export interface FieldLineage {
  /** Dotted, lines as `items[].quantity`; `*` for all that is taken over; blank: the result itself. */
  target: string
  /** Dotted paths of the record, `$$` for all of it. */
  sources: string[]
  settings: string[]
}

/**
 * Which fields of the record go into which field of a mapping's result; both branches of a condition
 * count, and what decides between them. Nothing for a text that cannot be read.
 */
export function lineage(text: string): FieldLineage[] {
  const tree = readSyntax(text)
  return tree ? leavesOf(traceOrigin(text, tree), { target: '', uses: [], settings: [] }) : []
}

interface Above {
  target: string
  uses: readonly string[]
  settings: readonly string[]
}

function leavesOf(origin: Origin, above: Above): FieldLineage[] {
  const { target } = above
  if (!origin.fields) {
    return [
      told(
        target,
        [...sourcesOf(origin), ...above.uses],
        [...settingsOf(origin), ...above.settings],
      ),
    ]
  }
  const uses = [...above.uses, ...origin.uses]
  const settings = [...above.settings, ...origin.settings]
  const within = origin.each ? `${target}[]` : target
  const inside = (name: string) => (within === '' ? name : `${within}.${name}`)
  const whole = [...new Set(origin.places.map((place) => (place === '' ? '$$' : place)))]
  return [
    ...(origin.each && origin.each.length > 0
      ? [told(target, [...origin.each, ...uses], settings)]
      : []),
    ...(whole.length > 0 ? [told(inside('*'), [...whole, ...uses], settings)] : []),
    ...(origin.fields.size === 0 ? [told(target, uses, settings)] : []),
    ...[...origin.fields].flatMap(([name, field]) =>
      leavesOf(field, { target: inside(name), uses, settings }),
    ),
  ]
}

function told(
  target: string,
  sources: readonly string[],
  settings: readonly string[],
): FieldLineage {
  return { target, sources: [...new Set(sources)], settings: [...new Set(settings)] }
}
