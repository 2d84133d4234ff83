import { argument, piece, same, type Compile, type FunctionTools } from './function-tools.ts'
import { queryError } from './query-error.ts'
import type { Piece } from './scope.ts'

/** A moment or date as local time of the account, without zone. */
export function localTime(value: Piece, { coerce, zone }: FunctionTools): string {
  return value.type === 'datetime' && value.literal === undefined
    ? `((${value.sql}) at time zone ${zone})`
    : `(${coerce.as(value, 'date')})::timestamp`
}

const toMoment: Compile = (args, { binder, coerce, zone }) => {
  const value = coerce.as(argument(args, 0), 'text')
  const mask = maskOf(args[1], 'MM/DD/YYYY')
  const hasZone = /TZH/i.test(mask)
  const read = hasZone ? `regexp_replace(${value}, 'Z$', '+00:00')` : value
  const moment = `to_timestamp(${read}, ${binder.bind(mask, 'text')})`
  if (hasZone) return piece(moment, 'datetime')
  // What to_timestamp gives is in the session's zone, which the cast removes again.
  return piece(`(${moment}::timestamp at time zone ${zone})`, 'datetime')
}

const toChar: Compile = (args, tools) => {
  const { binder, coerce } = tools
  const value = argument(args, 0)
  if (value.type === 'text' || args.length === 1) return piece(coerce.as(value, 'text'), 'text')
  if (value.type === 'integer' || value.type === 'number') {
    const mask = args[1]?.literal
    if (typeof mask !== 'string' || !/^[FM0-9.,GDSLMI$]+$/i.test(mask)) {
      throw queryError('Invalid number format model.')
    }
    return piece(`to_char(${coerce.as(value, 'number')}, ${binder.bind(mask, 'text')})`, 'text')
  }
  const mask = binder.bind(maskOf(args[1], ''), 'text')
  return piece(`to_char(${localTime(value, tools)}, ${mask})`, 'text')
}

const trunc: Compile = (args, tools) => {
  const value = argument(args, 0)
  if (value.type === 'integer' || value.type === 'number') {
    return same(['number', 'integer'], 'number')(args, tools, 'trunc')
  }
  const unit = args[1] === undefined ? 'day' : TRUNC_UNITS[String(args[1].literal).toUpperCase()]
  if (unit === undefined) throw queryError('Invalid precision for TRUNC.')
  const local = localTime(value, tools)
  if (unit === 'sunday') {
    return piece(
      `(date_trunc('week', ${local} + interval '1 day') - interval '1 day')::date`,
      'date',
    )
  }
  const truncated = `date_trunc('${unit}', ${local})`
  return unit === 'hour' || unit === 'minute'
    ? piece(`(${truncated} at time zone ${tools.zone})`, 'datetime')
    : piece(`${truncated}::date`, 'date')
}

const addMonths: Compile = (args, tools) => {
  const value = argument(args, 0)
  const months = `make_interval(months => (${tools.coerce.as(argument(args, 1), 'integer')})::int)`
  return piece(`((${localTime(value, tools)} + ${months}) at time zone ${tools.zone})`, 'datetime')
}

const lastDay: Compile = (args, tools) =>
  piece(
    `(date_trunc('month', ${localTime(argument(args, 0), tools)}) + interval '1 month - 1 day')::date`,
    'date',
  )

/** Whole months count 1; the days that are left over count a thirty-first each. */
const monthsBetween: Compile = (args, tools) => {
  const [a = '', b = ''] = [argument(args, 0), argument(args, 1)].map((arg) =>
    localTime(arg, tools),
  )
  const part = (field: string, of: string) => `extract(${field} from ${of})`
  const isLast = (of: string) => `${part('day', `${of} + interval '1 day'`)} = 1`
  const months = `(${part('year', a)} - ${part('year', b)}) * 12 + ${part('month', a)} - ${part('month', b)}`
  const days = `case when ${part('day', a)} = ${part('day', b)} or (${isLast(a)} and ${isLast(b)}) then 0
    else extract(epoch from (${a} - date_trunc('month', ${a})) - (${b} - date_trunc('month', ${b}))) / 86400 / 31 end`
  return piece(`(${months} + ${days})`, 'number')
}

export const DATE_FUNCTIONS: Record<string, Compile> = {
  trunc,
  to_char: toChar,
  to_nchar: toChar,
  to_date: toMoment,
  to_timestamp: toMoment,
  to_timestamp_tz: toMoment,
  add_months: addMonths,
  last_day: lastDay,
  months_between: monthsBetween,
}

/** Weeks begin on Sunday for DAY, as in the territory AMERICA, and on Monday for IW. */
const TRUNC_UNITS: Record<string, string> = {
  DD: 'day',
  DDD: 'day',
  J: 'day',
  D: 'sunday',
  DY: 'sunday',
  DAY: 'sunday',
  IW: 'week',
  MM: 'month',
  MON: 'month',
  MONTH: 'month',
  Q: 'quarter',
  Y: 'year',
  YY: 'year',
  YYYY: 'year',
  YEAR: 'year',
  HH: 'hour',
  HH12: 'hour',
  HH24: 'hour',
  MI: 'minute',
}

/** A date mask; only letters that mean the same in Oracle and Postgres pass. */
function maskOf(mask: Piece | undefined, otherwise: string): string {
  if (mask === undefined) return otherwise
  const { literal } = mask
  if (typeof literal === 'string' && MASK.test(literal)) {
    return literal.replace(/FF\d?/gi, 'US').replace(/RRRR/gi, 'YYYY').replace(/RR/gi, 'YY')
  }
  throw queryError('Date format not recognized.')
}

const MASK =
  /^(?:FM|YYYY|YY|RRRR|RR|MONTH|MON|MM|DDD|DD|DAY|DY|D|HH24|HH12|HH|MI|SSSSS|SS|FF\d?|A\.?M\.?|P\.?M\.?|TZH|TZM|Q|IW|WW|"[^"]*"|[-/:.,; T])*$/i
