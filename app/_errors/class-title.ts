import type { ErrorClass } from '#nodes/errors.ts'

const TITLES: Record<ErrorClass, string> = {
  value: 'Wrong value',
  missing: 'Missing counterpart',
  duplicate: 'Several matches',
  connection: 'Connection',
  'rate limit': 'Rate limit',
  intermittent: 'No answer',
  'too large': 'Too large',
  parse: 'Unreadable answer',
  internal: 'Fault in Tributary',
}

const titles = new Map<string, string>(Object.entries(TITLES))

/** An error class in the words of the screens. */
export function classTitle(name: string): string {
  return titles.get(name) ?? name
}
