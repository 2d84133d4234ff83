import type jsonata from 'jsonata'
import { type Builtin, builtin } from './builtins.ts'
import { ExpressionError } from './error.ts'
import { type Evaluation, LIMITS, evaluationOf, tooLong } from './evaluation.ts'
import { counted, disguised } from './guard.ts'
import { checkSize } from './json-size.ts'

/** JSONata's text functions that could make a small argument into a huge result, held to limits. */
export function textFunctions(): [string, Builtin][] {
  return [
    ['pad', before('pad', checkPad)],
    ['join', before('join', checkJoin)],
    ['string', before('string', ([value]) => checkSize(value))],
    ['clone', before('clone', ([value]) => checkSize(value))],
    ['formatNumber', before('formatNumber', checkPicture)],
    ['formatInteger', before('formatInteger', checkPicture)],
    ['parseInteger', before('parseInteger', checkPicture)],
    ['replace', matching('replace', 1)],
    ['match', matching('match', 1)],
    ['contains', matching('contains', 1)],
    ['split', matching('split', 1)],
  ]
}

/** The `&` operator: both sides as text, joined. */
export function concatenate(this: jsonata.Focus, left: unknown, right: unknown): string {
  const evaluation = evaluationOf(this)
  const joined = toText(left) + toText(right)
  evaluation.spendOn(joined)
  return joined
}

const string = builtin('string')

/** `$string()` of a value, undefined as ''; refuses values whose text would be too long. */
function toText(value: unknown): string {
  if (typeof value === 'string') return value
  if (value === undefined) return ''
  checkSize(value)
  const text = string.implementation.call(undefined, value)
  return typeof text === 'string' ? text : ''
}

type Check = (args: readonly unknown[], evaluation: Evaluation) => void

function before(name: string, check: Check): Builtin {
  const inner = counted(builtin(name))
  function implementation(this: jsonata.Focus, ...args: unknown[]): unknown {
    check(args, evaluationOf(this))
    return inner.implementation.apply(this, args)
  }
  return disguised(implementation, inner)
}

function checkPad([, width, filling]: readonly unknown[]): void {
  const each = typeof filling === 'string' ? Math.max(1, filling.length) : 1
  if (typeof width === 'number' && Math.abs(width) * each > LIMITS.string) throw tooLong()
}

function checkJoin([parts, separator]: readonly unknown[]): void {
  if (!Array.isArray(parts)) return
  const between = typeof separator === 'string' ? separator.length : 0
  let length = between * parts.length
  for (const part of parts) if (typeof part === 'string') length += part.length
  if (length > LIMITS.string) throw tooLong()
}

const LONGEST_PICTURE = 1_000

/** JSONata takes the square of a picture's length. */
function checkPicture([value, picture]: readonly unknown[]): void {
  const tooLarge = (one: unknown) => typeof one === 'string' && one.length > LONGEST_PICTURE
  if (tooLarge(picture) || tooLarge(value)) {
    throw new ExpressionError({ code: 'TR019', message: 'The number or its picture is too long.' })
  }
}

type Matcher = (this: unknown, ...args: unknown[]) => unknown

/** A function with a regular expression among its arguments: the time is checked at every match. */
function matching(name: string, patternAt: number): Builtin {
  const inner = counted(builtin(name))
  function implementation(this: jsonata.Focus, ...args: unknown[]): unknown {
    const evaluation = evaluationOf(this)
    const guarded = args.map((arg, index) =>
      index === patternAt && isMatcher(arg) ? timed(arg, evaluation) : arg,
    )
    return inner.implementation.apply(this, guarded)
  }
  return disguised(implementation, inner)
}

function isMatcher(value: unknown): value is Matcher {
  return typeof value === 'function'
}

function timed(matcher: Matcher, evaluation: Evaluation): Matcher {
  return async function (this: unknown, ...args: unknown[]) {
    evaluation.checkTime()
    evaluation.spend(1)
    const match: unknown = await matcher.apply(this, args)
    if (typeof match !== 'object' || match === null || !('next' in match)) return match
    if (!isMatcher(match.next)) return match
    return { ...match, next: timed(match.next, evaluation) }
  }
}
