import type { Coerce } from './coerce.ts'
import { queryError } from './query-error.ts'
import type { Binder, Piece } from './scope.ts'
import type { SqlType } from './tables.ts'

export interface FunctionTools {
  binder: Binder
  coerce: Coerce
  /** Bound SQL of the account's time zone. */
  zone: string
  /** Bound SQL of the present moment. */
  now: string
}

/** Compiles a call of a function that SuiteQL supports; any other is refused. */
export function compileFunction(name: string, args: Piece[], tools: FunctionTools): Piece {
  const compile = Object.hasOwn(FUNCTIONS, name) ? FUNCTIONS[name] : undefined
  if (!compile) throw queryError(`Unknown function '${name.toUpperCase()}'.`)
  return compile(args, tools, name)
}

type Compile = (args: Piece[], tools: FunctionTools, name: string) => Piece

const piece = (sql: string, type: SqlType): Piece => ({ sql, type })

function argument(args: Piece[], index: number): Piece {
  const found = args[index]
  if (!found) throw queryError('Incorrect number of parameters for a function.')
  return found
}

/** A function of the same name in Postgres whose arguments all have these types. */
function same(types: SqlType[], result: SqlType, pgName?: string): Compile {
  return (args, { coerce }, name) => {
    if (args.length === 0 || args.length > types.length) argument([], 0)
    const compiled = args.map((arg, index) => {
      const sql = coerce.as(arg, types[index] ?? 'text')
      return types[index] === 'integer' ? `(${sql})::int` : sql
    })
    return piece(`${pgName ?? name}(${compiled.join(', ')})`, result)
  }
}

/** All arguments brought to one type, which is the result's. */
function unified(pgName: string): Compile {
  return (args, { coerce }) => {
    argument(args, 1)
    const type = coerce.common(args)
    return piece(`${pgName}(${args.map((arg) => coerce.as(arg, type)).join(', ')})`, type)
  }
}

const toMoment: Compile = (args, { binder, coerce, zone }) => {
  const value = coerce.as(argument(args, 0), 'text')
  const mask = maskOf(args[1], 'MM/DD/YYYY')
  const moment = `to_timestamp(${value}, ${binder.bind(mask, 'text')})::timestamp`
  // What to_timestamp gives is in the session's zone, which the cast removes again.
  return piece(`(${moment} at time zone ${zone})`, 'datetime')
}

const toChar: Compile = (args, { binder, coerce, zone }) => {
  const value = argument(args, 0)
  if (value.type === 'text') return piece(coerce.as(value, 'text'), 'text')
  if (args.length === 1) return piece(coerce.as(value, 'text'), 'text')
  if (value.type === 'integer' || value.type === 'number') {
    const mask = args[1]?.literal
    if (typeof mask !== 'string' || !/^[FM0-9.,GDSLMI$]+$/i.test(mask)) {
      throw queryError('Invalid number format model.')
    }
    return piece(`to_char(${coerce.as(value, 'number')}, ${binder.bind(mask, 'text')})`, 'text')
  }
  const local =
    value.type === 'datetime'
      ? `((${value.sql}) at time zone ${zone})`
      : `(${value.sql})::timestamp`
  return piece(`to_char(${local}, ${binder.bind(maskOf(args[1], ''), 'text')})`, 'text')
}

const trunc: Compile = (args, tools) => {
  const value = argument(args, 0)
  if (value.type === 'integer' || value.type === 'number')
    return same(['number', 'integer'], 'number')(args, tools, 'trunc')
  const unit = args[1] === undefined ? 'day' : TRUNC_UNITS[String(args[1].literal).toUpperCase()]
  if (unit === undefined) throw queryError('Invalid precision for TRUNC.')
  const local =
    value.type === 'datetime'
      ? `((${value.sql}) at time zone ${tools.zone})`
      : `(${tools.coerce.as(value, 'date')})::timestamp`
  return piece(`date_trunc('${unit}', ${local})::date`, 'date')
}

const decode: Compile = (args, { coerce }) => {
  const value = argument(args, 0)
  const pairs = args.slice(1)
  const otherwise = pairs.length % 2 === 1 ? pairs.at(-1) : undefined
  const cases: [Piece, Piece][] = []
  for (let at = 0; at + 1 < pairs.length; at += 2)
    cases.push([argument(pairs, at), argument(pairs, at + 1)])
  const results = [...cases.map(([, result]) => result), ...(otherwise ? [otherwise] : [])]
  const type = coerce.common(results)
  const whens = cases.map(([search, result]) => {
    const [left, right] = coerce.pair(value, search)
    return `when ${left} is not distinct from ${right} then ${coerce.as(result, type)}`
  })
  return piece(
    `case ${whens.join(' ')} ${otherwise ? `else ${coerce.as(otherwise, type)}` : ''} end`,
    type,
  )
}

