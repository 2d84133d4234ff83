import type { SourceField } from '#engine/mapping/source-fields.ts'
import { cursorContext, type CursorPlace } from '../_mapping-language/cursor-context.ts'
import { fieldWords, pathParts } from './source-words.ts'

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

interface Around {
  fields: ReadonlyMap<string, SourceField>
  /** The text of the mapping before the expression: what it stands in, and the variables set there. */
  before: string
}

const MOST = 8

/**
 * Fields of the record that fit what stands before the cursor: first those that go on with it, then
 * those that have it in their last part. Null where no field can stand, where it is not known what
 * the word belongs to, and where nothing was begun.
 */
export function completionAt(
  text: string,
  cursor: number,
  { fields, before }: Around,
): Completion | null {
  const { context, place } = cursorContext(before + text, before.length + cursor)
  if (context.type !== 'field' || context.base === null) return null
  const { word, isAfterDot } = context
  // In the middle of a word its end would stand behind what is chosen.
  if ((word === '' && !isAfterDot) || /^[\w`]/.test(text.slice(cursor))) return null
  const wanted = word.toLowerCase()
  const all = [...fields.values()].flatMap((field) => candidate(field, place))
  const going = all.filter(
    ({ own, depth }) => own?.startsWith(wanted) && depth <= (word === '' ? 1 : 2),
  )
  const inside = all.filter(
    (one) =>
      !going.includes(one) &&
      (!isAfterDot || one.depth === 1) &&
      one.field.key.toLowerCase().includes(wanted),
  )
  const found = [...going, ...inside]
  const isWord = (one: Candidate) => one.depth === 1 && one.field.key === word
  const suggestions = found
    .filter((one) => !isWord(one))
    .slice(0, MOST)
    .map(({ text, field }): Suggestion => ({ text, field }))
  if (suggestions.length === 0) return null
  return { start: context.start - before.length, exact: found.some(isWord), suggestions }
}

interface Candidate extends Suggestion {
  /** The same in small letters and without backticks; null for what begins at a variable. */
  own: string | null
  /** How many names deep it lies in what the word belongs to; 0 for what lies outside. */
  depth: number
}

function candidate(field: SourceField, place: CursorPlace): Candidate[] {
  const text = fieldWords(field.path, place)
  const isOutside = text.startsWith('$')
  if (text === '$' || (isOutside && place.isAfterDot)) return []
  const own = isOutside ? null : text.replaceAll('`', '').toLowerCase()
  return [{ text, field, own, depth: isOutside ? 0 : pathParts(text).length }]
}
