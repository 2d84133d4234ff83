import { cursorContext, type CursorPlace } from '../_mapping-language/cursor-context.ts'

/**
 * How a field of the record is written behind a text, which is that of the mapping up to there: in
 * lines over `lines.data` the field `lines.data.amount` is `amount`, over `lines.data@$line` it is
 * `$line.amount`; what lies outside begins at the record again.
 */
export function sourceWords(source: string, before: string): string {
  return fieldWords(source, cursorContext(before, before.length).place)
}

/** The same for a place that is known. */
export function fieldWords(source: string, { base, elements }: CursorPlace): string {
  const parts = pathParts(source)
  const names = parts.map((part) => part.replaceAll('`', ''))
  const ways = [
    { begin: [], path: base },
    ...[...elements].map(([name, path]) => ({ begin: [`$${name}`], path })),
  ].flatMap(({ begin, path }) => {
    const holds = path?.every((name, at) => names[at] === name)
    return path && holds ? [{ begin, depth: path.length }] : []
  })
  const [nearest] = ways.sort((one, other) => other.depth - one.depth)
  if (!nearest) return `$$.${source}`
  return [...nearest.begin, ...parts.slice(nearest.depth)].join('.') || '$'
}

/** The names of a path as they are written, in backticks or not. */
export function pathParts(path: string): string[] {
  return path.match(/`[^`]*`|[^.`]+/g) ?? []
}

/**
 * A name for a new field that takes this source: its last part in camel case, numbered when
 * `taken` has it already. `lines.data.unit_amount` gives `unitAmount`.
 */
export function nameFor(source: string, taken: readonly string[]): string {
  const last = source.replaceAll('`', '').split('.').at(-1) ?? source
  const words = last.split(/[^A-Za-z0-9]+/).filter((word) => word !== '')
  const name = words.map((word, at) => (at === 0 ? word : capital(word))).join('') || 'field'
  if (!taken.includes(name)) return name
  let number = 2
  while (taken.includes(`${name}${number}`)) number += 1
  return `${name}${number}`
}

function capital(word: string): string {
  return word.charAt(0).toUpperCase() + word.slice(1)
}

/** Puts an expression into a text at its selection, or takes the place of a blank one. */
export function insertInto(
  text: string,
  insert: string,
  selection: { start: number; end: number } | null,
): { text: string; cursor: number } {
  if (text.trim() === '') return { text: insert, cursor: insert.length }
  const { start, end } = selection ?? { start: text.length, end: text.length }
  const gap = start > 0 && selection === null && !/\s$/.test(text.slice(0, start)) ? ' ' : ''
  return {
    text: text.slice(0, start) + gap + insert + text.slice(end),
    cursor: start + gap.length + insert.length,
  }
}
