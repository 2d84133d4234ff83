import { localTime } from './date-functions.ts'
import { argument, piece, type Compile } from './function-tools.ts'
import { queryError } from './query-error.ts'

const displayValue: Compile = (args, { coerce }) => {
  const value = argument(args, 0)
  return piece(value.display ? value.display() : coerce.as(value, 'text'), 'text')
}

const compoundCode: Compile = (args, { coerce }) => {
  const value = argument(args, 0)
  return piece(value.compound ? value.compound() : coerce.as(value, 'text'), 'text')
}

/** One subsidiary and one set of books: an amount is its own consolidation. */
const consolidate: Compile = (args, { coerce }) =>
  piece(coerce.as(argument(args, 0), 'number'), 'number')

/**
 * The first or last day of a range relative to today, such as `('LM', 'START')`
 * (https://docs.oracle.com/en/cloud/saas/netsuite/ns-online-help/section_158653025075.html).
 */
const relativeRanges: Compile = (args, tools) => {
  const range = String(argument(args, 0).literal).toUpperCase()
  const edge = String(argument(args, 1).literal).toUpperCase()
  if (edge !== 'START' && edge !== 'END') throw queryError(`Invalid range edge '${edge}'.`)
  const today = `date_trunc('day', ${localTime(piece(tools.now, 'datetime'), tools)})`
  const [, days, count] = /^(DAGO|DFN)(\d{1,4})$/.exec(range) ?? []
  if (days !== undefined) {
    return piece(`(${today} ${days === 'DAGO' ? '-' : '+'} interval '${count} days')::date`, 'date')
  }
  const found = Object.hasOwn(RANGES, range) ? RANGES[range] : undefined
  if (!found) throw queryError(`Invalid relative range '${range}'.`)
  const { unit, ago } = found
  const shift = (steps: number) =>
    unit === 'quarter' ? `interval '${steps * 3} months'` : `interval '${steps} ${unit}s'`
  // Weeks begin on Sunday.
  const sunday = unit === 'week' ? `interval '1 day'` : `interval '0 days'`
  const start = `(date_trunc('${unit}', ${today} + ${sunday}) - ${sunday} - ${shift(ago)})`
  return piece(
    edge === 'START' ? `${start}::date` : `(${start} + ${shift(1)} - interval '1 day')::date`,
    'date',
  )
}

const RANGES: Record<string, { unit: 'day' | 'week' | 'month' | 'quarter' | 'year'; ago: number }> =
  {
    TODAY: { unit: 'day', ago: 0 },
    YESTERDAY: { unit: 'day', ago: 1 },
    TOMORROW: { unit: 'day', ago: -1 },
    TW: { unit: 'week', ago: 0 },
    LW: { unit: 'week', ago: 1 },
    TM: { unit: 'month', ago: 0 },
    LM: { unit: 'month', ago: 1 },
    TQ: { unit: 'quarter', ago: 0 },
    LQ: { unit: 'quarter', ago: 1 },
    TY: { unit: 'year', ago: 0 },
    LY: { unit: 'year', ago: 1 },
  }

export const BUILTIN_FUNCTIONS: Record<string, Compile> = {
  'builtin.df': displayValue,
  'builtin.cf': compoundCode,
  'builtin.consolidate': consolidate,
  'builtin.relative_ranges': relativeRanges,
}
