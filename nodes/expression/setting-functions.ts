import type jsonata from 'jsonata'
import { countryCode } from '../country.ts'
import { isJsonObject } from '../json.ts'
import { type Builtin, builtin, define } from './builtins.ts'
import { ExpressionError } from './error.ts'
import { evaluationOf } from './evaluation.ts'

/** Functions that look something up: settings of the flow, tables, countries. */
export function settingFunctions(): [string, Builtin][] {
  return [
    ['setting', define(setting)],
    ['lookup', define(lookup)],
    ['country', define(country)],
  ]
}

/** `$setting(key)`: an unset setting is an error, unless there is a default. */
function setting(this: jsonata.Focus, ...args: unknown[]): unknown {
  const [key, otherwise] = args
  if (typeof key !== 'string') {
    throw new ExpressionError({
      code: 'TR010',
      message: '$setting needs the name of a setting, such as $setting("defaultItem").',
    })
  }
  const { settings } = evaluationOf(this)
  const value = Object.hasOwn(settings, key) ? settings[key] : undefined
  if (isSet(value)) return value
  if (args.length > 1) return otherwise
  throw new ExpressionError({
    code: 'TR011',
    message: `The setting "${key}" has no value. Fill it in under Settings of the flow.`,
    token: key,
  })
}

/**
 * `$lookup(table, key[, default])`. A table given by name is a setting, and a key that it does not
 * hold is an error unless there is a default; an object or list behaves as in JSONata.
 */
function lookup(this: jsonata.Focus, ...args: unknown[]): unknown {
  // As in JSONata, a single argument is the key and the table is what the expression is at.
  const context: unknown = this.input
  const [table, key, otherwise] = args.length === 1 ? [context, args[0]] : args
  if (typeof table !== 'string') return lookupInValue.call(this, [table, key, otherwise])
  const entries = evaluationOf(this).settings[table] ?? {}
  if (!isJsonObject(entries)) {
    throw new ExpressionError({
      code: 'TR010',
      message: `The setting "${table}" is not a table.`,
      token: table,
    })
  }
  const name = typeof key === 'number' ? String(key) : key
  const found = typeof name === 'string' && Object.hasOwn(entries, name) ? entries[name] : undefined
  if (isSet(found)) return found
  if (args.length > 2) return otherwise
  throw new ExpressionError({
    code: 'TR012',
    message:
      name === undefined || name === null
        ? `There is nothing to look up in the table "${table}".`
        : `The table "${table}" has no entry for "${String(name)}". Add it under Settings of the flow.`,
    token: table,
  })
}

const original = builtin('lookup')

function lookupInValue(this: jsonata.Focus, [table, key, otherwise]: unknown[]): unknown {
  if (key !== undefined && typeof key !== 'string') {
    throw new ExpressionError({
      code: 'T0410',
      message: 'The second argument of $lookup must be a text.',
      token: 'lookup',
    })
  }
  const found = original.implementation.call(this, table, key)
  return found === undefined ? otherwise : found
}

/** `$country(text)`: the ISO code of a country given by code or English name. */
function country(this: jsonata.Focus, text?: unknown): string | undefined {
  if (text === undefined || text === null || text === '') return undefined
  const code = typeof text === 'string' ? countryCode(text) : undefined
  if (code) return code
  throw new ExpressionError({
    code: 'TR016',
    message: `"${String(text).slice(0, 60)}" is not a country. Give a code such as DE or an English name.`,
  })
}

/** A form that was left blank stores an empty text or null. */
function isSet(value: unknown): boolean {
  return value !== undefined && value !== null && value !== ''
}
