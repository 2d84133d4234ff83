/** What is wrong with a text that is no JSON, with its line; `error` is what JSON.parse threw. */
export function jsonFault(text: string, error: unknown): string {
  const said = error instanceof Error ? error.message : String(error)
  const line = lineIn(said) ?? lineAt(text, Number(/position (\d+)/.exec(said)?.[1] ?? text.length))
  const reason = said
    .replace(/^JSON\.parse: /, '')
    .replace(/ in JSON at position.*$|,? ?\.\.\.[\s\S]*$| at line \d+ column \d+.*$/, '')
  return `Line ${line}: ${reason.replace(/\.$/, '')}.`
}

/** Chrome and Firefox name the line, Safari and older ones the position at most. */
function lineIn(said: string): number | null {
  const found = /line (\d+) column/.exec(said)
  return found ? Number(found[1]) : null
}

function lineAt(text: string, position: number): number {
  return text.slice(0, position).split('\n').length
}
