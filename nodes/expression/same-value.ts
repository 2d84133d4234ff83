import type { Evaluation } from './evaluation.ts'

/**
 * JSONata's equality (same shape and values, keys in any order), in bounded time: values that share
 * parts can stand for a tree far larger than memory, and JSONata's own walk would never end.
 */
export function sameValue(left: unknown, right: unknown, evaluation: Evaluation): boolean {
  if (left === right) return true
  if (typeof left !== 'object' || typeof right !== 'object' || !left || !right) return false
  evaluation.spend(1)
  evaluation.checkTime()
  if (Array.isArray(left) || Array.isArray(right)) {
    return (
      Array.isArray(left) &&
      Array.isArray(right) &&
      left.length === right.length &&
      left.every((element, index) => sameValue(element, right[index], evaluation))
    )
  }
  const ours = new Map<string, unknown>(Object.entries(left))
  const theirs: [string, unknown][] = Object.entries(right)
  return (
    ours.size === theirs.length &&
    theirs.every(([key, value]) => ours.has(key) && sameValue(ours.get(key), value, evaluation))
  )
}
