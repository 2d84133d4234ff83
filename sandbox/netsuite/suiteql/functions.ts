import { BUILTIN_FUNCTIONS } from './builtin-functions.ts'
import { DATE_FUNCTIONS } from './date-functions.ts'
import {
  argument,
  piece,
  same,
  unified,
  type Compile,
  type FunctionTools,
} from './function-tools.ts'
import { queryError } from './query-error.ts'
import type { Piece } from './scope.ts'
import { TEXT_FUNCTIONS } from './text-functions.ts'

/** Compiles a call of a function that SuiteQL supports; any other is refused. */
export function compileFunction(name: string, args: Piece[], tools: FunctionTools): Piece {
  const compile = Object.hasOwn(FUNCTIONS, name) ? FUNCTIONS[name] : undefined
  if (!compile) throw queryError(`Unknown function '${name.toUpperCase()}'.`)
  return compile(args, tools, name)
}

const decode: Compile = (args, { coerce }) => {
  const value = argument(args, 0)
  const pairs = args.slice(1)
  const otherwise = pairs.length % 2 === 1 ? pairs.at(-1) : undefined
  const cases: [Piece, Piece][] = []
  for (let at = 0; at + 1 < pairs.length; at += 2) {
    cases.push([argument(pairs, at), argument(pairs, at + 1)])
  }
  const results = [...cases.map(([, result]) => result), ...(otherwise ? [otherwise] : [])]
  const type = coerce.common(results)
  const whens = cases.map(([search, result]) => {
    const [left, right] = coerce.pair(value, search)
    return `when ${left} is not distinct from ${right} then ${coerce.as(result, type)}`
  })
  const end = otherwise ? `else ${coerce.as(otherwise, type)}` : ''
  return piece(`case ${whens.join(' ')} ${end} end`, type)
}

const nvl2: Compile = (args, { coerce }) => {
  const results = [argument(args, 1), argument(args, 2)]
  const type = coerce.common(results)
  const [some, none] = results.map((result) => coerce.as(result, type))
  const tested = coerce.plain(argument(args, 0))
  return piece(`case when ${tested} is not null then ${some ?? ''} else ${none ?? ''} end`, type)
}

/** A number; with a format model the digits are read past its signs for money and thousands. */
const toNumber: Compile = (args, { coerce }) => {
  const value = argument(args, 0)
  if (args.length === 1) return piece(coerce.as(value, 'number'), 'number')
  return piece(`regexp_replace(${coerce.as(value, 'text')}, '[$, ]', '', 'g')::numeric`, 'number')
}

const aggregate =
  (pgName: string): Compile =>
  (args, { coerce }) => {
    const value = argument(args, 0)
    const type = NUMERIC_AGGREGATES.has(pgName) ? 'number' : value.type
    return piece(`${pgName}(${coerce.as(value, type)})`, type)
  }

const NUMERIC_AGGREGATES = new Set(['sum', 'avg', 'stddev', 'variance'])

/** Functions over rows before or after; they make sense with OVER only. */
const neighbour =
  (pgName: string): Compile =>
  (args, { coerce }) => {
    const value = argument(args, 0)
    const offset = args[1] ? `, (${coerce.as(args[1], 'integer')})::int` : ''
    return piece(`${pgName}(${coerce.plain(value)}${offset})`, value.type)
  }

const FUNCTIONS: Record<string, Compile> = {
  ...TEXT_FUNCTIONS,
  ...DATE_FUNCTIONS,
  ...BUILTIN_FUNCTIONS,
  abs: same(['number'], 'number'),
  sign: same(['number'], 'number'),
  ceil: same(['number'], 'number'),
  floor: same(['number'], 'number'),
  mod: same(['number', 'number'], 'number'),
  power: same(['number', 'number'], 'number'),
  sqrt: same(['number'], 'number'),
  exp: same(['number'], 'number'),
  ln: same(['number'], 'number'),
  round: same(['number', 'integer'], 'number'),
  to_number: toNumber,
  nvl: unified('coalesce'),
  coalesce: unified('coalesce'),
  nullif: unified('nullif'),
  greatest: unified('greatest'),
  least: unified('least'),
  decode,
  nvl2,
  count: (args, { coerce }) => piece(`count(${coerce.plain(argument(args, 0))})`, 'integer'),
  sum: aggregate('sum'),
  avg: aggregate('avg'),
  min: aggregate('min'),
  max: aggregate('max'),
  stddev: aggregate('stddev'),
  variance: aggregate('variance'),
  row_number: () => piece('row_number()', 'integer'),
  rank: () => piece('rank()', 'integer'),
  dense_rank: () => piece('dense_rank()', 'integer'),
  lag: neighbour('lag'),
  lead: neighbour('lead'),
  first_value: neighbour('first_value'),
  last_value: neighbour('last_value'),
}

/** Functions that make one value of many rows, and may be called with DISTINCT. */
export const AGGREGATES = new Set(['count', 'sum', 'avg', 'min', 'max', 'stddev', 'variance'])

/** Functions that need OVER. */
export const WINDOW_FUNCTIONS = new Set([
  'row_number',
  'rank',
  'dense_rank',
  'lag',
  'lead',
  'first_value',
  'last_value',
])
