import type { SourceField } from '#engine/mapping/source-fields.ts'
import { sourceWords } from './source-words.ts'

/** A field of the record that may be meant. */
export interface Suggestion {
  /** What is written. */
  text: string
  field: SourceField
}

/** What may be meant by the word before the cursor, and where that word begins. */
export interface Completion {
  start: number
  /** The word is a field by itself: to go on with it must be chosen. */
  exact: boolean
  suggestions: Suggestion[]
}

const MOST = 8

/**
 * Fields of the record that fit what stands before the cursor: first those that go on with it, then
 * those that have it in their last part. Null in a text in quotes, and where nothing was begun.
 */
export function completionAt(
  text: string,
  cursor: number,
  { fields, lists }: { fields: ReadonlyMap<string, SourceField>; lists: readonly string[] },
): Completion | null {
  const before = text.slice(0, cursor)
  if (isInQuotes(before)) return null
  const word = /[A-Za-z_`$][\w`.$]*$/.exec(before)?.[0] ?? ''
  if (word === '' || (word.startsWith('$') && !word.startsWith('$$.'))) return null
  const wanted = word.toLowerCase()
  const levels = wanted.split('.').length
  const all = [...fields.values()].map((field) => ({
    text: sourceWords(field.path, lists),
    field,
  }))
  const going = all.filter(
    ({ text: words }) =>
      words.toLowerCase().startsWith(wanted) && words.split('.').length <= levels + 1,
  )
  const inside = all.filter(
    ({ text: words, field }) =>
      !going.some((one) => one.text === words) && field.key.toLowerCase().includes(wanted),
  )
  const found = [...going, ...inside]
  const suggestions = found.filter((one) => one.text !== word).slice(0, MOST)
  if (suggestions.length === 0) return null
  const exact = found.some((one) => one.text === word)
  return { start: cursor - word.length, exact, suggestions }
}

function isInQuotes(text: string): boolean {
  let quote: string | null = null
  for (let at = 0; at < text.length; at += 1) {
    const letter = text.charAt(at)
    if (letter === '\\' && quote !== null) at += 1
    else if (quote !== null) quote = letter === quote ? null : quote
    else if (letter === '"' || letter === "'") quote = letter
  }
  return quote !== null
}
