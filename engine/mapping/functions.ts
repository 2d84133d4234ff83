import type { Json } from '#nodes/json.ts'
import { DATE_FUNCTIONS, MONEY_FUNCTIONS, SETTING_FUNCTIONS } from './functions/business.ts'
import { LIST_FUNCTIONS, LOGIC_FUNCTIONS, OBJECT_FUNCTIONS } from './functions/structure.ts'
import { NUMBER_FUNCTIONS, TEXT_FUNCTIONS } from './functions/values.ts'

/** What an analyst has to know of a function that expressions can call. */
export interface FunctionHelp {
  /** Without the `$`. */
  name: string
  /** As it is called; a parameter with `?` may be left out. */
  signature: string
  help: string
  /** On the record and settings of `functions/example.ts`. */
  example: string
  /** What the example gives. */
  gives: Json
}

export interface FunctionGroup {
  title: string
  functions: readonly FunctionHelp[]
}

/** Every function of an expression, by what one wants to do: JSONata's own and ours. */
export const FUNCTION_GROUPS: readonly FunctionGroup[] = [
  { title: 'Settings and tables', functions: SETTING_FUNCTIONS },
  { title: 'Money', functions: MONEY_FUNCTIONS },
  { title: 'Dates', functions: DATE_FUNCTIONS },
  { title: 'Text', functions: TEXT_FUNCTIONS },
  { title: 'Numbers', functions: NUMBER_FUNCTIONS },
  { title: 'Lists', functions: LIST_FUNCTIONS },
  { title: 'Objects', functions: OBJECT_FUNCTIONS },
  { title: 'Conditions and errors', functions: LOGIC_FUNCTIONS },
]

export const FUNCTIONS: readonly FunctionHelp[] = FUNCTION_GROUPS.flatMap(
  ({ functions }) => functions,
)

const byName = new Map(FUNCTIONS.map((one) => [one.name, one]))

/** The help of a function by its name without `$`; undefined where there is no such function. */
export function functionHelp(name: string): FunctionHelp | undefined {
  return byName.get(name)
}

/** The parameters of a signature as written: `substring(text, start, length?)` has three. */
export function parametersOf({ signature }: FunctionHelp): string[] {
  const inside = signature.slice(signature.indexOf('(') + 1, signature.lastIndexOf(')'))
  return inside === '' ? [] : inside.split(', ')
}
