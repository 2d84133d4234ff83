import Big from 'big.js'
import { currencyExponent } from '#nodes/currency.ts'
import { createRandom, type Random } from '../../sandbox/seed/random.ts'
import type { Agenda } from './agenda.ts'
import type { Systems } from './systems.ts'

/** Currencies the company deals in, some more than others. */
export const CURRENCIES = ['USD', 'USD', 'USD', 'EUR', 'EUR', 'GBP', 'JPY', 'KWD'] as const

/** Somebody the company deals with; ids are known once they are in that system. */
export interface Party {
  number: number
  name: string
  email: string
  currency: string
  /** The day on which they come. */
  since: number
  /** In which systems a person enters them. */
  home: 'stripe' | 'netsuite' | 'both'
  stripeId: string | null
  netsuiteId: string | null
}

/** What the stories of the year share. */
export interface Business {
  systems: Systems
  agenda: Agenda
  seed: number
  days: number
  parties: Party[]
  catalogue: Catalogue
  /** Counts that something was done. */
  count: (what: string) => void
}

/** What is in both systems before the year begins. */
export interface Catalogue {
  /** Stripe products. */
  products: string[]
  /** Stripe prices in dollars. */
  prices: string[]
  /** Stripe tax rates that come on top, and a coupon. */
  taxRates: string[]
  coupon: string
  /** NetSuite items, the bank account and the payment method for checks. */
  items: string[]
  bank: string
  check: string
  /** ISO code → internal id. */
  currencies: Map<string, string>
}

/** A stream of chance of its own for each thing: what happens first does not change the others. */
export function chanceFor({ seed }: { seed: number }, what: string): Random {
  return createRandom(seed, what)
}

/** An amount in minor units, of about so many dollars. */
export function someMoney(random: Random, currency: string, dollars = 1_000): number {
  const exponent = currencyExponent(currency)
  const cents = random.int(900, dollars * 100)
  if (exponent === 0) return cents
  // Three decimals, of which Stripe takes tens only.
  return exponent === 3 ? Math.floor(cents / 3) * 10 : cents
}

/** Minor units as the number that NetSuite's JSON has. */
export function major(minor: number, currency: string): number {
  return new Big(minor).div(new Big(10).pow(currencyExponent(currency))).toNumber()
}

/** Some part of an amount that the currency can hold. */
export function partOf(random: Random, minor: number, currency: string): number {
  const step = currencyExponent(currency) === 3 ? 10 : 1
  return Math.max(step, Math.floor((minor * random.int(20, 70)) / 100 / step) * step)
}

/** Somebody whom the company knew by that day; null before there is anybody. */
export function someParty(
  { parties }: Pick<Business, 'parties'>,
  random: Random,
  wanted: { day: number; currency?: string; where?: (party: Party) => boolean },
): Party | null {
  const { day, currency, where } = wanted
  const known = parties.filter(
    (party) =>
      party.since < day &&
      (currency === undefined || party.currency === currency) &&
      (where?.(party) ?? true),
  )
  return known[random.int(0, Math.max(0, known.length - 1))] ?? null
}