const aggregate =
  (pgName: string): Compile =>
  (args, { coerce }) => {
    const value = argument(args, 0)
    const type = pgName === 'sum' || pgName === 'avg' ? 'number' : value.type
    return piece(`${pgName}(${coerce.as(value, type)})`, type)
  }

const FUNCTIONS: Record<string, Compile> = {
  lower: same(['text'], 'text'),
  upper: same(['text'], 'text'),
  initcap: same(['text'], 'text'),
  trim: same(['text'], 'text', 'btrim'),
  ltrim: same(['text', 'text'], 'text'),
  rtrim: same(['text', 'text'], 'text'),
  lpad: same(['text', 'integer', 'text'], 'text'),
  rpad: same(['text', 'integer', 'text'], 'text'),
  substr: same(['text', 'integer', 'integer'], 'text'),
  length: same(['text'], 'integer'),
  replace: same(['text', 'text', 'text'], 'text'),
  instr: same(['text', 'text'], 'integer', 'strpos'),
  concat: same(['text', 'text'], 'text'),
  abs: same(['number'], 'number'),
  sign: same(['number'], 'number'),
  ceil: same(['number'], 'number'),
  floor: same(['number'], 'number'),
  mod: same(['number', 'number'], 'number'),
  power: same(['number', 'number'], 'number'),
  round: same(['number', 'integer'], 'number'),
  to_number: same(['number'], 'number', ''),
  trunc,
  to_char: toChar,
  to_date: toMoment,
  to_timestamp: toMoment,
  nvl: unified('coalesce'),
  coalesce: unified('coalesce'),
  nullif: unified('nullif'),
  greatest: unified('greatest'),
  least: unified('least'),
  decode,
  nvl2: (args, { coerce }) => {
    const results = [argument(args, 1), argument(args, 2)]
    const type = coerce.common(results)
    const [some, none] = results.map((result) => coerce.as(result, type))
    return piece(
      `case when ${coerce.plain(argument(args, 0))} is not null then ${some} else ${none} end`,
      type,
    )
  },
  add_months: (args, { coerce, zone }) => {
    const months = `make_interval(months => (${coerce.as(argument(args, 1), 'integer')})::int)`
    const value = argument(args, 0)
    const local =
      value.type === 'datetime' ? `((${value.sql}) at time zone ${zone})` : coerce.as(value, 'date')
    return piece(`((${local} + ${months}) at time zone ${zone})`, 'datetime')
  },
  last_day: (args, { coerce }) =>
    piece(
      `(date_trunc('month', ${coerce.as(argument(args, 0), 'date')}) + interval '1 month - 1 day')::date`,
      'date',
    ),
  count: (args, { coerce }) => piece(`count(${coerce.plain(argument(args, 0))})`, 'integer'),
  sum: aggregate('sum'),
  avg: aggregate('avg'),
  min: aggregate('min'),
  max: aggregate('max'),
  'builtin.df': (args, { coerce }) => {
    const value = argument(args, 0)
    return piece(value.display ? value.display() : coerce.as(value, 'text'), 'text')
  },
  'builtin.cf': (args, { coerce }) => {
    const value = argument(args, 0)
    return piece(value.compound ? value.compound() : coerce.as(value, 'text'), 'text')
  },
}

/** Functions that may be called with DISTINCT. */
export const AGGREGATES = new Set(['count', 'sum', 'avg', 'min', 'max'])

const TRUNC_UNITS: Record<string, string> = {
  DD: 'day',
  DAY: 'week',
  IW: 'week',
  MM: 'month',
  MON: 'month',
  MONTH: 'month',
  Q: 'quarter',
  YYYY: 'year',
  YEAR: 'year',
}

/** A date mask; only letters that mean the same in Oracle and Postgres pass. */
function maskOf(mask: Piece | undefined, otherwise: string): string {
  if (mask === undefined) return otherwise
  const { literal } = mask
  if (typeof literal === 'string' && MASK.test(literal)) return literal.replace(/FF\d?/gi, 'US')
  throw queryError('Date format not recognized.')
}

const MASK =
  /^(?:FM|YYYY|YY|MONTH|MON|MM|DDD|DD|DAY|DY|D|HH24|HH12|HH|MI|SSSSS|SS|FF\d?|AM|PM|Q|IW|WW|"[^"]*"|[-/:.,; T])*$/i
