import { readSyntax } from '../parse-syntax.ts'
import { calledName, type Syntax, unwrapped } from '../syntax.ts'
import { cutInstant, isWholeDate } from './cut-instant.ts'
import type { LintFinding } from './finding.ts'

/** How a finding is mended, where one text can take the place of another; undefined elsewhere. */
export function fixOf(
  whole: string,
  { code, range }: Pick<LintFinding, 'code' | 'range'>,
): LintFinding['fix'] {
  const text = whole.slice(range.start, range.end)
  const node = readSyntax(text)
  const made = node && MENDED[code]?.(text, node)
  return made ? { title: `Write ${shortened(made)}`, text: made } : undefined
}

const MENDED: Record<string, (text: string, node: Syntax) => string | undefined> = {
  'one-item-list': (text) => `[${text}]`,
  'float-money': (text, node) => exactly(text, node),
  'no-assignment': (text) => text.replace('=', ':='),
  'list-equals': (text, node) => {
    if (node.type !== 'binary' || node.operator !== '=') return undefined
    const [left, right] = [write(text, node.left), write(text, node.right)]
    return ['string', 'number'].includes(node.left.type)
      ? `${left} in ${right}`
      : `${right} in ${left}`
  },
  'utc-day': (text, node) => {
    const instant = cutInstant(node)
    if (instant) return isWholeDate(node) ? accountDay(momentOf(text, instant)) : undefined
    const [first] = node.type === 'call' ? node.arguments : []
    switch (calledName(node)) {
      case 'isoDate':
        return first && accountDay(write(text, first))
      case 'now':
        return accountDay('$now()')
      default:
        return undefined
    }
  },
}

function accountDay(moment: string): string {
  return `$isoDate(${moment}, $setting("accountTimeZone"))`
}

/** What an instant is made of, where $isoDate takes that as it is; otherwise the instant. */
function momentOf(text: string, instant: Syntax): string {
  const [first] = instant.type === 'call' ? instant.arguments : []
  if (first && calledName(instant) === 'isoDateTime') return write(text, first)
  const isSeconds =
    first?.type === 'binary' && first.operator === '*' && write(text, first.right) === '1000'
  return isSeconds ? writeBare(text, first.left) : write(text, instant)
}

const EXACT: Record<string, string> = {
  '+': 'add',
  '-': 'subtract',
  '*': 'multiply',
  '/': 'divide',
}

function exactly(text: string, node: Syntax): string | undefined {
  if (node.type === 'call') return text.replace('$sum', '$sumMoney')
  if (node.type !== 'binary') return undefined
  const [left, right] = [writeBare(text, node.left), writeBare(text, node.right)]
  if (node.operator === '/' && /^10+$/.test(right)) return `$toMajor(${left}, currency)`
  if (node.operator === '*' && /^10+$/.test(right)) return `$toMinor(${left}, currency)`
  if (node.operator === '*' && /^0\.0+1$/.test(right)) return `$toMajor(${left}, currency)`
  const name = EXACT[node.operator]
  return name && `$${name}(${left}, ${right})`
}

function write(text: string, { start, end }: Syntax): string {
  return text.slice(start, end)
}

/** Without the brackets around it, which an argument does not need. */
function writeBare(text: string, node: Syntax): string {
  const inner = text.slice(node.start + 1, node.end - 1).trim()
  return unwrapped(node) !== node && readSyntax(inner) ? inner : write(text, node)
}

function shortened(text: string): string {
  const line = text.replaceAll(/\s+/g, ' ')
  return line.length > 60 ? `${line.slice(0, 59)}…` : line
}
