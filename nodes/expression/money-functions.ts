import Big from 'big.js'
import type jsonata from 'jsonata'
import { CurrencyError, roundMoney, toMajor, toMinor } from '../currency.ts'
import { type Builtin, define } from './builtins.ts'
import { ExpressionError } from './error.ts'
import { evaluationOf } from './evaluation.ts'

/**
 * Arithmetic for money, decimal throughout: numbers or decimal texts in, numbers out. A missing
 * argument gives no result, as JSONata's own operators do.
 */
export function moneyFunctions(): [string, Builtin][] {
  return [
    ['toMajor', define(withCurrency('toMajor', toMajor))],
    ['toMinor', define(withCurrency('toMinor', toMinor))],
    ['roundMoney', define(withCurrency('roundMoney', roundMoney))],
    ['add', define(folded('add', (left, right) => left.plus(right)))],
    ['subtract', define(folded('subtract', (left, right) => left.minus(right)))],
    ['multiply', define(folded('multiply', (left, right) => left.times(right)))],
    ['divide', define(divide)],
    ['sumMoney', define(sumMoney)],
  ]
}

/** Above this a number can no longer hold every whole minor unit. */
const LARGEST = new Big('1e15')
const DEFAULT_DECIMALS = 8
const MOST_DECIMALS = 20

function withCurrency(name: string, compute: (amount: Big, currency: string) => Big) {
  return function (this: jsonata.Focus, amount?: unknown, currency?: unknown) {
    if (amount === undefined || currency === undefined) return undefined
    if (typeof currency !== 'string') {
      throw wrongArgument(`The second argument of $${name} must be a currency code such as "USD".`)
    }
    try {
      return toNumber(compute(decimal(name, amount), currency))
    } catch (fault) {
      if (!(fault instanceof CurrencyError)) throw fault
      throw new ExpressionError({ code: 'TR013', message: `$${name}: ${fault.message}` })
    }
  }
}

function folded(name: string, compute: (left: Big, right: Big) => Big) {
  return function (this: jsonata.Focus, ...values: unknown[]) {
    if (values.length === 0 || values.includes(undefined)) return undefined
    return toNumber(values.map((value) => decimal(name, value)).reduce(compute))
  }
}

function divide(this: jsonata.Focus, left?: unknown, right?: unknown, decimals?: unknown) {
  if (left === undefined || right === undefined) return undefined
  const places = decimals ?? DEFAULT_DECIMALS
  if (
    typeof places !== 'number' ||
    !Number.isInteger(places) ||
    places < 0 ||
    places > MOST_DECIMALS
  )
    throw wrongArgument(`$divide takes 0 to ${MOST_DECIMALS} decimals as its third argument.`)
  const divisor = decimal('divide', right)
  if (divisor.eq(0)) throw wrongArgument('$divide: the second argument is 0.')
  const precise = Precise(decimal('divide', left)).div(divisor)
  return toNumber(precise.round(places, Big.roundHalfUp))
}

/** A Big of its own whose division keeps more places than any caller can ask for. */
const Precise = Big()
Precise.DP = MOST_DECIMALS + 10

function sumMoney(this: jsonata.Focus, amounts?: unknown) {
  const list: unknown[] = amounts === undefined ? [] : Array.isArray(amounts) ? amounts : [amounts]
  evaluationOf(this).spend(list.length)
  return toNumber(list.reduce<Big>((sum, one) => sum.plus(decimal('sumMoney', one)), new Big(0)))
}

function decimal(name: string, value: unknown): Big {
  if (typeof value === 'number' && Number.isFinite(value)) return new Big(value)
  if (typeof value === 'string' && /^\s*[-+]?\d{1,40}(\.\d{1,40})?\s*$/.test(value)) {
    return new Big(value.trim().replace(/^\+/, ''))
  }
  const shown = typeof value === 'string' ? `"${value.slice(0, 40)}"` : 'this'
  throw wrongArgument(`$${name} needs numbers; ${shown} is none.`)
}

function toNumber(value: Big): number {
  if (value.abs().gte(LARGEST)) {
    throw new ExpressionError({
      code: 'TR014',
      message: `${value.toFixed()} is too large to be kept exactly.`,
    })
  }
  return Number(value.toFixed())
}

function wrongArgument(message: string): ExpressionError {
  return new ExpressionError({ code: 'TR015', message })
}
