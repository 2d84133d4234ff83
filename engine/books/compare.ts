import Big from 'big.js'
import type { Outcome } from '#db/schema/runs.ts'
import { currencyExponent, CurrencyError } from '#nodes/currency.ts'

/** Kinds of objects that are compared. */
export type BooksObject =
  'customer' | 'invoice' | 'charge' | 'payment' | 'refund' | 'credit memo' | 'void' | 'open amount'

/** Something in Stripe that may have a counterpart in NetSuite. */
export interface StripeEntry {
  key: string
  name: string | null
  /** ISO 4217, upper case. */
  currency: string
  /** Major units. */
  amount: Big
  /** Why Stripe itself does not count it, such as "It is a draft."; null = it counts. */
  outside: string | null
}

/** A NetSuite record that stands for something in Stripe. */
export interface NetSuiteEntry {
  /** Internal id. */
  id: string
  key: string
  name: string | null
  currency: string
  /** Major units; negative for a correction that takes something off. */
  amount: Big
  /**
   * `own`: bears the key as its external id, so a flow of ours wrote it. `named`: only mentions the
   * key, as records do that went from NetSuite to Stripe. `correction`: a credit memo to an `own`.
   */
  role: 'own' | 'named' | 'correction'
}

/** What became of a key in the newest run that had it. */
export interface StoredOutcome {
  flowId: string
  outcome: Outcome
  reason: string | null
  targetId: string | null
  /** An error that a person has yet to settle, or a wait for another record; with its sentence. */
  trouble?: { state: 'open' | 'waiting'; reason: string }
}

/** Both sides of one kind of object, and what our runs know about it. */
export interface Sides {
  stripe: ReadonlyMap<string, StripeEntry>
  /** Several for one key are possible, and mostly a fault. */
  netsuite: ReadonlyMap<string, readonly NetSuiteEntry[]>
  outcomes: ReadonlyMap<string, StoredOutcome>
}

/** Count and sum of one currency. */
export interface Tally {
  count: number
  sum: Big
}

export interface Difference {
  key: string
  name: string | null
  currency: string
  /** Major units; null = not there. */
  stripe: string | null
  netsuite: string | null
  /** A sentence. */
  reason: string
}

/** Something that differs for a reason that is known. */
export interface Exclusion {
  key: string
  name: string | null
  /** A sentence. */
  reason: string
  /** Left out on purpose; on its way, as it waits for another record; or stopped by an open error. */
  cause: 'left out' | 'waiting' | 'error'
}

/** One thing that stands more than once in the other system. */
export interface Duplicate {
  key: string
  name: string | null
  reason: string
}

export interface Comparison {
  stripe: Map<string, Tally>
  netsuite: Map<string, Tally>
  differing: Difference[]
  excluded: Exclusion[]
  duplicates: Duplicate[]
}

/** A comparison that has not seen anything yet. */
export function emptyComparison(): Comparison {
  return {
    stripe: new Map(),
    netsuite: new Map(),
    differing: [],
    excluded: [],
    duplicates: [],
  }
}

/**
 * Compares what ought to be in both systems, key by key and to the minor unit. What a flow left out
 * with a reason, what Stripe itself does not count, and what differs because of a wait or an open
 * error that is stored, is excluded on both sides; anything else that is missing, double or
 * different is listed.
 */
export function compareSides(sides: Sides): Comparison {
  const result = emptyComparison()
  for (const key of new Set([...sides.stripe.keys(), ...sides.netsuite.keys()])) {
    compareKey(result, {
      key,
      entry: sides.stripe.get(key) ?? null,
      rows: sides.netsuite.get(key) ?? [],
      stored: sides.outcomes.get(key) ?? null,
    })
  }
  return result
}

/** True where one NetSuite record of ours says the same: nothing needs to be explained. */
export function agrees(entry: StripeEntry, rows: readonly NetSuiteEntry[]): boolean {
  const [main, ...others] = rows.filter((row) => row.role !== 'correction')
  if (entry.outside !== null || !main || others.length > 0 || main.role !== 'own') return false
  return main.currency === entry.currency && totalOf(rows).eq(entry.amount)
}

/** An amount with the decimals of its currency, or with all it has when those are too few. */
export function shownAmount(amount: Big, currency: string): string {
  try {
    const places = currencyExponent(currency)
    return amount.round(places).eq(amount) ? amount.toFixed(places) : amount.toFixed()
  } catch (error) {
    if (error instanceof CurrencyError) return amount.toFixed()
    throw error
  }
}

/** Adds to the count and sum of a currency. */
export function addTo(tallies: Map<string, Tally>, currency: string, by: Tally): void {
  const present = tallies.get(currency) ?? { count: 0, sum: new Big(0) }
  tallies.set(currency, { count: present.count + by.count, sum: present.sum.plus(by.sum) })
}

/** Why something differs, where a stored wait or open error says so; else null. */
export function knownTrouble(
  stored: StoredOutcome | null | undefined,
): Pick<Exclusion, 'reason' | 'cause'> | null {
  if (!stored?.trouble) return null
  const { state, reason } = stored.trouble
  return { reason, cause: state === 'open' ? 'error' : 'waiting' }
}

