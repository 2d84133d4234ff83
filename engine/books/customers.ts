import Big from 'big.js'
import { and, eq, or } from 'drizzle-orm'
import { z } from 'zod'
import { effects } from '#db/schema/index.ts'
import { carriersFrom, type Carrier } from './carriers.ts'
import { addTo, emptyComparison, knownTrouble, lastHeard, type Comparison } from './compare.ts'
import type { Comparing } from './comparing.ts'
import type { NetSuiteCustomer } from './netsuite-customers.ts'
import { readOutcomes } from './outcomes.ts'
import { readStripeList } from './stripe-list.ts'

/** https://docs.stripe.com/api/customers/object */
const customerSchema = z.object({
  id: z.string(),
  name: z.string().nullish(),
  metadata: z.record(z.string(), z.string()).nullish(),
})

type StripeCustomer = z.infer<typeof customerSchema>

/**
 * Compares which customers are in both systems; null where no flow carries customers. Several Stripe
 * customers may stand for one NetSuite customer, never the other way round.
 */
export async function compareCustomers(comparing: Comparing): Promise<Comparison | null> {
  const toNetSuite = active(comparing.carriers, 'stripe:customer', 'netsuite:customer')
  const toStripe = active(comparing.carriers, 'netsuite:customer', 'stripe:customer')
  if (toNetSuite.length + toStripe.length === 0) return null
  const { readers, since, signal } = comparing
  const list = { object: 'customer', schema: customerSchema }
  const [stripe, netsuite, linked] = await Promise.all([
    readStripeList(readers.stripe, list, { since, signal }),
    comparing.customers(),
    readLinks(comparing),
  ])
  const result = emptyComparison()
  const counterparts = counterpartsOf(stripe, netsuite, linked)
  const alone = addPairs(result, stripe, counterparts)
  if (toNetSuite.length > 0) await addOnlyInStripe(result, comparing, { alone, toNetSuite })
  if (toStripe.length > 0 && !since) {
    const paired = new Set([...counterparts.values()].flatMap((ids) => [...ids]))
    const rest = netsuite.filter((one) => !paired.has(one.id))
    await addOnlyInNetSuite(result, comparing, { rest, toStripe })
  }
  return result
}

const COUNTED = { count: 1, sum: new Big(0) }

function active(carriers: readonly Carrier[], reads: string, writes: string): Carrier[] {
  const found = carriersFrom(carriers, { reads: [reads], writes: [writes] })
  return found.filter((carrier) => carrier.active)
}

/** Pairs of customers that our own writes have joined: Stripe id → NetSuite ids. */
async function readLinks({ db, integrationId }: Comparing): Promise<Map<string, Set<string>>> {
  const { sourceSystem, sourceId, targetSystem, targetId, targetType, state } = effects
  const rows = await db
    .selectDistinct({ sourceSystem, sourceId, targetId })
    .from(effects)
    .where(
      and(
        eq(effects.integrationId, integrationId),
        eq(targetType, 'customer'),
        eq(effects.sourceType, 'customer'),
        eq(state, 'confirmed'),
        or(
          and(eq(sourceSystem, 'stripe'), eq(targetSystem, 'netsuite')),
          and(eq(sourceSystem, 'netsuite'), eq(targetSystem, 'stripe')),
        ),
      ),
    )
  const found = new Map<string, Set<string>>()
  for (const row of rows) {
    const fromStripe = row.sourceSystem === 'stripe'
    const stripeId = (fromStripe ? row.sourceId : row.targetId) ?? ''
    const netsuiteId = (fromStripe ? row.targetId : row.sourceId) ?? ''
    found.set(stripeId, (found.get(stripeId) ?? new Set()).add(netsuiteId))
  }
  return found
}

