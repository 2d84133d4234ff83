/** Milliseconds since 1970 of epoch seconds or an ISO 8601 text; undefined when it is neither. */
export function instantOf(moment: unknown): number | undefined {
  if (typeof moment === 'number') return Math.abs(moment) <= 8.64e12 ? moment * 1000 : undefined
  if (typeof moment !== 'string' || !ISO.test(moment)) return undefined
  const instant = Date.parse(moment)
  if (Number.isNaN(instant)) return undefined
  // Date.parse takes 31 February for 3 March.
  const day = Number(moment.slice(8, 10))
  const lastDay = new Date(Date.UTC(Number(moment.slice(0, 4)), Number(moment.slice(5, 7)), 0))
  return day <= lastDay.getUTCDate() ? instant : undefined
}

/** ISO 8601 with a complete date; a time needs its offset, or it would depend on the machine. */
const ISO = /^\d{4}-\d{2}-\d{2}(T\d{2}:\d{2}(:\d{2}(\.\d{1,9})?)?(Z|[+-]\d{2}:?\d{2}))?$/

export interface LocalParts {
  /** YYYY-MM-DD */
  date: string
  /** HH:MM:SS */
  time: string
  /** +HH:MM */
  offset: string
}

/** The lines of an invoice share their dates, and formatting one costs as much as mapping a line. */
const shown = new Map<string, LocalParts>()
const MOST_SHOWN = 2_000

/** What calendar and clock of a time zone show at an instant. RangeError for an unknown zone. */
export function localParts(instant: number, timeZone: string): LocalParts {
  const key = `${instant} ${timeZone}`
  const known = shown.get(key)
  if (known) return known
  const parts = formatParts(instant, timeZone)
  if (shown.size >= MOST_SHOWN) shown.clear()
  shown.set(key, parts)
  return parts
}

function formatParts(instant: number, timeZone: string): LocalParts {
  const parts: Record<string, string> = {}
  for (const { type, value } of formatFor(timeZone).formatToParts(instant)) parts[type] = value
  const { year = '', month = '', day = '', hour = '', minute = '', second = '' } = parts
  const offset = (parts.timeZoneName ?? '').replace('GMT', '')
  return {
    date: `${year.padStart(4, '0')}-${month}-${day}`,
    time: `${hour}:${minute}:${second}`,
    offset: offset === '' ? '+00:00' : offset.slice(0, 6),
  }
}

/** The instant at which a date (YYYY-MM-DD) begins in a time zone. */
export function startOfDay(date: string, timeZone: string): number {
  const midnight = Date.parse(`${date}T00:00:00Z`)
  // The offset at the guess may differ from the one at midnight when clocks change that day.
  const guess = midnight - offsetAt(midnight, timeZone)
  return midnight - offsetAt(guess, timeZone)
}

function offsetAt(instant: number, timeZone: string): number {
  const { offset } = localParts(instant, timeZone)
  const minutes = Number(offset.slice(1, 3)) * 60 + Number(offset.slice(4, 6))
  return (offset.startsWith('-') ? -minutes : minutes) * 60_000
}

/** Making a format costs a hundred times as much as using it. */
const formats = new Map<string, Intl.DateTimeFormat>()

function formatFor(timeZone: string): Intl.DateTimeFormat {
  const known = formats.get(timeZone)
  if (known) return known
  const format = new Intl.DateTimeFormat('en-US', {
    timeZone,
    hourCycle: 'h23',
    year: 'numeric',
    month: '2-digit',
    day: '2-digit',
    hour: '2-digit',
    minute: '2-digit',
    second: '2-digit',
    timeZoneName: 'longOffset',
  })
  formats.set(timeZone, format)
  return format
}