interface Pair {
  key: string
  entry: StripeEntry | null
  rows: readonly NetSuiteEntry[]
  stored: StoredOutcome | null
}

function compareKey(result: Comparison, pair: Pair): void {
  const { key, entry, rows, stored } = pair
  const name = entry?.name ?? rows[0]?.name ?? null
  const own = rows.filter((row) => row.role !== 'named')
  const leftOut = entry ? whyLeftOut(entry, own, stored) : null
  const net = totalOf(own)
  if (leftOut !== null && (own.length === 0 || net.eq(0))) {
    result.excluded.push({ key, name, reason: leftOut, cause: 'left out' })
    return
  }
  if (!entry && totalOf(rows).eq(0)) {
    const reason = 'It is void in NetSuite, and Stripe does not have it.'
    result.excluded.push({ key, name, reason, cause: 'left out' })
    return
  }
  const reason = leftOut === null ? whyDiffering(pair) : `${leftOut} ${standsAs(own, net)}`
  const trouble = reason === null ? null : knownTrouble(stored)
  const mains = rows.filter((row) => row.role !== 'correction')
  if (mains.length > 1 && reason !== null) result.duplicates.push({ key, name, reason })
  else if (trouble) {
    result.excluded.push({ key, name, ...trouble })
    return
  }
  tally(result, leftOut === null ? entry : null, rows)
  if (reason === null) return
  const currency = entry?.currency ?? rows[0]?.currency ?? ''
  const first = rows[0]
  result.differing.push({
    ...{ key, name, currency, reason },
    stripe: entry ? shownAmount(entry.amount, entry.currency) : null,
    netsuite: first ? shownAmount(totalOf(rows), first.currency) : null,
  })
}

function tally(
  result: Comparison,
  counted: StripeEntry | null,
  rows: readonly NetSuiteEntry[],
): void {
  if (counted) addTo(result.stripe, counted.currency, { count: 1, sum: counted.amount })
  for (const row of rows) {
    const count = row.role === 'correction' ? 0 : 1
    addTo(result.netsuite, row.currency, { count, sum: row.amount })
  }
}

/** Why a key need not be in NetSuite. What a flow has written there is compared all the same. */
function whyLeftOut(
  entry: StripeEntry,
  own: readonly NetSuiteEntry[],
  stored: StoredOutcome | null,
): string | null {
  const filtered = stored?.outcome === 'filtered' ? stored.reason : null
  if (entry.outside !== null) return own.length > 0 ? entry.outside : (filtered ?? entry.outside)
  return own.length > 0 ? null : filtered
}

function whyDiffering({ entry, rows, stored }: Pair): string | null {
  const mains = rows.filter((row) => row.role !== 'correction')
  const [main] = mains
  if (!entry) return `Stripe does not have it. ${standsAs(mains, totalOf(rows))}`
  if (!main) return `NetSuite does not have it. ${lastHeard(stored)}`
  if (mains.length > 1) {
    return `NetSuite has it ${mains.length} times: ${mains.map(label).join(', ')}. Void all but one.`
  }
  if (main.currency !== entry.currency) {
    return `Stripe has it in ${entry.currency}, NetSuite in ${main.currency}.`
  }
  const difference = totalOf(rows).minus(entry.amount)
  if (difference.eq(0)) return null
  const by = `${shownAmount(difference.abs(), entry.currency)} ${entry.currency}`
  const than = `NetSuite has ${by} ${difference.gt(0) ? 'more' : 'less'} than Stripe`
  const trouble = stored?.outcome === 'failed' || stored?.outcome === 'waiting'
  return trouble ? `${than}. ${lastHeard(stored)}` : `${than}: compare ${label(main)} with Stripe.`
}

/** What our runs say about a key that the other system lacks. */
export function lastHeard(stored: StoredOutcome | null | undefined): string {
  if (!stored) return 'No run has seen it yet.'
  switch (stored.outcome) {
    case 'failed':
      return `Its last try failed: ${stored.reason ?? 'see its trace.'}`
    case 'waiting':
      return `It is tried again by itself: ${stored.reason ?? 'see its trace.'}`
    case 'filtered':
      return `It was left out: ${stored.reason ?? 'see its trace.'}`
    case 'done':
    case 'unchanged':
      return stored.targetId === null
        ? 'A run took it, but wrote nothing.'
        : `It was written as id ${stored.targetId}, which is gone.`
  }
}

function standsAs(rows: readonly NetSuiteEntry[], total: Big): string {
  const amount = shownAmount(total, rows[0]?.currency ?? '')
  return `NetSuite has ${rows.map(label).join(', ')} over ${amount} ${rows[0]?.currency ?? ''}.`
}

function label(row: NetSuiteEntry): string {
  return row.name === null ? `id ${row.id}` : `${row.name} (id ${row.id})`
}

function totalOf(rows: readonly NetSuiteEntry[]): Big {
  return rows.reduce((sum, row) => sum.plus(row.amount), new Big(0))
}
