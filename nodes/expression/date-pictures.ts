import { ExpressionError } from './error.ts'

const LONGEST_PICTURE = 200
const LONGEST_TEXT = 200
/** Parts of a picture that are read as words or letters, whose ends are not certain. */
const MOST_WORDS = 3

/**
 * Refuses a picture with a width of more than two digits: `[Y,999999999]` would fill memory with
 * zeros.
 */
export function checkWidths(picture: unknown): void {
  if (typeof picture !== 'string') return
  if (picture.length > LONGEST_PICTURE) throw refused('is too long')
  if (/,[^\]]*\d{3}/.test(picture.replace(/\s/g, ''))) throw refused('asks for too wide a field')
}

/**
 * Refuses pictures that JSONata would turn into a regular expression which takes exponential time:
 * a component twice, digits between numeric components, many components in words.
 */
export function checkParsePicture(text: string, picture: unknown): void {
  if (typeof picture !== 'string') return
  checkWidths(picture)
  if (text.length > LONGEST_TEXT) {
    throw new ExpressionError({ code: 'TR017', message: 'The text is too long for a date.' })
  }
  const unescaped = picture.replaceAll('[[', '(').replaceAll(']]', ')')
  const markers = [...unescaped.matchAll(/\[([^\]]*)\]/g)].map(([, marker = '']) =>
    marker.replace(/\s/g, ''),
  )
  const components = markers.map((marker) => marker.charAt(0))
  if (new Set(components).size < components.length) throw refused('names a component twice')
  if (/\d/.test(unescaped.replace(/\[[^\]]*\]/g, '')))
    throw refused('has digits between components')
  if (markers.filter((marker) => !DIGITS.test(marker)).length > MOST_WORDS)
    throw refused('has too many components in words')
}

/** A component shown in digits, such as Y, M01, D1o or f001. */
const DIGITS = /^[A-Za-z](?:[#0-9,.*:-]+[atco]?|)$/

function refused(why: string): ExpressionError {
  return new ExpressionError({ code: 'TR019', message: `The date picture ${why}.` })
}
