import type { Comparing } from './comparing.ts'
import type { Transaction } from './netsuite-transactions.ts'
import type { StripeInvoice } from './stripe-invoices.ts'

/** An invoice that both systems have. */
export interface InvoicePair {
  stripe: StripeInvoice
  netsuite: Transaction
  /** Which of them was there first. */
  origin: 'stripe' | 'netsuite'
}

/**
 * The invoices that both systems have, whichever of them names the other; a Stripe invoice with
 * several counterparts is left to the comparison of invoices.
 */
export async function invoicePairs(comparing: Comparing): Promise<InvoicePair[]> {
  const [invoices, transactions] = await Promise.all([
    comparing.invoices(),
    comparing.transactions(),
  ])
  const sentTo = new Map(
    [...invoices.values()].flatMap(({ netsuiteInvoice, key }) =>
      netsuiteInvoice === '' ? [] : [[netsuiteInvoice, key] as const],
    ),
  )
  const pairs = transactions.flatMap((netsuite): InvoicePair[] => {
    if (netsuite.type !== 'CustInvc') return []
    const { externalId, stripeInvoice, id } = netsuite
    const own = invoices.get(externalId)
    if (own) return [{ stripe: own, netsuite, origin: 'stripe' }]
    const other = invoices.get(stripeInvoice) ?? invoices.get(sentTo.get(id) ?? '')
    return other ? [{ stripe: other, netsuite, origin: 'netsuite' }] : []
  })
  const byStripe = Map.groupBy(pairs, ({ stripe }) => stripe.key)
  return pairs.filter(({ stripe }) => byStripe.get(stripe.key)?.length === 1)
}
