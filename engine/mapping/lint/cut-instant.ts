import { calledName, type Syntax } from '../syntax.ts'

/** The instant in UTC that an expression cuts a part of the date out of; undefined for others. */
export function cutInstant(node: Syntax): Syntax | undefined {
  const call = node.type === 'filter' && isNumber(node.right, 0) ? node.left : node
  if (call.type !== 'call') return undefined
  const [instant, second] = call.arguments
  if (!instant || !isUtcInstant(instant)) return undefined
  const name = calledName(call)
  if (call !== node) return name === 'split' && isText(second, 'T') ? instant : undefined
  if (name === 'substringBefore') return instant
  // What begins behind the date is the time.
  const isTime = second?.type === 'number' && Number(second.value) > LAST_OF_DATE
  return name === 'substring' && !isTime ? instant : undefined
}

const LAST_OF_DATE = 9

/** Whether the whole date is cut out: `2026-01-31`. */
export function isWholeDate(node: Syntax): boolean {
  if (node.type !== 'call') return true
  const [, second, third] = node.arguments
  return calledName(node) === 'substring'
    ? isNumber(second, 0) && isNumber(third, 10)
    : isText(second, 'T')
}

function isUtcInstant(node: Syntax): boolean {
  if (node.type !== 'call') return false
  const { length } = node.arguments
  switch (calledName(node)) {
    case 'now':
      return length === 0
    case 'fromMillis':
    case 'isoDateTime':
      return length === 1
    default:
      return false
  }
}

function isNumber(node: Syntax | undefined, value: number): boolean {
  return node?.type === 'number' && Number(node.value) === value
}

function isText(node: Syntax | undefined, value: string): boolean {
  return node?.type === 'string' && node.value === value
}
