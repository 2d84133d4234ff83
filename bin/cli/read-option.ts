import { InvalidArgumentError } from 'commander'

/** Reads a whole number of 0 or more from the command line. */
export function wholeNumber(text: string): number {
  if (!/^\d+$/.test(text)) throw new InvalidArgumentError('It must be a whole number.')
  return Number(text)
}

/** Reads a moment in ISO 8601, such as 2026-03-01 or 2026-03-01T12:00:00Z; UTC when no zone is given. */
export function moment(text: string): Date {
  const dateOnly = /^\d{4}-\d{2}-\d{2}$/.test(text)
  const withZone = dateOnly || /(Z|[+-]\d{2}:?\d{2})$/.test(text) ? text : `${text}Z`
  const date = new Date(withZone)
  if (Number.isNaN(date.getTime())) {
    throw new InvalidArgumentError('It must be a date such as 2026-03-01 or 2026-03-01T12:00:00Z.')
  }
  return date
}

/** Reads a list such as `a,b,c`. */
export function list(text: string): string[] {
  return text
    .split(',')
    .map((part) => part.trim())
    .filter((part) => part !== '')
}
