import { pathName } from './source-fields.ts'
import type { SyntaxOf } from './syntax.ts'

/** Where a value of an expression comes from. */
export interface Origin {
  /** Paths of the record that it may be as it stands there; '' is the record itself. */
  places: readonly string[]
  /** Paths that it was made of, or that decided about it. */
  uses: readonly string[]
  settings: readonly string[]
  /** The fields of an object that the expression makes; null when it makes none. */
  fields: ReadonlyMap<string, Origin> | null
  /** The object is made once for each entry of a list; these made the list. */
  each: readonly string[] | null
  lambda: Lambda | null
  /** A text that is written in the expression: it may name a setting. */
  text: string | null
}

/** A function with what it sees where it stands. */
export interface Lambda {
  node: SyntaxOf<'lambda'>
  here: Origin
  scope: Scope
}

/** Variables, as far as an inner scope does not hide them. */
export class Scope {
  readonly #own = new Map<string, Origin>()
  readonly #outer: Scope | null

  constructor(outer: Scope | null) {
    this.#outer = outer
  }

  bind(name: string, origin: Origin): void {
    this.#own.set(name, origin)
  }

  find(name: string): Origin | undefined {
    return this.#own.get(name) ?? this.#outer?.find(name)
  }
}

/** Of a constant. */
export const NOTHING: Origin = {
  ...{ places: [], uses: [], settings: [], fields: null, each: null, lambda: null, text: null },
}

/** Of what stands at a place of the record. */
export function placed(...places: string[]): Origin {
  return { ...NOTHING, places }
}

/** Of what is made of some values: nothing of them can be looked into any more. */
export function madeOf(...origins: readonly Origin[]): Origin {
  return {
    ...NOTHING,
    uses: distinct(origins.flatMap(sourcesOf)),
    settings: distinct(origins.flatMap(settingsOf)),
  }
}

/** Of what is one of some values. */
export function oneOf(...origins: readonly Origin[]): Origin {
  const objects = origins.flatMap(({ fields }) => (fields ? [fields] : []))
  const names = distinct(objects.flatMap((fields) => [...fields.keys()]))
  const inName = (name: string) => objects.flatMap((fields) => fields.get(name) ?? [])
  return {
    places: distinct(origins.flatMap(({ places }) => places)),
    uses: distinct(origins.flatMap(({ uses }) => uses)),
    settings: distinct(origins.flatMap(({ settings }) => settings)),
    fields:
      objects.length === 0 ? null : new Map(names.map((name) => [name, oneOf(...inName(name))])),
    each: origins.some(({ each }) => each) ? origins.flatMap(({ each }) => each ?? []) : null,
    lambda: origins.find(({ lambda }) => lambda)?.lambda ?? null,
    text: null,
  }
}

/** The same value, about which others have decided. */
export function decidedBy(origin: Origin, ...others: readonly Origin[]): Origin {
  const { uses, settings } = madeOf(...others)
  return {
    ...origin,
    uses: distinct([...origin.uses, ...uses]),
    settings: distinct([...origin.settings, ...settings]),
  }
}

/** Of a field of what comes from there. */
export function fieldOf({ places, uses, settings, fields }: Origin, name: string): Origin {
  const under = pathName(name)
  const known = fields?.get(name)
  const own = { ...NOTHING, places: places.map((place) => joined(place, under)), uses, settings }
  return known ? oneOf(own, known) : own
}

/** Of what an object holds, whatever its name. */
export function anyOf(origin: Origin, sign: '*' | '**'): Origin {
  const { places, uses, settings, fields } = origin
  const own = { ...NOTHING, places: places.map((place) => joined(place, sign)), uses, settings }
  return oneOf(own, ...(fields?.values() ?? []))
}

/** Of what holds the value. */
export function parentOf(origin: Origin): Origin {
  const places = origin.places.map((place) => place.slice(0, Math.max(0, place.lastIndexOf('.'))))
  return { ...origin, places: distinct(places), fields: null, each: null }
}

/** Every path that went into a value; the whole record is `$$`. */
export function sourcesOf({ places, uses, fields }: Origin): string[] {
  const own = [...places.map((place) => (place === '' ? '$$' : place)), ...uses]
  return distinct([...own, ...[...(fields?.values() ?? [])].flatMap(sourcesOf)])
}

/** Every setting that went into a value. */
export function settingsOf({ settings, fields }: Origin): string[] {
  return distinct([...settings, ...[...(fields?.values() ?? [])].flatMap(settingsOf)])
}

function joined(place: string, name: string): string {
  return place === '' ? name : `${place}.${name}`
}

function distinct<T>(list: readonly T[]): T[] {
  return [...new Set(list)]
}
