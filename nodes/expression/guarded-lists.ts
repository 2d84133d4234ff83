import type jsonata from 'jsonata'
import { type Builtin, builtin } from './builtins.ts'
import { type Evaluation, evaluationOf } from './evaluation.ts'
import { disguised } from './guard.ts'
import { sameValue } from './same-value.ts'

/**
 * JSONata's list functions whose own algorithms take the square of the list's length (a hundred
 * thousand elements would hang a worker) or real chance, with the same results.
 */
export function listFunctions(): [string, Builtin][] {
  return [
    ['sort', disguised(sort, builtin('sort'))],
    ['distinct', disguised(distinct, builtin('distinct'))],
    ['spread', disguised(spread, builtin('spread'))],
    ['shuffle', disguised(shuffle, builtin('shuffle'))],
  ]
}

type Comparator = (left: unknown, right: unknown) => unknown

/** Stable; the comparator says true when the left element belongs after the right one. */
function sort(this: jsonata.Focus, list?: readonly unknown[], comparator?: Comparator): unknown {
  if (list === undefined || list.length <= 1) return list
  const evaluation = evaluationOf(this)
  evaluation.spend(list.length)
  if (comparator) return mergeSort(list, comparator, evaluation)
  if (
    !list.every((one) => typeof one === 'number') &&
    !list.every((one) => typeof one === 'string')
  )
    // JSONata's own check has the right error.
    return builtin('sort').implementation.call(this, list)
  return list.toSorted((left, right) => (left > right ? 1 : right > left ? -1 : 0))
}

async function mergeSort(
  list: readonly unknown[],
  isAfter: Comparator,
  evaluation: Evaluation,
): Promise<readonly unknown[]> {
  let runs = list.map((element): readonly unknown[] => [element])
  while (runs.length > 1) {
    const merged: (readonly unknown[])[] = []
    for (let at = 0; at < runs.length; at += 2) {
      merged.push(await merge([runs[at] ?? [], runs[at + 1] ?? []], isAfter, evaluation))
    }
    runs = merged
  }
  return runs[0] ?? []
}

async function merge(
  [left, right]: readonly [readonly unknown[], readonly unknown[]],
  isAfter: Comparator,
  evaluation: Evaluation,
): Promise<readonly unknown[]> {
  const merged: unknown[] = []
  let l = 0
  let r = 0
  while (l < left.length && r < right.length) {
    evaluation.checkTime()
    merged.push((await isAfter(left[l], right[r])) ? right[r++] : left[l++])
  }
  return merged.concat(left.slice(l), right.slice(r))
}

function distinct(this: jsonata.Focus, list?: unknown): unknown {
  if (!Array.isArray(list) || list.length <= 1) return list
  const evaluation = evaluationOf(this)
  const values: readonly unknown[] = list
  evaluation.spend(values.length)
  const scalars = new Set<unknown>()
  const structures: object[] = []
  const result = values.filter((value) => {
    if (typeof value !== 'object' || value === null) {
      if (scalars.has(value)) return false
      scalars.add(value)
      return true
    }
    evaluation.checkTime()
    if (structures.some((known) => sameValue(known, value, evaluation))) return false
    structures.push(value)
    return true
  })
  return isSequence(list) ? sequence(result) : result
}

function spread(this: jsonata.Focus, value?: unknown): unknown {
  if (!Array.isArray(value)) return builtin('spread').implementation.call(this, value)
  const parts: unknown[] = []
  for (const element of value) {
    const spreadOut: unknown = spread.call(this, element)
    if (Array.isArray(spreadOut)) parts.push(...spreadOut)
    else if (spreadOut !== undefined) parts.push(spreadOut)
  }
  evaluationOf(this).spend(parts.length)
  return sequence(parts)
}

/** Fisher-Yates "inside-out", with the evaluation's repeatable numbers. */
function shuffle(this: jsonata.Focus, list?: readonly unknown[]): unknown {
  if (list === undefined || list.length <= 1) return list
  const evaluation = evaluationOf(this)
  evaluation.spend(list.length)
  const shuffled: unknown[] = []
  for (const element of list) {
    const at = Math.floor(evaluation.random() * (shuffled.length + 1))
    shuffled.push(shuffled[at])
    shuffled[at] = element
  }
  return shuffled
}

/** Marks a list as a JSONata sequence: one of one element is that element. */
export function sequence<T>(list: T[]): T[] {
  return Object.assign(list, { sequence: true })
}

function isSequence(list: object): boolean {
  return 'sequence' in list && list.sequence === true
}
