import type { Builtin } from './builtins.ts'
import { dateFunctions } from './date-functions.ts'
import { evalFunction } from './eval-function.ts'
import { countedBuiltins } from './guard.ts'
import { listFunctions } from './guarded-lists.ts'
import { textFunctions } from './guarded-text.ts'
import { operatorFunctions } from './harden.ts'
import { moneyFunctions } from './money-functions.ts'
import { settingFunctions } from './setting-functions.ts'

/** Every function of an expression, made once: JSONata's own within limits, and ours. */
export const LIBRARY: readonly [string, Builtin][] = [
  ...countedBuiltins(),
  ...textFunctions(),
  ...listFunctions(),
  ...operatorFunctions(),
  ...dateFunctions(),
  ...moneyFunctions(),
  ...settingFunctions(),
  evalFunction(),
]

/** The names that an expression can call, without the `$`. */
export const FUNCTION_NAMES: ReadonlySet<string> = new Set(
  LIBRARY.map(([name]) => name).filter((name) => !name.startsWith(' ')),
)
