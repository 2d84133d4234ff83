import { functionHelp } from './functions.ts'

/** A fault of JSONata's parser or evaluator, or one of ours. */
interface Fault {
  code: string
  message: string
  token?: string | undefined
}

/**
 * Says in words what is wrong with an expression and what to do about it; JSONata's own messages
 * speak of unary operators and signatures. The codes are those of https://docs.jsonata.org; a code
 * that is not known keeps its message.
 */
export function explain({ code, message, token }: Fault): string {
  const words = WORDS[code]
  if (words) return words({ token: token ?? '', value: valueIn(message), message })
  return PICTURE.test(code) ? `The picture cannot be read: ${message}` : message
}

interface Told {
  token: string
  /** What stands behind the colon of JSONata's message: the value at fault. */
  value: string
  message: string
}

const WORDS: Record<string, (told: Told) => string> = {
  S0101: () => 'The text has no closing quote. Put a " (or \') at its end.',
  S0102: ({ token }) => `The number ${token} is too large. Write it as a text in quotes.`,
  S0103: ({ token }) => `\\${token} means nothing in a text. For a backslash write \\\\.`,
  S0104: () => 'After \\u four hexadecimal digits must follow, such as \\u20ac for €.',
  S0105: () => 'The field name in backticks has no end. Close it with `.',
  S0106: () => 'The comment has no end. Close it with */.',
  S0201: ({ token }) => `“${token}” does not belong here. ${OUT_OF_PLACE[token] ?? AFTER_A_VALUE}`,
  S0202: ({ message }) => {
    const wanted = wantedIn(message)
    const got = (/, got (.+)$/.exec(message)?.[1] ?? '').replace(/\.$/, '')
    return `“${wanted}” is missing before ${got.startsWith('"') ? `“${unquoted(got)}”` : got}. ${howToEnd(wanted)}`
  },
  S0203: ({ message }) => {
    const wanted = wantedIn(message)
    return `The expression ends too early: “${wanted}” is missing. ${howToEnd(wanted)}`
  },
  S0204: ({ token }) => `“${token}” is no operator. ${AFTER_A_VALUE}`,
  S0205: ({ token }) => `“${token}” does not belong here.`,
  S0207: () => 'The expression ends too early: a value is missing at its end.',
  S0208: () =>
    'A function takes variables only: write $ before each name, as in function($line) { … }.',
  S0209: () => 'A condition in [ ] cannot stand behind { … }. Put it before the braces.',
  S0210: () =>
    'One step can be grouped by one { … } only. Put the second one behind a dot: .{ … }.',
  S0211: ({ token }) =>
    `A value is missing before “${token}”. Something must stand on its left, or it is one too many.`,
  S0212: () => 'Left of := a variable must stand, such as $total := …',
  S0213: ({ message }) =>
    `A fixed value${named(message)} cannot be a step of a path. A field name goes without quotes, or in backticks: \`my field\`.`,
  S0214: ({ token }) => `After ${token} a variable must stand, such as ${token}$line.`,
  S0215: () => '@$… must stand before the conditions in [ ] of its step.',
  S0216: () => '@$… must stand before the order ^( … ) of its step.',
  S0217: () =>
    '% has nothing to go up to here. Start the path at a field, such as lines.data.{ … %.id }.',
  S0301: () => 'The regular expression is empty. Write what it should match between the slashes.',
  S0302: () => 'The regular expression has no closing slash.',
  S0401: () => 'This type of a function’s parameters takes no types of its own.',
  S0402: () => 'A choice of types cannot hold lists of a type.',
  T0410: ({ token, message }) => {
    const which = ordinal(/Argument (\d+)/.exec(message)?.[1] ?? '')
    return `The ${which}argument of $${token} is missing or of the wrong type.${calledAs(token)} $string(…) makes a text, $number(…) a number.`
  },
  T0411: ({ token }) =>
    `An argument of $${token} is missing, and what it stands on cannot take its place.${calledAs(token)}`,
  T0412: ({ token, message }) =>
    /array of "?number/.test(message)
      ? `$${token} needs a list of numbers. Convert texts first, as in list.$number(amount).`
      : `$${token} needs a list of texts. Convert other values first, as in list.$string(id).`,
  D1001: ({ value }) => `The number ${value} is too large.`,
  D1002: ({ value }) => `The minus sign needs a number, but found ${value}.`,
  T1003: ({ value }) =>
    `The name of a field must be a text, but found ${value}. For a number use $string(…).`,
  D1004: () => 'The regular expression matches an empty text, so it would match without end.',
  T1005: ({ token }) =>
    `“${token}” is called like a function. Functions begin with $: $${token}(…).`,
  T1006: ({ token }) =>
    token ? `There is no function $${token}.` : 'Something that is not a function is called.',
  T1007: ({ token }) =>
    `“${token}” is called like a function. Functions begin with $: $${token}(…).`,
  T1008: () => 'Something that is not a function is called with ?.',
  D1009: ({ value }) =>
    `Two fields of the object have the same name ${value}. Give each name once, or group by another key.`,
  T1010: ({ token }) => `$${token} needs a text or a regular expression /…/ to look for.`,
  D1011: () => 'The expression calls itself too often: it would never end.',
  D1012: () => 'The expression takes too long: look for a loop that never ends.',
  T2001: ({ token }) => `Left of ${token} a number must stand. Make a text one with $number(…).`,
  T2002: ({ token }) => `Right of ${token} a number must stand. Make a text one with $number(…).`,
  T2003: () => 'Left of .. a whole number must stand.',
  T2004: () => 'Right of .. a whole number must stand.',
  T2006: () => 'Right of ~> a function must stand, such as total ~> $string.',
  T2007: () =>
    'The order compares numbers with texts. Convert both alike, with $number(…) or $string(…).',
  T2008: () => 'The order needs numbers or texts to compare.',
  T2009: ({ token }) =>
    `${token} compares a number with a text. Convert one of them, with $number(…) or $string(…).`,
  T2010: ({ token }) => `${token} compares numbers or texts only.`,
  T2011: () => 'The middle of | … | … | must be an object with the changed fields.',
  T2012: () => 'The end of | … | … | must name the fields to leave out, as texts.',
  D2014: () => 'The range .. has too many numbers.',
  D2015: () => 'The expression makes a list that is too long.',
  D3001: () =>
    'A number that is infinite or none cannot be made a text: look for a division by zero.',
  D3010: () => '$replace has nothing to look for: its second argument is empty.',
  D3011: () => 'The fourth argument of $replace says how often, so it must be above 0.',
  D3012: () => 'The function given to $replace must give a text.',
  D3020: () => 'The third argument of $split says how many, so it must not be below 0.',
  D3030: ({ value }) =>
    `${value} is no number. Take other characters away first, or check with a condition whether there is one.`,
  D3040: () => 'The third argument of $match says how many, so it must not be below 0.',
  D3050: () =>
    'The function given to $reduce needs two parameters: what came out so far, and the next element.',
  D3060: ({ value }) => `There is no square root of ${value}.`,
  D3061: () => 'The result of $power is too large.',
  D3070: () =>
    '$sort can order texts or numbers by itself. For objects give it a function: $sort(list, function($a, $b) { $a.amount > $b.amount }).',
  D3100: () => 'The base of $formatBase must be between 2 and 36.',
  D3110: ({ value }) =>
    `${value} is no ISO date such as 2026-01-31T12:00:00Z. Say how it is written with a picture as second argument.`,
  D3120: ({ message }) => message,
  D3136: () => 'The picture leaves out a part of the date: year, month and day must be in it.',
  D3138: () => '$single found several elements that fit. Make its condition narrower.',
  D3139: () => '$single found no element that fits.',
  D3140: ({ value }) => `${value} cannot be an encoded address.`,
  TR030: ({ token }) =>
    `Nothing defines $${token}. Set it before with $${token} := …, or check how it is written.`,
}

