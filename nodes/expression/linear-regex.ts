import { RE2JS } from 're2js'
import { ExpressionError } from './error.ts'
import { LIMITS } from './evaluation.ts'

/**
 * JSONata's `RegexEngine`: the part of RegExp that JSONata uses (`lastIndex`, `exec` of a pattern
 * with flag g), in time linear in the text. JavaScript's own RegExp backtracks: `(a+)+$` on thirty
 * letters runs for minutes, and no time limit can interrupt it. Look-ahead, look-behind and
 * back-references have no linear algorithm and are refused.
 */
export class LinearRegex {
  lastIndex = 0
  readonly #pattern: RE2JS

  constructor(source: RegExp) {
    this.#pattern = compiled(source)
  }

  exec(text: string): LinearMatch | null {
    if (text.length * this.#pattern.programSize() > LIMITS.regex) {
      throw new ExpressionError({
        code: 'TR006',
        message: 'The text is too long for this regular expression.',
      })
    }
    const matcher = this.#pattern.matcher(text)
    if (this.lastIndex > text.length || !matcher.find(this.lastIndex)) {
      this.lastIndex = 0
      return null
    }
    this.lastIndex = matcher.end()
    const groups = Array.from(
      { length: matcher.groupCount() + 1 },
      (_, group) => matcher.group(group) ?? undefined,
    )
    return Object.assign(groups, { index: matcher.start() })
  }
}

type LinearMatch = (string | undefined)[] & { index: number }

const known = new WeakMap<RegExp, RE2JS>()

function compiled(source: RegExp): RE2JS {
  const before = known.get(source)
  if (before) return before
  const flags =
    (source.ignoreCase ? RE2JS.CASE_INSENSITIVE : 0) | (source.multiline ? RE2JS.MULTILINE : 0)
  try {
    const pattern = RE2JS.compile(RE2JS.translateRegExp(source.source), flags)
    known.set(source, pattern)
    return pattern
  } catch {
    throw new ExpressionError({
      code: 'TR003',
      message: `The regular expression /${source.source}/ uses something that is not supported: look-ahead, look-behind, back-references and very large repeat counts.`,
      token: source.source,
    })
  }
}
