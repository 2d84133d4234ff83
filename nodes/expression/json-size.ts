import { ExpressionError } from './error.ts'
import { LIMITS, tooLong } from './evaluation.ts'

/**
 * Refuses a value whose JSON text would be too large, before anybody makes that text. A value of a
 * few parts can stand for a tree of billions when the parts are shared, so every appearance counts.
 */
export function checkSize(value: unknown): void {
  measure(value, { nodes: 0, characters: 0 }, 0)
}

function measure(value: unknown, spent: { nodes: number; characters: number }, depth: number) {
  if (++spent.nodes > LIMITS.nodes || depth > LIMITS.depth) {
    throw new ExpressionError({
      code: 'TR004',
      message: 'A value is too large or nested too deeply to be turned into text.',
    })
  }
  // A pretty-printed line is indented by two spaces a level.
  spent.characters += typeof value === 'string' ? value.length : 2 * depth
  if (spent.characters > LIMITS.string) throw tooLong()
  if (typeof value !== 'object' || value === null) return
  if ('_jsonata_lambda' in value || '_jsonata_function' in value) return
  const parts: unknown[] = Array.isArray(value) ? value : Object.values(value)
  for (const part of parts) measure(part, spent, depth + 1)
}
