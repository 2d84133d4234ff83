import Big from 'big.js'
import { and, isNotNull } from 'drizzle-orm'
import { integrations } from '#db/schema/index.ts'
import { findCarriers } from './books/carriers.ts'
import { compareCharges } from './books/charges.ts'
import {
  shownAmount,
  type BooksObject,
  type Comparison,
  type Difference,
  type Duplicate,
  type Exclusion,
  type Tally,
} from './books/compare.ts'
import { openComparing, type Comparing } from './books/comparing.ts'
import { compareCustomers } from './books/customers.ts'
import { compareInvoices } from './books/invoices.ts'
import { findDoubleLinks } from './books/double-links.ts'
import { compareOpenAmounts } from './books/open-amounts.ts'
import { comparePayments } from './books/payments.ts'
import { compareCreditMemos, compareRefunds } from './books/refunds.ts'
import { compareVoids } from './books/voids.ts'
import { NotFoundError, type Engine } from './engine.ts'
import { openReaders } from './queue/readers.ts'

/** A count and a sum in major units, as a decimal text. */
export interface BooksTally {
  count: number
  sum: string
}

/** What both systems hold of one kind of object in one currency. */
export interface BooksRow {
  object: BooksObject
  /** ISO 4217; empty for what has no amount. */
  currency: string
  stripe: BooksTally
  netsuite: BooksTally
  /** NetSuite less Stripe; all zero where the books agree. */
  difference: BooksTally
}

/** Both systems compared. The books agree when `differing` is empty. */
export interface BooksReport {
  objects: BooksRow[]
  /** What is missing, double or different without a stored reason, each with a sentence. */
  differing: (Difference & { object: BooksObject })[]
  /**
   * What is in one system only, or differs, and why: a flow left it out, it waits for another
   * record, or an open error stopped it. Not part of the counts.
   */
  excluded: (Exclusion & { object: BooksObject })[]
  /** What stands more than once in the other system; also in `differing`. */
  duplicates: (Duplicate & { object: BooksObject })[]
}

/** Each gives null where no flow of the integration carries such objects. */
const COMPARERS: [BooksObject, (comparing: Comparing) => Promise<Comparison | null>][] = [
  ['customer', compareCustomers],
  ['invoice', compareInvoices],
  ['charge', compareCharges],
  ['payment', comparePayments],
  ['refund', compareRefunds],
  ['credit memo', compareCreditMemos],
  ['void', compareVoids],
  ['open amount', compareOpenAmounts],
]

/** Long enough for some ten thousand invoices at NetSuite's pace. */
const LIMIT_MS = 15 * 60_000

/**
 * Compares the books of both systems through the integration's own connections, to the minor unit;
 * without an integration, all that are joined to both systems. `since` narrows to what was created
 * in Stripe since then. Nothing is written. Throws NotFoundError when there is no such integration,
 * NodeError when a system cannot be read.
 */
export async function books(
  engine: Engine,
  options: { integrationId?: string; since?: Date; signal?: AbortSignal } = {},
): Promise<BooksReport> {
  const deadline = AbortSignal.timeout(LIMIT_MS)
  const signal = options.signal ? AbortSignal.any([options.signal, deadline]) : deadline
  const ids = options.integrationId ? [options.integrationId] : await joinedIntegrations(engine)
  const found: [BooksObject, Comparison][] = []
  for (const integrationId of ids) {
    const readers = await openReaders(engine, integrationId, 'books')
    try {
      const { db } = engine.database
      const since = options.since ?? null
      const carriers = await findCarriers(db, integrationId)
      const comparing = openComparing({ db, readers, integrationId, since, signal, carriers })
      for (const [object, compare] of COMPARERS) {
        const comparison = await compare(comparing)
        if (comparison) found.push([object, comparison])
      }
      found.push(...(await findDoubleLinks(db, integrationId)))
    } finally {
      await readers.close()
    }
  }
  return toReport(found)
}

async function joinedIntegrations(engine: Engine): Promise<string[]> {
  const rows = await engine.database.db
    .select({ id: integrations.id })
    .from(integrations)
    .where(
      and(isNotNull(integrations.stripeConnectionId), isNotNull(integrations.netsuiteConnectionId)),
    )
  if (rows.length === 0) {
    throw new NotFoundError(
      'No integration is joined to both systems: there is nothing to compare.',
    )
  }
  return rows.map((row) => row.id)
}

function toReport(found: [BooksObject, Comparison][]): BooksReport {
  const rows = new Map<string, BooksRow>()
  const differing = found.flatMap(([object, one]) =>
    one.differing.map((difference) => ({ object, ...difference })),
  )
  const excluded = found.flatMap(([object, one]) =>
    one.excluded.map((entry) => ({ object, ...entry })),
  )
  const duplicates = found.flatMap(([object, one]) =>
    one.duplicates.map((entry) => ({ object, ...entry })),
  )
  for (const [object, one] of found) {
    for (const currency of new Set([...one.stripe.keys(), ...one.netsuite.keys()])) {
      const key = `${object} ${currency}`
      const present = rows.get(key)
      const stripe = plus(present?.stripe, one.stripe.get(currency))
      const netsuite = plus(present?.netsuite, one.netsuite.get(currency))
      const difference = {
        count: netsuite.count - stripe.count,
        sum: netsuite.sum.minus(stripe.sum),
      }
      rows.set(key, {
        ...{ object, currency },
        stripe: shown(stripe, currency),
        netsuite: shown(netsuite, currency),
        difference: shown(difference, currency),
      })
    }
  }
  const order = COMPARERS.map(([object]) => object)
  const objects = [...rows.values()].sort(
    (a, b) =>
      order.indexOf(a.object) - order.indexOf(b.object) || (a.currency < b.currency ? -1 : 1),
  )
  return { objects, differing, excluded, duplicates }
}

function plus(present: BooksTally | undefined, more: Tally | undefined): Tally {
  return {
    count: (present?.count ?? 0) + (more?.count ?? 0),
    sum: new Big(present?.sum ?? 0).plus(more?.sum ?? 0),
  }
}

function shown(tally: Tally, currency: string): BooksTally {
  return { count: tally.count, sum: shownAmount(tally.sum, currency) }
}
