import { createAgenda } from './agenda.ts'
import type { Business, Catalogue, Party } from './business.ts'
import { planCustomers, planEdits } from './customers.ts'
import { planNetSuiteInvoices } from './netsuite-invoices.ts'
import { planPayments } from './payments.ts'
import { YEAR_SIZES, type YearSize, type YearSizeName } from './sizes.ts'
import { planStripeInvoices } from './stripe-invoices.ts'
import { NEVER, openSystems, type Systems } from './systems.ts'

const DAY_MS = 86_400_000

/** A year to be played. */
export interface YearOptions {
  /** The same seed gives the same business. */
  seed: number
  size: YearSizeName | YearSize
  stripeUrl: string
  netsuiteUrl: string
  /** Called after each day's business, with the day counted from 0. */
  onDay?: (day: number) => Promise<void>
  /** Called after each week's business, with the week counted from 0. */
  onWeek?: (week: number) => Promise<void>
}

/** What was done, and how often. */
export type YearLedger = Record<string, number>

/**
 * Plays the business of a company in both stand-in systems, day by day, through their public
 * interfaces only; their clock begins that many days ago and ends at the present. Both are emptied
 * and seeded first. What is drawn depends on the seed alone; a customer pays by the link that a flow
 * has put on an invoice, and waits for it if it is not there.
 */
export async function playYear(options: YearOptions): Promise<YearLedger> {
  const size: YearSize = typeof options.size === 'string' ? YEAR_SIZES[options.size] : options.size
  const start = new Date(Date.now() - size.days * DAY_MS)
  const systems = await openSystems(options)
  try {
    await prepare(systems, options.seed, start)
    const ledger: YearLedger = {}
    const business = await open(systems, { options, size, ledger })
    planCustomers(business, size.customers)
    planStripeInvoices(business, size.stripeInvoices)
    planNetSuiteInvoices(business, size.netsuiteInvoices)
    planPayments(business, { payments: size.payments, links: size.linkPurchases })
    planEdits(business, size.edits)
    for (let day = 0; day < size.days; day += 1) {
      await systems.moveTo(new Date(start.getTime() + (day + 1) * DAY_MS))
      await business.agenda.play(day)
      await options.onDay?.(day)
      if ((day + 1) % 7 === 0) await options.onWeek?.((day + 1) / 7 - 1)
    }
    return ledger
  } finally {
    await systems.close()
  }
}

/** Empties both systems and seeds them with a small company, as it was when the year began. */
async function prepare(systems: Systems, seed: number, start: Date): Promise<void> {
  await systems.moveTo(start)
  await systems.atStripe('/seed', { seed, customers: 40, invoices: 0, now: start.toISOString() })
  // Its accounting periods are those around the present.
  await systems.atNetSuite('/seed', { seed, customers: 40, now: new Date().toISOString() })
}

async function open(
  systems: Systems,
  given: { options: YearOptions; size: YearSize; ledger: YearLedger },
): Promise<Business> {
  const { options, size, ledger } = given
  return {
    systems,
    agenda: createAgenda(),
    seed: options.seed,
    days: size.days,
    parties: await knownParties(systems),
    catalogue: await readCatalogue(systems),
    count: (what) => {
      ledger[what] = (ledger[what] ?? 0) + 1
    },
  }
}

/** Customers of the seed deal with the company too: those that Stripe knows. */
async function knownParties({ stripe }: Systems): Promise<Party[]> {
  const { data } = await stripe.customers.list({ limit: 100 })
  const oldest = data.toSorted((a, b) => (a.id < b.id ? -1 : 1))
  return oldest.map(({ id, name, email }, number) => ({
    ...{ number, name: name ?? '', email: email ?? '', currency: 'USD', since: 0 },
    ...{ home: 'stripe', stripeId: id, netsuiteId: null },
  }))
}

async function readCatalogue({ stripe, read }: Systems): Promise<Catalogue> {
  const ids = async (sql: string) =>
    (await read.query(sql, [], { signal: NEVER })).rows.map((row) => row.id ?? '')
  const [products, prices, rates, coupon] = await Promise.all([
    stripe.products.list({ limit: 100 }),
    stripe.prices.list({ limit: 100, currency: 'usd', type: 'one_time' }),
    stripe.taxRates.list({ limit: 100 }),
    stripe.coupons.create({ percent_off: 10, duration: 'once', name: 'Ten' }),
  ])
  const currencies = await read.query('SELECT id, symbol FROM currency', [], { signal: NEVER })
  const items = "SELECT id FROM item WHERE itemtype IN ('NonInvtPart', 'Service') ORDER BY id"
  return {
    products: products.data.map(({ id }) => id).toSorted(),
    prices: prices.data
      .filter(({ unit_amount }) => unit_amount !== null && unit_amount >= 100)
      .map(({ id }) => id),
    taxRates: rates.data.filter(({ inclusive }) => !inclusive).map(({ id }) => id),
    coupon: coupon.id,
    items: await ids(items),
    bank: (await ids("SELECT id FROM account WHERE acctnumber = '1000'"))[0] ?? '',
    check: (await ids("SELECT id FROM paymentmethod WHERE name = 'Check'"))[0] ?? '',
    currencies: new Map(
      currencies.rows.map((row) => [(row.symbol ?? '').toUpperCase(), row.id ?? '']),
    ),
  }
}
