import stringify from 'safe-stable-stringify'

/** True for two JSON values that say the same; the order of an object's keys says nothing. */
export function sameJson(one: unknown, other: unknown): boolean {
  return one === other || stringify(one) === stringify(other)
}
