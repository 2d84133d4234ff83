/** A stream of chance that gives the same values for the same seed on every machine. */
export interface Random {
  /** A fraction, 0 ≤ x < 1. */
  next: () => number
  /** A whole number from `low` to `high`, both included. */
  int: (low: number, high: number) => number
  /** One of the values, all equally likely. */
  pick: <T>(values: readonly [T, ...T[]]) => T
  /** The values in another order; the given list stays as it is. */
  shuffle: <T>(values: readonly T[]) => T[]
  /** `prefix` and then `length` letters and digits, as Stripe's ids look. */
  id: (prefix: string, length?: number) => string
}

/**
 * Makes a stream of chance with mulberry32 (public domain, 32 bits of state): small, quick and good
 * enough for make-believe data. Different `purpose`s of one seed do not disturb each other.
 */
export function createRandom(seed: number, purpose: string): Random {
  let state = seed | 0
  for (const character of purpose) state = Math.imul(state ^ character.charCodeAt(0), 0x9e3779b1)
  const next = () => {
    state = (state + 0x6d2b79f5) | 0
    let mixed = Math.imul(state ^ (state >>> 15), 1 | state)
    mixed = (mixed + Math.imul(mixed ^ (mixed >>> 7), 61 | mixed)) ^ mixed
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 2 ** 32
  }
  const int = (low: number, high: number) => low + Math.floor(next() * (high - low + 1))
  return {
    next,
    int,
    pick: (values) => values[int(0, values.length - 1)] ?? values[0],
    shuffle: (values) =>
      values
        .map((value) => ({ value, rank: next() }))
        .sort((a, b) => a.rank - b.rank)
        .map(({ value }) => value),
    id: (prefix, length = 24) => {
      let id = prefix
      for (let i = 0; i < length; i += 1) id += ALPHABET.charAt(int(0, ALPHABET.length - 1))
      return id
    },
  }
}

const ALPHABET = 'ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789'
