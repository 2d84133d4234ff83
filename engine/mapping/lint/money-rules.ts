import { calledName, unwrapped, walk, type Syntax, type SyntaxOf } from '../syntax.ts'
import { finding, type LintFinding } from './finding.ts'

/** Arithmetic that is exact with decimals only. */
export function moneyRules(tree: Syntax): LintFinding[] {
  const found: LintFinding[] = []
  walk(tree, (node) => {
    if (node.type === 'binary') found.push(...arithmetic(node))
    if (node.type === 'call') found.push(...rounding(node))
  })
  return found
}

/** Names that amounts of money have in Stripe and NetSuite. */
const MONEY =
  /(^|_)(amount|amounts|total|subtotal|price|fee|net|gross|balance|rate|unit_amount|tax|paid|due|remaining|credit|discount|cost)($|_)|(Amount|Total|Price|Balance|Rate|Cost)$/

/** Names with the same words that mean a moment, a share or a count. */
const NO_MONEY =
  /(^|_)(at|on|date|day|days|time|percent|percentage|count|id)$|(tax|vat|discount|exchange|interest)_?rate$/i

/** Functions whose result is money where their argument is. */
const KEEPING = ['sum', 'max', 'min', 'average', 'abs', 'number', 'round', 'floor', 'ceil']

const DECIMAL_FUNCTIONS = ['toMajor', 'roundMoney', 'add', 'subtract', 'multiply', 'divide']

function arithmetic(node: SyntaxOf<'binary'>): LintFinding[] {
  const { operator, left, right } = node
  if (!['+', '-', '*', '/'].includes(operator)) return []
  const number = [left, right].map(numberOf).find((one) => one !== undefined)
  if (number !== undefined && (isMoney(left) || isMoney(right))) {
    if ((operator === '/' && isScale(number)) || (operator === '*' && isScale(1 / number))) {
      return [
        finding(node, {
          code: 'float-money',
          message:
            'Not every currency has hundredths: yen have none, dinars have thousandths. Use $toMajor(amount, currency) instead of dividing.',
          severity: 'warning',
        }),
      ]
    }
    if (operator === '*' && isScale(number)) {
      return [
        finding(node, {
          code: 'float-money',
          message:
            'Not every currency has hundredths, and 1.15 * 100 gives 114.99999999999999. Use $toMinor(amount, currency) instead of multiplying.',
          severity: 'warning',
        }),
      ]
    }
    if (!Number.isInteger(number)) return [inexact(node)]
  }
  return isDecimal(left) || isDecimal(right) ? [inexact(node)] : []
}

const EXACT: Record<string, string> = {
  '+': 'add',
  '-': 'subtract',
  '*': 'multiply',
  '/': 'divide',
}

function inexact(node: SyntaxOf<'binary'>): LintFinding {
  return finding(node, {
    code: 'float-money',
    message: `${node.operator} makes errors in the last digit of decimal amounts: 0.1 + 0.2 gives 0.30000000000000004. Use $${EXACT[node.operator] ?? 'add'}(…, …).`,
    severity: 'warning',
  })
}

function rounding(node: SyntaxOf<'call'>): LintFinding[] {
  const name = calledName(node)
  const [first] = node.arguments
  if (!first) return []
  // Without decimals it makes whole units, such as cents, of what was divided.
  if (name === 'round' && node.arguments.length > 1 && (isMoney(first) || isDecimal(first))) {
    return [
      finding(node, {
        code: 'round-money',
        message:
          '$round rounds half to the even digit, so 2.5 becomes 2. For money use $roundMoney(amount, currency).',
        severity: 'warning',
      }),
    ]
  }
  if (name === 'sum' && holdsDecimal(first)) {
    return [
      finding(node, {
        code: 'float-money',
        message: '$sum makes errors in the last digit of decimal amounts. Use $sumMoney(…).',
        severity: 'warning',
      }),
    ]
  }
  return []
}

function numberOf(node: Syntax): number | undefined {
  const plain = unwrapped(node)
  return plain.type === 'number' ? Number(plain.value) : undefined
}

function isScale(number: number): boolean {
  return [100, 1_000].some((scale) => Math.abs(number - scale) < 1e-9)
}

/** A path whose last name is one of money, or what is worked out of such by adding. */
function isMoney(node: Syntax): boolean {
  const plain = unwrapped(node)
  switch (plain.type) {
    case 'name':
      return MONEY.test(plain.value) && !NO_MONEY.test(plain.value)
    case 'binary':
      if (plain.operator === '.') return isMoney(plain.right)
      return ['+', '-'].includes(plain.operator) && (isMoney(plain.left) || isMoney(plain.right))
    case 'default':
    case 'filter':
      return isMoney(plain.left)
    case 'negative':
      return isMoney(plain.of)
    case 'call': {
      const [first] = plain.arguments
      return first !== undefined && KEEPING.includes(calledName(plain)) && isMoney(first)
    }
    default:
      return false
  }
}

function isDecimal(node: Syntax): boolean {
  const plain = unwrapped(node)
  return plain.type === 'call' && DECIMAL_FUNCTIONS.includes(calledName(plain))
}

function holdsDecimal(node: Syntax): boolean {
  let holds = false
  walk(node, (one) => {
    holds ||= one.type === 'call' && DECIMAL_FUNCTIONS.includes(calledName(one))
  })
  return holds
}
