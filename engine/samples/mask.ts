import { isJsonObject, type Json, type JsonObject } from '#nodes/json.ts'
import { personalField, type PersonalKind } from './personal-fields.ts'
import { maskDigits, maskEmail, maskIban, maskLetters, maskMixed } from './mask-text.ts'

/** One value that was masked. */
export interface MaskedField {
  /** As people write it: `customer_address.line1`, `lines[0].name`. */
  path: string
  kind: PersonalKind
}

export interface Masked {
  record: JsonObject
  /** What was masked, in the order of the record. */
  masked: MaskedField[]
}

/**
 * Replaces personal data (names, e-mail addresses, phone numbers, addresses, bank and tax numbers) by
 * made-up values of the same shape. The same value always becomes the same made-up one, so records
 * that belong together still do; ids, amounts, dates and everything else stay as they are. It is
 * meant for samples that colleagues see: it hides, it does not make anonymous.
 */
export function maskRecord(record: JsonObject): Masked {
  const state: State = { masked: [], known: new Map() }
  const first = maskObject(record, { path: '', parents: [] }, state)
  const names = [...state.known].filter(([name]) => name.length >= SHORTEST_NAME)
  if (names.length === 0) return { record: first, masked: state.masked }
  const clean = withoutNames(names, state)
  return { record: eachField(first, '', clean), masked: state.masked }
}

/** A shorter name would be found within ordinary words. */
const SHORTEST_NAME = 5

interface State {
  masked: MaskedField[]
  /** Names and addresses as they were, with what stands for them. */
  known: Map<string, string>
}

interface Place {
  path: string
  /** The keys above, outermost first. */
  parents: readonly string[]
}

function maskObject(object: JsonObject, place: Place, state: State): JsonObject {
  const entries = Object.entries(object).map(([key, value]): [string, Json] => {
    const path = place.path === '' ? key : `${place.path}.${key}`
    const kind = personalField(key, { parents: place.parents, siblings: object })
    return [key, maskValue(value, { path, parents: [...place.parents, key], kind }, state)]
  })
  return Object.fromEntries(entries)
}

function maskValue(value: Json, place: Place & { kind: PersonalKind | null }, state: State): Json {
  if (Array.isArray(value)) {
    return value.map((one, index) =>
      maskValue(one, { ...place, path: `${place.path}[${index}]` }, state),
    )
  }
  if (isJsonObject(value)) return maskObject(value, place, state)
  const { kind, path } = place
  if (typeof value === 'number' && kind === 'birthday') return note(path, kind, 1, state)
  if (typeof value !== 'string' || value === '') return value
  if (kind === null) return withoutAddresses(value, path, state)
  const made = MAKE[kind](value)
  if (kind === 'name' || kind === 'address') state.known.set(value, made)
  return note(path, kind, made, state)
}

const MAKE: Record<PersonalKind, (text: string) => string> = {
  name: (text) => (text.includes('@') ? text.replaceAll(EMAIL, maskEmail) : maskLetters(text)),
  'e-mail': (text) => (text.includes('@') ? text.replaceAll(EMAIL, maskEmail) : maskMixed(text)),
  phone: maskDigits,
  address: maskMixed,
  'bank or card': (text) => (IBAN_ALONE.test(text) ? maskIban(text) : maskDigits(text)),
  'tax number': maskMixed,
  birthday: (text) => text.replace(/^(\d{4}).*$/, '$1-01-01'),
  'network address': () => '192.0.2.1',
}

const EMAIL = /[\p{L}\p{N}.!#$%&'*+/=?^_`{|}~-]+@[\p{L}\p{N}-]+(?:\.[\p{L}\p{N}-]+)+/gu
const IBAN = /\b[A-Z]{2}\d{2}(?: ?[A-Z0-9]{4}){2,7}(?: ?[A-Z0-9]{1,4})?\b/g
const IBAN_ALONE = /^[A-Z]{2}\d{2}[A-Z0-9 ]{11,40}$/

/** E-mail addresses and bank accounts are known by their look, wherever they stand. */
function withoutAddresses(text: string, path: string, state: State): string {
  const hasEmail = text.includes('@') && text.search(EMAIL) >= 0
  const cleaned = hasEmail ? text.replaceAll(EMAIL, maskEmail) : text
  if (hasEmail) note(path, 'e-mail', cleaned, state)
  const blanked = cleaned.replaceAll(IBAN, (found) => maskIban(found, { onlyValid: true }))
  if (blanked !== cleaned) note(path, 'bank or card', blanked, state)
  return blanked
}

/** A name that was masked in its field may stand in a description as well. */
function withoutNames(names: readonly [string, string][], state: State) {
  const noted = new Set(state.masked.map(({ path }) => path))
  const whole = state.masked.filter(({ kind }) => kind === 'name' || kind === 'address')
  const done = new Set(whole.map(({ path }) => path))
  const made = new Map(names)
  const longestFirst = names.map(([name]) => name).sort((one, other) => other.length - one.length)
  const anyOf = longestFirst.map((name) => name.replaceAll(/[\\^$.*+?()[\]{}|]/g, '\\$&')).join('|')
  const pattern = new RegExp(`(?<![\\p{L}\\p{N}_])(?:${anyOf})(?![\\p{L}\\p{N}_])`, 'gu')
  const clean = (value: Json, path: string): Json => {
    if (Array.isArray(value)) return value.map((one, index) => clean(one, `${path}[${index}]`))
    if (isJsonObject(value)) return eachField(value, path, clean)
    if (typeof value !== 'string' || done.has(path)) return value
    const replaced = value.replaceAll(pattern, (name) => made.get(name) ?? name)
    if (replaced === value || noted.has(path)) return replaced
    return note(path, 'name', replaced, state)
  }
  return clean
}

function eachField(
  object: JsonObject,
  path: string,
  change: (value: Json, path: string) => Json,
): JsonObject {
  const entries = Object.entries(object).map(([key, value]): [string, Json] => [
    key,
    change(value, path === '' ? key : `${path}.${key}`),
  ])
  return Object.fromEntries(entries)
}

function note<T extends Json>(path: string, kind: PersonalKind, made: T, state: State): T {
  state.masked.push({ path, kind })
  return made
}
