import { completionsAt, type Completion, type CompletionSources } from './completions.ts'

/** What may be written in place of the word before the cursor. */
export interface WordCompletions {
  start: number
  end: number
  items: Completion[]
}

/** Where everything is short, a list of more would hide the form below. */
const MOST = 8

/**
 * The few completions that fit the word before the cursor: those that begin with it, then those that
 * hold it. Null where nothing was begun, or where the word is complete.
 */
export function wordCompletions(
  text: string,
  cursor: number,
  sources: CompletionSources,
): WordCompletions | null {
  const { start, items } = completionsAt(text, cursor, sources)
  const word = text.slice(start, cursor).toLowerCase()
  const isBegun = word !== '' || /[.$"']$/.test(text.slice(0, cursor))
  if (items.length === 0 || !isBegun) return null
  const begins = items.filter(({ label }) => label.toLowerCase().startsWith(word))
  const holds = items.filter(
    ({ label }) => !begins.some((one) => one.label === label) && label.toLowerCase().includes(word),
  )
  const fitting = [...begins, ...holds].slice(0, MOST)
  const isComplete = fitting.some(({ label }) => label === text.slice(start, cursor))
  return fitting.length === 0 || isComplete ? null : { start, end: cursor, items: fitting }
}
