import { toMajor } from '#nodes/currency.ts'
import { carriersFrom } from './carriers.ts'
import { compareSides, type Comparison, type NetSuiteEntry, type StripeEntry } from './compare.ts'
import type { Comparing } from './comparing.ts'
import { readOutcomes } from './outcomes.ts'

/**
 * Compares the charges that were for no Stripe invoice with the NetSuite invoices made of them; null
 * where no flow makes any.
 */
export async function compareCharges(comparing: Comparing): Promise<Comparison | null> {
  const carriers = carriersFrom(comparing.carriers, {
    reads: ['stripe:charge'],
    writes: ['netsuite:invoice'],
  }).filter((carrier) => carrier.active)
  if (carriers.length === 0) return null
  const [money, transactions] = await Promise.all([comparing.money(), comparing.transactions()])
  const stripe = new Map<string, StripeEntry>()
  for (const charge of money.charges.values()) {
    const { id: key, currency, status, captured } = charge
    const ofInvoice = money.paidInvoice.get(key) ?? money.paidInvoice.get(charge.payment_intent)
    if (status !== 'succeeded' || !captured || ofInvoice) continue
    const amount = toMajor(charge.amount_captured, currency)
    const paysNetSuite = charge.metadata.netsuite_invoice_id !== undefined
    const outside = paysNetSuite ? 'It pays an invoice that is in NetSuite already.' : null
    stripe.set(key, { key, name: null, currency: currency.toUpperCase(), amount, outside })
  }
  const entries = transactions.flatMap((one): NetSuiteEntry[] => {
    const { id, name, type, currency, total: amount, externalId } = one
    const key = /^(ch|py)_\w+$/.test(externalId) ? externalId : one.stripeCharge
    if (type !== 'CustInvc' || key === '' || externalId.startsWith('in_')) return []
    const role = externalId === key ? 'own' : 'named'
    return [{ id, key, name, currency, amount, role }]
  })
  const netsuite = Map.groupBy(entries, (entry) => entry.key)
  // A charge that was told of the NetSuite invoice made of it is one of ours all the same.
  for (const [key, entry] of stripe) if (netsuite.has(key)) entry.outside = null
  if (comparing.since) {
    for (const key of [...netsuite.keys()]) if (!stripe.has(key)) netsuite.delete(key)
  }
  const keys = [...stripe.keys(), ...netsuite.keys()]
  const outcomes = await readOutcomes(comparing.db, carriers, keys)
  return compareSides({ stripe, netsuite, outcomes })
}
