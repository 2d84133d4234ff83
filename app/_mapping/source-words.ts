/**
 * How a field of the record is written in an expression that is evaluated further in: `lists` are
 * the lists that the rows around it go through, outermost first, each as it is written there. In
 * `lines.data` the field `lines.data.amount` is `amount`; what lies outside begins at the top again.
 */
export function sourceWords(source: string, lists: readonly string[]): string {
  const inner = innermost(lists)
  if (inner === null) return source
  if (inner !== '' && source.startsWith(`${inner}.`)) return source.slice(inner.length + 1)
  return inner === '' ? source : `$$.${source}`
}

/** The list as a path from the top; null when one of them is more than a path. */
function innermost(lists: readonly string[]): string | null {
  if (lists.length === 0) return ''
  const paths = lists.map(pathOf)
  return paths.reduce<string>((outer, path) => {
    if (path.startsWith('$$.')) return path.slice(3)
    return outer === '' ? path : `${outer}.${path}`
  }, '')
}

/** Filters do not change where a list lies: `lines.data[amount > 0]` is `lines.data`. */
function pathOf(list: string): string {
  let depth = 0
  let path = ''
  for (const letter of list.trim()) {
    if (letter === '[') depth += 1
    if (depth === 0) path += letter
    if (letter === ']') depth -= 1
  }
  return path.trim()
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
