import { argument, piece, same, type Compile } from './function-tools.ts'

/** Oracle's SUBSTR: a start of 0 is 1, and one below 0 counts from the end. */
const substr: Compile = (args, tools) => {
  const start = argument(args, 1)
  const counted = typeof start.literal === 'number' && start.literal > 0
  if (counted) return same(['text', 'integer', 'integer'], 'text')(args, tools, 'substr')
  const { coerce } = tools
  const text = coerce.as(argument(args, 0), 'text')
  const from = `(${coerce.as(start, 'integer')})::int`
  const begin = `case when ${from} > 0 then ${from} when ${from} = 0 then 1 else length(${text}) + ${from} + 1 end`
  const length = args[2] ? `, greatest((${coerce.as(args[2], 'integer')})::int, 0)` : ''
  return piece(
    `case when -${from} <= length(${text}) then substr(${text}, ${begin}${length}) end`,
    'text',
  )
}

/** Oracle's INSTR(text, part, from, occurrence); `***=` makes the part a literal, not a pattern. */
const instr: Compile = (args, tools) => {
  if (args.length <= 2) return same(['text', 'text'], 'integer', 'strpos')(args, tools, 'strpos')
  const { coerce } = tools
  const [text, part] = [argument(args, 0), argument(args, 1)].map((arg) => coerce.as(arg, 'text'))
  const [from, occurrence] = [argument(args, 2), args[3]].map((arg) =>
    arg === undefined ? '1' : `(${coerce.as(arg, 'integer')})::int`,
  )
  return piece(
    `regexp_instr(${text ?? ''}, '***=' || ${part ?? ''}, ${from ?? '1'}, ${occurrence ?? '1'})`,
    'integer',
  )
}

const regexpReplace: Compile = (args, { coerce }) => {
  const [text, pattern] = [argument(args, 0), argument(args, 1)].map((arg) =>
    coerce.as(arg, 'text'),
  )
  const by = args[2] ? `coalesce(${coerce.as(args[2], 'text')}, '')` : `''`
  return piece(`regexp_replace(${text ?? ''}, ${pattern ?? ''}, ${by}, 'g')`, 'text')
}

/** REPLACE without a third argument takes the part away. */
const replace: Compile = (args, { coerce }) => {
  const [text, part] = [argument(args, 0), argument(args, 1)].map((arg) => coerce.as(arg, 'text'))
  const by = args[2] ? `coalesce(${coerce.as(args[2], 'text')}, '')` : `''`
  return piece(`replace(${text ?? ''}, ${part ?? ''}, ${by})`, 'text')
}

export const TEXT_FUNCTIONS: Record<string, Compile> = {
  lower: same(['text'], 'text'),
  upper: same(['text'], 'text'),
  initcap: same(['text'], 'text'),
  trim: same(['text'], 'text', 'btrim'),
  ltrim: same(['text', 'text'], 'text'),
  rtrim: same(['text', 'text'], 'text'),
  lpad: same(['text', 'integer', 'text'], 'text'),
  rpad: same(['text', 'integer', 'text'], 'text'),
  substr,
  substring: substr,
  length: same(['text'], 'integer'),
  ascii: same(['text'], 'integer'),
  chr: same(['integer'], 'text'),
  reverse: same(['text'], 'text'),
  translate: same(['text', 'text', 'text'], 'text'),
  replace,
  instr,
  concat: same(['text', 'text'], 'text'),
  regexp_replace: regexpReplace,
  regexp_substr: same(['text', 'text', 'integer', 'integer'], 'text'),
  regexp_instr: same(['text', 'text', 'integer', 'integer'], 'integer'),
  regexp_count: same(['text', 'text', 'integer'], 'integer'),
}
