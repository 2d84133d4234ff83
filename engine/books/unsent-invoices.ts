import { carriersFrom } from './carriers.ts'
import { addTo, knownTrouble, lastHeard, shownAmount, type Comparison } from './compare.ts'
import type { Comparing } from './comparing.ts'
import { namesStripe } from './netsuite-transactions.ts'
import { readOutcomes } from './outcomes.ts'
import type { StripeInvoice } from './stripe-invoices.ts'

/**
 * Adds the open NetSuite invoices that no Stripe invoice stands for, where a flow of the integration
 * sends such invoices to Stripe.
 */
export async function addNeverSent(
  comparing: Comparing,
  comparison: Comparison,
  invoices: ReadonlyMap<string, StripeInvoice>,
): Promise<void> {
  const carriers = carriersFrom(comparing.carriers, {
    reads: ['netsuite:invoice', 'netsuite:transaction'],
    writes: ['stripe:invoice'],
  }).filter((carrier) => carrier.active)
  if (carriers.length === 0) return
  const sent = new Set([...invoices.values()].map((invoice) => invoice.netsuiteInvoice))
  const unsent = (await comparing.transactions()).filter(
    (one) => one.type === 'CustInvc' && one.open.gt(0) && !namesStripe(one) && !sent.has(one.id),
  )
  const outcomes = await readOutcomes(
    comparing.db,
    carriers,
    unsent.map((one) => one.id),
  )
  for (const { id: key, name, currency, total } of unsent) {
    const stored = outcomes.get(key)
    const trouble = knownTrouble(stored)
    if (trouble) comparison.excluded.push({ key, name, ...trouble })
    else if (stored?.outcome === 'filtered' && stored.reason) {
      comparison.excluded.push({ key, name, reason: stored.reason, cause: 'left out' })
    } else {
      addTo(comparison.netsuite, currency, { count: 1, sum: total })
      const reason = `Stripe does not have it. ${lastHeard(stored)}`
      const netsuite = shownAmount(total, currency)
      comparison.differing.push({ key, name, currency, stripe: null, netsuite, reason })
    }
  }
}
