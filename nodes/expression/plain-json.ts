import { isJsonObject, type Json, type JsonObject } from '../json.ts'
import { ExpressionError } from './error.ts'
import { LIMITS, tooLong } from './evaluation.ts'

/**
 * Makes plain JSON of an expression's result: lists lose their JSONata marks, fields without a value
 * vanish, -0 becomes 0. Functions and numbers that JSON cannot hold are errors. What is plain
 * already, such as a part of the record, is given back as it is: copying it took longer than
 * evaluating most expressions. A result may hold one value many times over; the limits count every
 * appearance, because JSON repeats it.
 */
export function toPlainJson(value: unknown): Json | undefined {
  const spent = { nodes: 0, characters: 0 }
  return plain(value, spent, 0)
}

interface Spent {
  nodes: number
  characters: number
}

function plain(value: unknown, spent: Spent, depth: number): Json | undefined {
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
  if (Array.isArray(value)) return plainList(value, spent, depth)
  if (!isJsonObject(value) || isFunction(value)) throw noData()
  return plainObject(value, spent, depth)
}

function isFunction(value: object): boolean {
  return '_jsonata_lambda' in value || '_jsonata_function' in value
}

function plainList(list: unknown[], spent: Spent, depth: number): Json[] {
  const unmarked = isUnmarked(list) ? list : null
  let made: Json[] | null = unmarked ? null : []
  for (let index = 0; index < list.length; index += 1) {
    const one = plain(list[index], spent, depth + 1)
    if (made === null) {
      if (one !== undefined && Object.is(one, list[index])) continue
      made = unmarked?.slice(0, index) ?? []
    }
    if (one !== undefined) made.push(one)
  }
  return made ?? unmarked ?? []
}

/** JSONata marks the lists it makes; to its next evaluation such a mark would mean something. */
function isUnmarked(list: unknown[]): list is Json[] {
  return !MARKS.some((mark) => mark in list)
}

const MARKS = ['sequence', 'cons', 'keepSingleton', 'outerWrapper', 'tupleStream']

function plainObject(object: JsonObject, spent: Spent, depth: number): JsonObject {
  // JSONata makes objects without a prototype, which not everybody can read.
  let made: JsonObject | null = Object.getPrototypeOf(object) === Object.prototype ? null : {}
  const keys = Object.keys(object)
  for (let index = 0; index < keys.length; index += 1) {
    const key = keys[index] ?? ''
    const one = plain(object[key], spent, depth + 1)
    if (made === null) {
      if (one !== undefined && Object.is(one, object[key])) continue
      made = {}
      for (const before of keys.slice(0, index)) put(made, before, object[before])
    }
    put(made, key, one)
  }
  return made ?? object
}

function put(object: JsonObject, key: string, value: Json | undefined): void {
  if (value === undefined) return
  if (key === '__proto__') {
    // A plain assignment would change the prototype instead of making a field.
    Object.defineProperty(object, key, {
      value,
      enumerable: true,
      configurable: true,
      writable: true,
    })
  } else {
    object[key] = value
  }
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
