import { sameJson } from './same-json.ts'

/** A list whose entries are known by a key each, while it is being changed. */
export interface KeyedList<T> {
  readonly before: T[]
  readonly keys: string[]
  readonly items: Map<string, T>
}

/** Opens a list for changes; entries of the same key are told apart by their number: `a`, `a #2`. */
export function keyedList<T>(before: T[], keyOf: (item: T) => string): KeyedList<T> {
  const items = new Map<string, T>()
  for (const item of before) {
    const key = keyOf(item)
    let free = key
    for (let number = 2; items.has(free); number += 1) free = `${key} #${number}`
    items.set(free, item)
  }
  return { before, keys: [...items.keys()], items }
}

/** Puts an entry in the place of the one with its key, else behind the one with the key `after` (null: first). */
export function putInto<T>(
  list: KeyedList<T>,
  key: string,
  item: T,
  after: string | null | undefined,
): void {
  const known = list.items.has(key)
  list.items.set(key, item)
  if (known) return
  const at = after === null ? 0 : after === undefined ? -1 : list.keys.lastIndexOf(after) + 1
  if (after !== null && at <= 0) list.keys.push(key)
  else list.keys.splice(at, 0, key)
}

/** Takes an entry out; nothing happens when there is none. */
export function dropFrom(list: KeyedList<unknown>, key: string): void {
  if (!list.items.delete(key)) return
  list.keys.splice(list.keys.lastIndexOf(key), 1)
}

/** Brings entries into an order; one that the order does not know stays behind the one before it. */
export function orderLike(list: KeyedList<unknown>, order: readonly string[]): void {
  const places = new Map(order.map((key, place) => [key, place]))
  let last = -1
  const placed = list.keys.map((key) => {
    last = places.get(key) ?? last
    return { key, place: last }
  })
  placed.sort((one, other) => one.place - other.place)
  list.keys.splice(0, Infinity, ...placed.map(({ key }) => key))
}

/** The list as it is now: the very list from before when nothing in it changed. */
export function listOf<T>(list: KeyedList<T>): T[] {
  const now = list.keys.flatMap((key) => {
    const item = list.items.get(key)
    return item === undefined ? [] : [item]
  })
  const same = now.length === list.before.length && now.every((one, at) => one === list.before[at])
  return same ? list.before : now
}

/** What leads from one list to another: entries gone, entries put (`after` only for new ones), and whether the order differs then. */
export function listChanges<T>(from: T[], to: T[], keyOf: (item: T) => string): ListChanges<T> {
  const none: ListChanges<T> = { gone: [], put: [], order: null }
  if (from === to) return none
  const before = keyedList(from, keyOf)
  const after = keyedList(to, keyOf)
  const gone = before.keys.flatMap((key) => {
    const item = before.items.get(key)
    return item === undefined || after.items.has(key) ? [] : [{ key, item }]
  })
  let previous: string | null = null
  const put: ListChanges<T>['put'] = []
  for (const [key, item] of after.items) {
    const was = before.items.get(key)
    if (was === undefined || !sameJson(was, item)) put.push({ key, item, was, after: previous })
    previous = key
  }
  const stayed = before.keys.filter((key) => after.items.has(key))
  const wanted = after.keys.filter((key) => before.items.has(key))
  const moved = stayed.some((key, place) => key !== wanted[place])
  return { gone, put, order: moved ? after.keys : null }
}

export interface ListChanges<T> {
  gone: { key: string; item: T }[]
  /** `was` is undefined for a new entry. */
  put: { key: string; item: T; was: T | undefined; after: string | null }[]
  order: string[] | null
}
