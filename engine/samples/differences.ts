import Big from 'big.js'
import { isJsonObject, type Json } from '#nodes/json.ts'

/** One place where two values differ; a side that has nothing there is left out. */
export interface Difference {
  /** As people write it: `item.items[2].rate`; blank for the value as a whole. */
  path: string
  expected?: Json
  actual?: Json
}

/** What may differ at a path such as `item.items[].rate` without being a difference. */
export interface Tolerance {
  /** `[]` stands for every entry of a list, `[2]` for the third. */
  path: string
  /** A decimal as text: how far numbers may be apart. `any`: whatever is there, also nothing. */
  within: string
}

/**
 * Compares two JSON values field by field, in the order of the expected fields and then those that
 * are only in the actual value. Numbers are compared as decimals; the order of fields plays no part.
 */
export function differences(
  expected: Json,
  actual: Json,
  tolerances: readonly Tolerance[] = [],
): Difference[] {
  const found: Difference[] = []
  const rules = new Map(tolerances.map(({ path, within }) => [path, within]))
  compare({ path: '', general: [''], expected, actual }, { found, rules })
  return found
}

interface Place {
  path: string
  /** The path with each index as `[]` or as itself: all the ways a tolerance may name it. */
  general: readonly string[]
  expected: Json | undefined
  actual: Json | undefined
}

interface Comparing {
  found: Difference[]
  rules: ReadonlyMap<string, string>
}

function compare(place: Place, comparing: Comparing): void {
  const { path, general, expected, actual } = place
  const within = general.map((one) => comparing.rules.get(one)).find((one) => one !== undefined)
  if (within === 'any') return
  if (isJsonObject(expected) && isJsonObject(actual)) {
    for (const key of new Set([...Object.keys(expected), ...Object.keys(actual)])) {
      const [one, other] = [own(expected, key), own(actual, key)]
      const below = general.map((prefix) => joined(prefix, key))
      compare({ path: joined(path, key), general: below, expected: one, actual: other }, comparing)
    }
    return
  }
  if (Array.isArray(expected) && Array.isArray(actual)) {
    for (let index = 0; index < Math.max(expected.length, actual.length); index += 1) {
      const below = general.flatMap((prefix) => [`${prefix}[]`, `${prefix}[${index}]`])
      const [one, other] = [expected[index], actual[index]]
      compare(
        { path: `${path}[${index}]`, general: below, expected: one, actual: other },
        comparing,
      )
    }
    return
  }
  if (expected === actual || isNear(expected, actual, within)) return
  comparing.found.push({
    path,
    ...(expected === undefined ? {} : { expected }),
    ...(actual === undefined ? {} : { actual }),
  })
}

/** Equal as decimals, or no further apart than allowed; texts only count where a tolerance stands. */
function isNear(
  expected: Json | undefined,
  actual: Json | undefined,
  within: string | undefined,
): boolean {
  const allowed = within === undefined ? undefined : decimal(within)
  if (allowed === undefined) return false
  const [one, other] = [decimal(expected), decimal(actual)]
  return one !== undefined && other !== undefined && one.minus(other).abs().lte(allowed)
}

const DECIMAL = /^-?\d+(?:\.\d+)?(?:e[+-]?\d{1,3})?$/i

function decimal(value: Json | undefined): Big | undefined {
  if (typeof value === 'number' && Number.isFinite(value)) return new Big(value)
  return typeof value === 'string' && DECIMAL.test(value) ? new Big(value) : undefined
}

function joined(prefix: string, key: string): string {
  return prefix === '' ? key : `${prefix}.${key}`
}

function own(object: { [key: string]: Json }, key: string): Json | undefined {
  return Object.hasOwn(object, key) ? object[key] : undefined
}
