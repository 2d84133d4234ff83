const VOWELS = 'aeiou'
const CONSONANTS = 'bcdfghjklmnprstvwz'
const ACCENTED = 'áéíóúàèìòùâêîôûäëïöüãõñç'

/**
 * A made-up name of the same shape: letters become letters (vowels vowels, capitals capitals), all
 * else stays. The same word always becomes the same made-up one, whatever its capitals.
 */
export function maskLetters(text: string): string {
  return text.replaceAll(/\p{L}+/gu, (word) => letters(word))
}

/** The same with digits: for addresses, tax numbers and the like. */
export function maskMixed(text: string): string {
  return maskLetters(text).replaceAll(/\d+/g, (number) => digits(number))
}

/** Digits become other digits; signs, blanks and letters stay: for phone numbers and accounts. */
export function maskDigits(text: string): string {
  const seed = hash(text.replaceAll(/\D/g, ''))
  let at = 0
  return text.replaceAll(/\d/g, () => String(pick(seed, at++, 10)))
}

/**
 * An e-mail address that nobody can have: made-up letters at a made-up host under `.example`
 * (https://www.rfc-editor.org/rfc/rfc2606#section-2). Capitals play no part, as in most mail systems.
 */
export function maskEmail(email: string): string {
  const [local = '', host = ''] = email.toLowerCase().split('@')
  const [domain = ''] = host.split('.').slice(-2)
  return `${maskMixed(local)}@${maskMixed(domain)}.example`
}

/**
 * An account number of the same country and length with check digits that are right
 * (https://www.iso.org/standard/81090.html, ISO 7064 mod 97). With `onlyValid`, a text that only
 * looks like one stays as it is.
 */
export function maskIban(text: string, { onlyValid = false } = {}): string {
  const compact = text.replaceAll(' ', '')
  if (onlyValid && remainder(compact.slice(4) + compact.slice(0, 4)) !== 1) return text
  const country = compact.slice(0, 2)
  const seed = hash(compact)
  const account = [...compact.slice(4)]
    .map((one, at) => (/\d/.test(one) ? String(pick(seed, at, 10)) : capital(seed, at)))
    .join('')
  const check = String(98 - remainder(`${account}${country}00`)).padStart(2, '0')
  const made = `${country}${check}${account}`
  let at = 0
  return text.replaceAll(/[^ ]/g, () => made[at++] ?? '')
}

function letters(word: string): string {
  const seed = hash(word.toLowerCase())
  return [...word]
    .map((letter, at) => sameCase(letter, madeUp(letter.toLowerCase(), seed, at)))
    .join('')
}

function madeUp(letter: string, seed: number, at: number): string {
  if (VOWELS.includes(letter)) return oneOf(VOWELS, seed, at)
  if (/[a-z]/.test(letter)) return oneOf(CONSONANTS, seed, at)
  if (ACCENTED.includes(letter)) return oneOf(ACCENTED, seed, at)
  // Scripts without capitals, such as Han or Kana: a neighbour in the same block.
  const code = letter.codePointAt(0) ?? 0
  const neighbour = String.fromCodePoint((code & ~0x0f) | pick(seed, at, 16))
  return /^\p{L}$/u.test(neighbour) ? neighbour : letter
}

function sameCase(letter: string, made: string): string {
  const upper = letter !== letter.toLowerCase()
  const cased = upper ? made.toUpperCase() : made
  return cased.length === letter.length ? cased : letter
}

function digits(number: string): string {
  const seed = hash(number)
  return [...number].map((_digit, at) => String(pick(seed, at, 10))).join('')
}

function capital(seed: number, at: number): string {
  return oneOf(CONSONANTS, seed, at).toUpperCase()
}

function oneOf(choices: string, seed: number, at: number): string {
  return choices[pick(seed, at, choices.length)] ?? ''
}

/** The at-th choice that follows from a seed, 0 … count - 1. */
function pick(seed: number, at: number, count: number): number {
  let value = Math.imul(seed ^ Math.imul(at + 1, 0x9e3779b1), 0x85ebca6b)
  value ^= value >>> 13
  value = Math.imul(value, 0xc2b2ae35)
  return ((value ^ (value >>> 16)) >>> 0) % count
}

/** FNV-1a: https://datatracker.ietf.org/doc/html/draft-eastlake-fnv. */
function hash(text: string): number {
  let value = 0x811c9dc5
  for (const character of text) {
    value = Math.imul(value ^ (character.codePointAt(0) ?? 0), 0x01000193)
  }
  return value >>> 0
}

/** The number that digits and letters (A = 10 … Z = 35) make, modulo 97. */
function remainder(text: string): number {
  let rest = 0
  for (const character of text) {
    const value = Number.parseInt(character, 36)
    rest = (rest * (value > 9 ? 100 : 10) + value) % 97
  }
  return rest
}
