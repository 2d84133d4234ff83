import type { Expr, SelectStatement } from 'pgsql-ast-parser'
import type { FunctionTools } from './function-tools.ts'
import type { CompiledSelect, Piece, Scope } from './scope.ts'
import type { Table } from './table.ts'

/** Everything the compilers of the parts of a query need. */
export interface Compiler extends FunctionTools {
  /** The tables a query may read. */
  tables: Record<string, Table>
  /** Values of `?`, in order. */
  params: (string | number | null)[]
  compileSelect: (select: SelectStatement, outer: Scope | null) => CompiledSelect
  /** Compile a value, and what is true or false; given here since each is made of all the others. */
  compileExpression: (expr: Expr, scope: Scope) => Piece
  compileCondition: (expr: Expr, scope: Scope) => string
}
