import type { Coerce } from './coerce.ts'
import { queryError } from './query-error.ts'
import type { Binder, Piece } from './scope.ts'
import type { SqlType } from './table.ts'

/** What compiling a call needs besides its arguments. */
export interface FunctionTools {
  binder: Binder
  coerce: Coerce
  /** Bound SQL of the account's time zone. */
  zone: string
  /** Bound SQL of the present moment. */
  now: string
}

/** Compiles a call of one function. */
export type Compile = (args: Piece[], tools: FunctionTools, name: string) => Piece

export const piece = (sql: string, type: SqlType): Piece => ({ sql, type })

/** An argument that must be there. */
export function argument(args: Piece[], index: number): Piece {
  const found = args[index]
  if (!found) throw queryError('Incorrect number of parameters for a function.')
  return found
}

/** A function of the same name in Postgres whose arguments all have these types. */
export function same(types: SqlType[], result: SqlType, pgName?: string): Compile {
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
export function unified(pgName: string): Compile {
  return (args, { coerce }) => {
    argument(args, 1)
    const type = coerce.common(args)
    return piece(`${pgName}(${args.map((arg) => coerce.as(arg, type)).join(', ')})`, type)
  }
}
