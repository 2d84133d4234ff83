/** Replaces the characters from `start` up to `end`. */
export interface Splice {
  start: number
  end: number
  text: string
}

/** The text with all of the replacements made; they must not overlap. */
export function splice(text: string, splices: readonly Splice[]): string {
  let result = ''
  let at = 0
  for (const one of splices.toSorted((a, b) => a.start - b.start || a.end - b.end)) {
    result += text.slice(at, one.start) + one.text
    at = one.end
  }
  return result + text.slice(at)
}