/** Codes of the pictures of numbers and dates. */
const PICTURE = /^D3(08|09|13)\d$/

const AFTER_A_VALUE =
  'Behind a value an operator must follow (such as &, + or a dot); a field name with blanks or hyphens needs backticks: `my field`.'

/** What is wrong where a sign stands that cannot stand there. */
const OUT_OF_PLACE: Record<string, string> = {
  ')': 'There is no ( that it would close; one of them is too many.',
  ']': 'There is no [ that it would close; one of them is too many.',
  '}': 'There is no { that it would close; one of them is too many.',
  ';': 'Several parts separated by ; need brackets around all of them: ( …; … ).',
  ':': 'It needs a condition with ? before it, or { } around it.',
  ',': 'Commas separate the fields within { }, the elements within [ ] and arguments.',
  '..': 'A range stands within [ ], as in [1..5].',
}

function valueIn(message: string): string {
  const found = /(?:: |Given )(.+)$/s.exec(message)?.[1]
  return found === undefined ? 'The value' : found.replace(/\.$/, '')
}

function wantedIn(message: string): string {
  const wanted = /Expected (.+?)(?:, got| before end)/.exec(message)?.[1] ?? ''
  return unquoted(wanted)
}

function unquoted(text: string): string {
  return text.replace(/^"(.*)"$/, '$1')
}

function calledAs(token: string): string {
  const help = functionHelp(token)
  return help ? ` It is called as $${help.signature}.` : ''
}

function named(message: string): string {
  const found = /value (\S+) cannot/.exec(message)?.[1]
  return found === undefined ? '' : ` ${found}`
}

function howToEnd(wanted: string): string {
  switch (wanted) {
    case ')':
      return 'Each ( needs its ); parts within are separated by commas or semicolons.'
    case ']':
      return 'Each [ needs its ].'
    case '}':
      return 'Each { needs its }; fields within are separated by commas.'
    case ':':
      return 'A field of an object is written "name": value.'
    default:
      return 'Check what stands before it.'
  }
}

function ordinal(digits: string): string {
  const word = ['', 'first', 'second', 'third', 'fourth'][Number(digits)]
  return word ? `${word} ` : ''
}
