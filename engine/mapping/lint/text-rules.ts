import { calledName, walk, type Syntax, type SyntaxOf } from '../syntax.ts'
import { pathName } from '../source-fields.ts'
import { cutInstant } from './cut-instant.ts'
import { finding, type LintFinding } from './finding.ts'
import type { Places } from './places.ts'

/** Texts that lose a part in silence, paths that no sample has, and days of the wrong time zone. */
export function textRules(tree: Syntax, places: Places): LintFinding[] {
  const found: LintFinding[] = []
  const guarded = new Set<string>()
  walk(tree, (node) => {
    if (node.type === 'condition') for (const name of namesIn(node.condition)) guarded.add(name)
  })
  walk(tree, (node) => {
    if (node.type === 'binary' && node.operator === '&')
      found.push(...blanks(node, places, guarded))
    if (node.type === 'call') found.push(...utcDay(node))
    if (cutInstant(node)) found.push(...cutDay(node))
  })
  return [...found, ...missingPaths(places)]
}

/** `"INV-" & number` is "INV-" where there is no number. */
function blanks(
  { left, right }: SyntaxOf<'binary'>,
  places: Places,
  guarded: ReadonlySet<string>,
): LintFinding[] {
  return [left, right].flatMap((side) => {
    const place = places.of(side)
    if (!place?.field || guarded.has(place.field.key)) return []
    if (place.present >= 1 && !place.isFiltered) return []
    const missing = Math.max(1, Math.round((1 - place.present) * 100))
    const when = place.isFiltered
      ? `Where the filter finds nothing, "${place.field.key}" is missing`
      : `In ${missing} % of the samples "${place.field.key}" is missing`
    return [
      finding(side, {
        code: 'silent-blank',
        message: `${when}; the text is then made without it. Say what stands there instead: (${place.field.key} ?: "…"), or ask first: ${place.field.key} ? … : …`,
        severity: 'hint',
      }),
    ]
  })
}

function namesIn(condition: Syntax): string[] {
  const names: string[] = []
  walk(condition, (node) => {
    if (node.type === 'name') names.push(node.value)
  })
  return names
}

function missingPaths({ missing }: Places): LintFinding[] {
  return missing.flatMap(({ node, known, isOptional }) => {
    const alike = known.find((name) => isAlike(name, node.value))
    if (isOptional && !alike) return []
    return finding(node, {
      code: 'missing-path',
      message: alike
        ? `No sample has "${node.value}" here, but "${alike}". If that is meant, correct it.`
        : `No sample has "${node.value}" here: the field would be left out. Check how it is written, or fetch samples that have it.`,
      severity: alike ? 'warning' : 'hint',
      fix: alike ? { title: `Write ${alike}`, text: pathName(alike) } : undefined,
    })
  })
}

/** The same letters but for case, signs and order, or one letter more, less or other. */
function isAlike(one: string, other: string): boolean {
  const [a, b] = [one, other].map((name) => name.toLowerCase().replaceAll(/[^a-z0-9]/g, ''))
  if (a === undefined || b === undefined || a.length < 3) return false
  if (a === b) return true
  if (Math.abs(a.length - b.length) > 1) return false
  if (a[0] === b[0] && [...a].sort().join('') === [...b].sort().join('')) return true
  let same = 0
  while (same < a.length && a[same] === b[same]) same += 1
  const [left, right] = [a.slice(same), b.slice(same)]
  return left.slice(1) === right.slice(1) || left.slice(1) === right || left === right.slice(1)
}

const DAY_PICTURE = /\[D/
const ACCOUNT_DAY = '$isoDate(moment, $setting("accountTimeZone"))'

/** A day that is cut out of an instant is the day in London. */
function utcDay(node: SyntaxOf<'call'>): LintFinding[] {
  const name = calledName(node)
  const [first, second, third] = node.arguments
  const warn = (message: string) => [
    finding(node, { code: 'utc-day', message, severity: 'warning' }),
  ]
  if (name === 'isoDate' && !second) {
    return warn(`Without a time zone this is the day in UTC. Write ${ACCOUNT_DAY}.`)
  }
  if (name === 'now' && isDayPicture(first) && !second) {
    return warn(`This is today in UTC, which late in the day is another one. Write ${ACCOUNT_DAY}.`)
  }
  if (name === 'fromMillis' && isDayPicture(second) && !third) {
    return warn(
      `This is the day in UTC. Write ${ACCOUNT_DAY}; it takes Stripe’s seconds as they are.`,
    )
  }
  return []
}

/** `$substring($now(), 0, 10)` and the like. */
function cutDay(node: Syntax): LintFinding[] {
  const isNow = calledName(cutInstant(node)) === 'now'
  return [
    finding(node, {
      code: 'utc-day',
      message: isNow
        ? `This is today in UTC, which late in the day is another one. Write ${ACCOUNT_DAY}.`
        : `This is the day in UTC. Write ${ACCOUNT_DAY}.`,
      severity: 'warning',
    }),
  ]
}

function isDayPicture(node: Syntax | undefined): boolean {
  return node?.type === 'string' && DAY_PICTURE.test(node.value)
}
