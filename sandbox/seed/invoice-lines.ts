import Big from 'big.js'
import type { Company } from './company.ts'
import { printed, unitPrice } from './prices.ts'
import type { Random } from './random.ts'

/** One line of a planned invoice. */
export interface PlannedLine {
  /** Place of the product in the company's list. */
  product: number
  description: string
  /** Minor units, before discounts and exclusive tax; negative for unused time. */
  amount: number
  /** A decimal. */
  quantity: string
  /** A decimal in minor units. */
  unitAmount: string
  proration: boolean
  /** Unix seconds. */
  period: { start: number; end: number }
}

interface Order {
  style: 'subscription' | 'project' | 'trial' | 'long'
  /** Whether seats were added in the middle of the month. */
  prorated: boolean
  /** Unix seconds. */
  created: number
  /** ISO 4217, upper case. */
  currency: string
  random: Random
}

/** What one invoice bills. The sum is never negative: unused time is a part of what follows it. */
export function planLines(company: Company, order: Order): PlannedLine[] {
  const { style, random } = order
  const name = (product: number) => company.products[product]?.name ?? ''
  if (style === 'trial') {
    const description = `Trial period for ${name(1)}`
    return [{ ...line(order, 1, '1', description), amount: 0, unitAmount: '0' }]
  }
  if (style === 'long') return longLines(order)
  if (style === 'project') {
    const lines = [line(order, 7, '1', name(7))]
    if (random.next() < 0.6) lines.push(line(order, 8, hours(random), `${name(8)} – hours`))
    return lines
  }
  const plan = random.pick([0, 0, 1, 1, 1, 2])
  const lines = [line(order, plan, '1', billed(order, plan, '1', name(plan)))]
  const seats = String(random.int(2, 60))
  if (random.next() < 0.7) lines.push(line(order, 3, seats, billed(order, 3, seats, name(3))))
  if (random.next() < 0.35) {
    const calls = String(random.int(120, 90_000))
    lines.push(line(order, 4, calls, `${calls} × ${name(4)} – ${WORDS[random.int(0, 5)]}`))
  }
  if (random.next() < 0.25) lines.push(line(order, 5, String(random.int(10, 4000)), name(5)))
  if (random.next() < 0.2) lines.push(line(order, 6, '1', billed(order, 6, '1', name(6))))
  if (order.prorated) lines.push(...proration(order, name(3)))
  return lines
}

/** Seats added in the middle of the month: the old number is credited, the new one is billed. */
function proration(order: Order, name: string): PlannedLine[] {
  const before = order.random.int(2, 20)
  const after = before + order.random.int(1, 15)
  const days = order.random.int(3, 27)
  const day = new Date((order.created - (30 - days) * DAY) * 1000).toISOString().slice(0, 10)
  const part = (quantity: number, sign: 1 | -1, description: string): PlannedLine => {
    const full = line(order, 3, String(quantity), description)
    const step = order.currency === 'KWD' ? 10 : 1
    const share = new Big(full.amount).times(days).div(30).div(step).round(0, Big.roundHalfUp)
    const amount = share.times(step).times(sign)
    return {
      ...full,
      amount: amount.toNumber(),
      unitAmount: amount.div(quantity).round(12).toFixed(),
      proration: true,
      period: { start: order.created - (30 - days) * DAY, end: order.created + days * DAY },
    }
  }
  return [
    part(before, -1, `Unused time on ${before} × ${name} after ${day}`),
    part(after, 1, `Remaining time on ${after} × ${name} after ${day}`),
  ]
}

/** Usage billed project by project: 120 lines, more than one page of them. */
function longLines(order: Order): PlannedLine[] {
  return Array.from({ length: 120 }, (_, index) => {
    const project = `project ${String(index + 1).padStart(3, '0')} ${WORDS[index % WORDS.length]}`
    const quantity = String(order.random.int(50, 20_000))
    const description = `API calls (per 1,000) – ${project}${index === 7 ? LONG_NOTE : ''}`
    return line(order, index % 3 === 2 ? 5 : 4, quantity, description)
  })
}

function line(order: Order, product: number, quantity: string, description: string): PlannedLine {
  const unitAmount = unitPrice(product, order.currency)
  const step = order.currency === 'KWD' ? 10 : 1
  const amount = new Big(unitAmount).times(quantity).div(step).round(0, Big.roundHalfUp)
  return {
    product,
    description,
    amount: amount.times(step).toNumber(),
    quantity,
    unitAmount,
    proration: false,
    period: { start: order.created - 30 * DAY, end: order.created },
  }
}

function billed(order: Order, product: number, quantity: string, name: string): string {
  const price = printed(unitPrice(product, order.currency), order.currency)
  return `${quantity} × ${name} (at ${price} / month)`
}

/** Quarters of an hour. */
function hours(random: Random): string {
  return new Big(random.int(1, 40)).div(4).toFixed()
}

const DAY = 86_400

const WORDS = [
  'production',
  'staging',
  '本番環境',
  'الإنتاج',
  'données 🚀',
  'Größenprüfung',
] as const

const LONG_NOTE = ` (${'metered per region, zone and tenant; '.repeat(11)}see the usage report)`
