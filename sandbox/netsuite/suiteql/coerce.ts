import { queryError } from './query-error.ts'
import type { Binder, Piece } from './scope.ts'
import type { SqlType } from './table.ts'

/** Gives values SQL types, the way Oracle converts between text, numbers and dates by itself. */
export interface Coerce {
  /** The SQL of a piece as this type. */
  as: (piece: Piece, type: SqlType) => string
  /** The SQL of a piece as its own type. */
  plain: (piece: Piece) => string
  /** The type all these pieces can be brought to. */
  common: (pieces: Piece[]) => SqlType
  /** Both sides of a comparison. */
  pair: (left: Piece, right: Piece) => [string, string]
}

/** `zone` = bound SQL of the account's time zone. */
export function createCoerce(binder: Binder, zone: string): Coerce {
  const as = (piece: Piece, type: SqlType): string => {
    if (piece.literal !== undefined) return literalAs(binder, piece.literal, type, zone)
    const { sql, type: from } = piece
    if (from === type) return sql
    if (type === 'text') return textOf(piece, zone)
    if (type === 'integer' || type === 'number') return `(${sql})::numeric`
    if (from === 'date' && type === 'datetime') return `((${sql})::timestamp at time zone ${zone})`
    if (from === 'datetime' && type === 'date') return `((${sql}) at time zone ${zone})::date`
    throw queryError(`Invalid date: a ${from} cannot be used as a date. Use TO_DATE.`)
  }
  const common = (pieces: Piece[]): SqlType => {
    const types = new Set(
      pieces.filter(({ literal }) => literal === undefined).map(({ type }) => type),
    )
    if (types.size === 0) for (const { type } of pieces) types.add(type)
    const [only] = types
    if (only !== undefined && types.size === 1) return only
    if ([...types].every((type) => type === 'integer' || type === 'number')) return 'number'
    if ([...types].every((type) => type === 'date' || type === 'datetime')) return 'datetime'
    return 'text'
  }
  return {
    as,
    common,
    plain: (piece) => as(piece, piece.type),
    pair: (left, right) => {
      const types = [left, right].flatMap(({ literal, type }) =>
        literal === undefined ? [type] : [],
      )
      // A local timestamp instead of an instant leaves an index on the date usable.
      if (types.includes('date') && types.includes('datetime')) {
        const local = (piece: Piece) =>
          piece.type === 'date' ? piece.sql : `((${piece.sql}) at time zone ${zone})`
        return [local(left), local(right)]
      }
      let type = common([left, right])
      if (type === 'integer' && [left, right].some(({ literal }) => !isWhole(literal)))
        type = 'number'
      return [as(left, type), as(right, type)]
    },
  }
}

/** The text NetSuite shows for a value: dates month first, moments as dates in the account's zone. */
export function textOf({ sql, type }: Piece, zone: string): string {
  switch (type) {
    case 'text':
      return `nullif(${sql}, '')`
    case 'integer':
      return `(${sql})::text`
    case 'number':
      return `trim_scale((${sql})::numeric)::text`
    case 'date':
      return `to_char(${sql}, 'FMMM/FMDD/FMYYYY')`
    case 'datetime':
      return `to_char((${sql}) at time zone ${zone}, 'FMMM/FMDD/FMYYYY')`
  }
}

function literalAs(
  binder: Binder,
  value: string | number | null,
  type: SqlType,
  zone: string,
): string {
  if (value === null) return `null::${PG_TYPES[type]}`
  const text = String(value).trim()
  if (type === 'text') return binder.bind(String(value), 'text')
  if (type === 'integer' && /^[+-]?\d{1,18}$/.test(text)) return binder.bind(text, 'bigint')
  if (type === 'integer' || type === 'number') {
    if (!/^[+-]?(\d+\.?\d*|\.\d+)(e[+-]?\d+)?$/i.test(text)) {
      throw queryError(`Invalid number: '${text}'.`)
    }
    return binder.bind(text, 'numeric')
  }
  const day = isoDay(text)
  if (type === 'date') return binder.bind(day, 'date')
  return `(${binder.bind(day, 'timestamp')} at time zone ${zone})`
}

/** Plain text becomes a date only in the account's date format. */
function isoDay(text: string): string {
  const [, month = '', day = '', year = ''] = /^(\d{1,2})\/(\d{1,2})\/(\d{4})$/.exec(text) ?? []
  const iso = `${year}-${month.padStart(2, '0')}-${day.padStart(2, '0')}`
  if (year !== '' && !Number.isNaN(Date.parse(iso))) return iso
  throw queryError(
    `Invalid date value: '${text}'. Use the format M/D/YYYY or the function TO_DATE.`,
  )
}

const isWhole = (value: string | number | null | undefined): boolean =>
  value === undefined || value === null || /^\s*[+-]?\d+\s*$/.test(String(value))

const PG_TYPES: Record<SqlType, string> = {
  integer: 'bigint',
  number: 'numeric',
  text: 'text',
  date: 'date',
  datetime: 'timestamptz',
}
