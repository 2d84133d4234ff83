import Big from 'big.js'
import { carriersFrom } from './carriers.ts'
import {
  addTo,
  emptyComparison,
  knownTrouble,
  lastHeard,
  shownAmount,
  type Comparison,
} from './compare.ts'
import type { Comparing } from './comparing.ts'
import { readApplications, sumOf } from './applications.ts'
import { invoicePairs, type InvoicePair } from './invoice-pairs.ts'
import { readOutcomesOf } from './outcomes.ts'

/**
 * Compares which of the invoices that both systems know are void, over the amount that Stripe had
 * for them; null where no flow carries voids. In NetSuite an invoice that is credited in full, and
 * in Stripe one that was paid or credited, is as good as void.
 */
export async function compareVoids(comparing: Comparing): Promise<Comparison | null> {
  const voiding = carriersFrom(comparing.carriers, {
    reads: ['netsuite:invoice', 'netsuite:transaction'],
    writes: ['stripe:void'],
  })
  if (!voiding.some((carrier) => carrier.active)) return null
  const pairs = await invoicePairs(comparing)
  const halves = pairs.filter(
    ({ stripe, netsuite }) => (stripe.status === 'void') !== netsuite.voided,
  )
  const credited = await creditedInFull(comparing, halves)
  const result = emptyComparison()
  const odd = halves.filter(
    ({ stripe, netsuite }) => !credited.has(netsuite.id) && !(netsuite.voided && isSettled(stripe)),
  )
  const keysOf = new Map(odd.map(({ stripe, netsuite }) => [stripe.key, [stripe.key, netsuite.id]]))
  const stored = await readOutcomesOf(comparing.db, comparing.carriers, keysOf)
  for (const pair of pairs) {
    const { stripe, netsuite } = pair
    const { key, name, currency, amount } = stripe
    const isVoid = { stripe: stripe.status === 'void', netsuite: netsuite.voided }
    if (!isVoid.stripe && !isVoid.netsuite) continue
    const trouble = odd.includes(pair) ? knownTrouble(stored.get(key)) : null
    if (trouble) {
      result.excluded.push({ key, name, ...trouble })
      continue
    }
    const sum = { count: 1, sum: amount }
    if (isVoid.stripe || !odd.includes(pair)) addTo(result.stripe, currency, sum)
    if (isVoid.netsuite || !odd.includes(pair)) addTo(result.netsuite, currency, sum)
    if (!odd.includes(pair)) continue
    const label = `${netsuite.name ?? 'invoice'} (id ${netsuite.id})`
    result.differing.push({
      ...{ key, name, currency },
      stripe: shownAmount(isVoid.stripe ? new Big(0) : amount, currency),
      netsuite: shownAmount(netsuite.total, currency),
      reason: isVoid.stripe
        ? `It is void in Stripe, but NetSuite still has ${label}. ${lastHeard(stored.get(key))}`
        : `NetSuite has voided ${label}, but Stripe has not. ${lastHeard(stored.get(key))}`,
    })
  }
  return result
}

/** Nothing more is to be paid: it was paid, or credited to the last. */
function isSettled(stripe: InvoicePair['stripe']): boolean {
  return stripe.status === 'paid' && stripe.paid.eq(0)
}

async function creditedInFull(
  { readers, signal }: Comparing,
  pairs: readonly InvoicePair[],
): Promise<Set<string>> {
  const settled = pairs
    .map(({ netsuite }) => netsuite)
    .filter((netsuite) => !netsuite.voided && netsuite.open.eq(0))
  const ids = settled.map((netsuite) => netsuite.id)
  const applications = await readApplications(readers.netsuite, ids, signal)
  return new Set(
    settled
      .filter(({ id, total }) => {
        const credits = (applications.get(id) ?? []).filter((one) => one.type === 'CustCred')
        return sumOf(credits).eq(total)
      })
      .map(({ id }) => id),
  )
}
