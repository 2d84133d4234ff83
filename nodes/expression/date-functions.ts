import type jsonata from 'jsonata'
import { type Builtin, builtin, define } from './builtins.ts'
import { ExpressionError } from './error.ts'
import { evaluationOf } from './evaluation.ts'
import { counted, disguised } from './guard.ts'
import { checkParsePicture, checkWidths } from './date-pictures.ts'
import { instantOf, localParts, startOfDay } from './time-zone.ts'

/**
 * The clock (fixed for a run), JSONata's date functions with safe pictures, and dates in a time
 * zone by its IANA name.
 */
export function dateFunctions(): [string, Builtin][] {
  return [
    ['now', define(now, '<s?s?:s>')],
    ['millis', define(millis, '<:n>')],
    ['random', define(random, '<:n>')],
    ['toMillis', disguised(toMillis, builtin('toMillis'))],
    ['fromMillis', disguised(formatMillis, builtin('fromMillis'))],
    ['isoDate', define(isoDate)],
    ['isoDateTime', define(isoDateTime)],
    ['epochSeconds', define(epochSeconds)],
  ]
}

const originalToMillis = builtin('toMillis')
const originalFromMillis = counted(builtin('fromMillis'))

function now(this: jsonata.Focus, picture?: string, offset?: string): unknown {
  return formatMillis.call(this, evaluationOf(this).nowMs, picture, offset)
}

function millis(this: jsonata.Focus): number {
  return evaluationOf(this).nowMs
}

function random(this: jsonata.Focus): number {
  return evaluationOf(this).random()
}

function toMillis(this: jsonata.Focus, text?: string, picture?: string): unknown {
  const evaluation = evaluationOf(this)
  evaluation.checkTime()
  if (text !== undefined) checkParsePicture(text, picture)
  // JSONata fills in missing parts of a date from its frame's clock, which is not the run's.
  const environment = { timestamp: new Date(evaluation.nowMs) }
  return originalToMillis.implementation.call({ environment }, text, picture)
}

/**
 * JSONata reads the picture anew at every call, which is an eighth of the time of a usual mapping;
 * lines of an invoice share their dates, so answers are kept.
 */
const formatted = new Map<string, unknown>()
const MOST_FORMATTED = 2_000
const LONGEST_KEY = 100

function formatMillis(this: jsonata.Focus, ...args: unknown[]): unknown {
  checkWidths(args[1])
  const key = args.join('\n')
  const known = formatted.get(key)
  if (known !== undefined) return known
  const text = originalFromMillis.implementation.apply(this, args)
  if (formatted.size >= MOST_FORMATTED) formatted.clear()
  if (key.length < LONGEST_KEY) formatted.set(key, text)
  return text
}

/** `$isoDate(epochSeconds | ISO text, timeZone)` → 'YYYY-MM-DD', the date there. */
function isoDate(this: jsonata.Focus, moment?: unknown, timeZone?: unknown): string | undefined {
  if (moment === undefined || moment === null) return undefined
  // A date without a time is the same date everywhere.
  if (typeof moment === 'string' && DATE.test(moment)) {
    validInstant(moment)
    return moment
  }
  return localParts(validInstant(moment), zoneName(timeZone)).date
}

/** `$isoDateTime(epochSeconds | ISO text, timeZone)` → 'YYYY-MM-DDTHH:MM:SS+HH:MM'. */
function isoDateTime(this: jsonata.Focus, moment?: unknown, timeZone?: unknown) {
  if (moment === undefined || moment === null) return undefined
  const { date, time, offset } = localParts(validInstant(moment), zoneName(timeZone))
  return `${date}T${time}${offset}`
}

/** `$epochSeconds(date | ISO text, timeZone)`: a date without a time is midnight there. */
function epochSeconds(this: jsonata.Focus, moment?: unknown, timeZone?: unknown) {
  if (moment === undefined || moment === null) return undefined
  const instant = validInstant(moment)
  const isDate = typeof moment === 'string' && DATE.test(moment)
  return Math.floor((isDate ? startOfDay(moment, zoneName(timeZone)) : instant) / 1000)
}

const DATE = /^\d{4}-\d{2}-\d{2}$/

function validInstant(moment: unknown): number {
  const instant = instantOf(moment)
  if (instant !== undefined) return instant
  throw new ExpressionError({
    code: 'TR017',
    message: `"${String(moment).slice(0, 60)}" is not a date. Give seconds since 1970 or a text such as 2026-01-31T12:00:00Z.`,
  })
}

function zoneName(timeZone: unknown): string {
  if (timeZone === undefined) return 'UTC'
  if (typeof timeZone === 'string') {
    try {
      localParts(0, timeZone)
      return timeZone
    } catch (fault) {
      if (!(fault instanceof RangeError)) throw fault
    }
  }
  throw new ExpressionError({
    code: 'TR018',
    message: `"${String(timeZone).slice(0, 60)}" is not a time zone. Give a name such as America/New_York.`,
  })
}