/** The NetSuite customers that there are for each Stripe customer, whoever names the other. */
function counterpartsOf(
  stripe: readonly StripeCustomer[],
  netsuite: readonly NetSuiteCustomer[],
  linked: ReadonlyMap<string, ReadonlySet<string>>,
): Map<string, Set<string>> {
  const there = new Set(netsuite.map((one) => one.id))
  const naming = new Map<string, string[]>()
  for (const { id, externalId, stripeCustomer } of netsuite) {
    for (const named of new Set([externalId, stripeCustomer])) {
      if (named.startsWith('cus_')) naming.set(named, [...(naming.get(named) ?? []), id])
    }
  }
  return new Map(
    stripe.map(({ id, metadata }) => {
      const named = metadata?.netsuite_customer_id ?? ''
      const all = [named, ...(naming.get(id) ?? []), ...(linked.get(id) ?? [])]
      return [id, new Set(all.filter((one) => there.has(one)))]
    }),
  )
}

/** Counts the pairs; gives the customers that have no counterpart. */
function addPairs(
  result: Comparison,
  stripe: readonly StripeCustomer[],
  counterparts: ReadonlyMap<string, ReadonlySet<string>>,
): StripeCustomer[] {
  const taken = new Map<string, string>()
  return stripe.filter((customer) => {
    const { id: key } = customer
    const name = customer.name ?? null
    const [first, ...others] = counterparts.get(key) ?? []
    if (first === undefined) return true
    if (others.length > 0) {
      const ids = [first, ...others].join(', ')
      const reason = `NetSuite has it ${others.length + 1} times: ids ${ids}. Merge them into one.`
      result.duplicates.push({ key, name, reason })
      result.differing.push({ key, name, currency: '', stripe: null, netsuite: null, reason })
    }
    const sharing = taken.get(first)
    if (sharing !== undefined) {
      const reason = `It shares the NetSuite customer ${first} with ${sharing}.`
      result.excluded.push({ key, name, reason, cause: 'left out' })
      return false
    }
    taken.set(first, key)
    addTo(result.stripe, '', COUNTED)
    addTo(result.netsuite, '', { ...COUNTED, count: 1 + others.length })
    return false
  })
}

async function addOnlyInStripe(
  result: Comparison,
  { db }: Comparing,
  { alone, toNetSuite }: { alone: readonly StripeCustomer[]; toNetSuite: readonly Carrier[] },
): Promise<void> {
  const stored = await readOutcomes(
    db,
    toNetSuite,
    alone.map((customer) => customer.id),
  )
  for (const customer of alone) {
    const key = customer.id
    const name = customer.name ?? null
    const outcome = stored.get(key)
    const trouble = knownTrouble(outcome)
    if (trouble) result.excluded.push({ key, name, ...trouble })
    else if (outcome?.outcome === 'filtered' && outcome.reason !== null) {
      result.excluded.push({ key, name, reason: outcome.reason, cause: 'left out' })
    } else {
      addTo(result.stripe, '', COUNTED)
      const reason = `NetSuite does not have it. ${lastHeard(outcome)}`
      result.differing.push({ key, name, currency: '', stripe: null, netsuite: null, reason })
    }
  }
}

async function addOnlyInNetSuite(
  result: Comparison,
  { db }: Comparing,
  { rest, toStripe }: { rest: readonly NetSuiteCustomer[]; toStripe: readonly Carrier[] },
): Promise<void> {
  const stored = await readOutcomes(
    db,
    toStripe,
    rest.map((customer) => customer.id),
  )
  for (const { id: key, name, email, inactive } of rest) {
    const outcome = stored.get(key)
    const trouble = knownTrouble(outcome)
    const filtered = outcome?.outcome === 'filtered' ? outcome.reason : null
    const own = inactive ? 'It is inactive in NetSuite.' : email === '' ? 'It has no e-mail.' : null
    const reason = filtered ?? own
    if (trouble) result.excluded.push({ key, name, ...trouble })
    else if (reason !== null) result.excluded.push({ key, name, reason, cause: 'left out' })
    else {
      addTo(result.netsuite, '', COUNTED)
      const lacking = `Stripe does not have it. ${lastHeard(outcome)}`
      const amounts = { stripe: null, netsuite: null }
      result.differing.push({ key, name, currency: '', ...amounts, reason: lacking })
    }
  }
}
