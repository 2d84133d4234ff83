import type { Json } from '../json.ts'
import { ExpressionError } from './error.ts'
import { LIMITS, tooLong } from './evaluation.ts'

/**
 * Copies an expression's result into plain JSON: lists lose their JSONata marks, fields without a
 * value vanish, -0 becomes 0. Functions and numbers that JSON cannot hold are errors. A result may
 * hold one value many times over; the limits count every appearance, because JSON repeats it.
 */
export function toPlainJson(value: unknown): Json | undefined {
  const spent = { nodes: 0, characters: 0 }
  return copy(value, spent, 0)
}

interface Spent {
  nodes: number
  characters: number
}

function copy(value: unknown, spent: Spent, depth: number): Json | undefined {
  if (++spent.nodes > LIMITS.nodes || depth > LIMITS.depth) throw tooLarge()
  switch (typeof value) {
    case 'undefined':
      return undefined
    case 'string':
      spent.characters += value.length
      if (spent.characters > 2 * LIMITS.string) throw tooLong()
      return value
    case 'boolean':
      return value
    case 'number':
      return plainNumber(value)
    case 'object':
      break
    default:
      throw noData()
  }
  if (value === null) return null
  if (Array.isArray(value)) return copyList(value, spent, depth)
  if ('_jsonata_lambda' in value || '_jsonata_function' in value) throw noData()
  return copyObject(value, spent, depth)
}

function copyList(list: readonly unknown[], spent: Spent, depth: number): Json[] {
  const plain: Json[] = []
  for (const element of list) {
    const one = copy(element, spent, depth + 1)
    if (one !== undefined) plain.push(one)
  }
  return plain
}

function copyObject(value: object, spent: Spent, depth: number): Json {
  const plain: { [key: string]: Json } = {}
  for (const [key, field] of Object.entries(value)) {
    const one = copy(field, spent, depth + 1)
    if (one === undefined) continue
    if (key === '__proto__') {
      // A plain assignment would change the prototype instead of making a field.
      Object.defineProperty(plain, key, {
        value: one,
        enumerable: true,
        configurable: true,
        writable: true,
      })
    } else {
      plain[key] = one
    }
  }
  return plain
}

function plainNumber(value: number): number {
  if (!Number.isFinite(value)) {
    throw new ExpressionError({
      code: 'TR007',
      message: 'The result is not a number that can be stored: check for a division by zero.',
    })
  }
  return value === 0 ? 0 : value
}

function noData(): ExpressionError {
  return new ExpressionError({
    code: 'TR008',
    message: 'The result is a function: call it with (…) to get a value.',
  })
}

function tooLarge(): ExpressionError {
  return new ExpressionError({
    code: 'TR004',
    message: 'The result is too large or nested too deeply.',
  })
}
