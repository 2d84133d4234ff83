import Big from 'big.js'
import { readApplications, type Application } from './applications.ts'
import { carriersFrom } from './carriers.ts'
import { addTo, emptyComparison, knownTrouble, shownAmount, type Comparison } from './compare.ts'
import type { Comparing } from './comparing.ts'
import { invoicePairs, type InvoicePair } from './invoice-pairs.ts'
import { namesStripe } from './netsuite-transactions.ts'
import { readOutcomesOf } from './outcomes.ts'
import { paymentsLeftOut } from './payments.ts'

/** Something that makes NetSuite's open amount more (or, negative, less) than Stripe's. */
interface Cause {
  amount: Big
  /** A sentence. */
  reason: string
}

/**
 * Compares what is still to be paid of the invoices that both systems know: Stripe's amount
 * remaining with NetSuite's amount unpaid. Null where no flow carries payments. Where they differ and
 * what is known to differ makes up just that much, the invoice is excluded with those reasons.
 */
export async function compareOpenAmounts(comparing: Comparing): Promise<Comparison | null> {
  const { carriers } = comparing
  const paying = [
    ...carriersFrom(carriers, { reads: STRIPE_PAYMENTS, writes: ['netsuite:customerPayment'] }),
    ...carriersFrom(carriers, { reads: NETSUITE_INVOICES, writes: ['stripe:paid'] }),
  ]
  if (!paying.some((carrier) => carrier.active)) return null
  const result = emptyComparison()
  const pairs = (await invoicePairs(comparing)).filter(
    ({ stripe, netsuite }) => stripe.status !== 'draft' && stripe.currency === netsuite.currency,
  )
  const unlike = pairs.filter(({ stripe, netsuite }) => !stripe.remaining.eq(netsuite.open))
  const causes = await causesOf(comparing, unlike)
  const keysOf = new Map(
    unlike.map(({ stripe, netsuite }) => [stripe.key, [stripe.key, netsuite.id]]),
  )
  const stored = await readOutcomesOf(comparing.db, carriers, keysOf)
  for (const pair of pairs) {
    const { key, name, currency, remaining } = pair.stripe
    const { open } = pair.netsuite
    const trouble = remaining.eq(open) ? null : knownTrouble(stored.get(key))
    const known = causes.get(key) ?? []
    const reason = known.map((one) => one.reason).join(' ')
    if (!remaining.eq(open)) {
      const explained = known.reduce((sum, one) => sum.plus(one.amount), new Big(0))
      if (known.length > 0 && explained.eq(open.minus(remaining))) {
        result.excluded.push({ key, name, reason, cause: 'left out' })
        continue
      }
      if (trouble) {
        result.excluded.push({ key, name, ...trouble })
        continue
      }
      result.differing.push({
        ...{ key, name, currency },
        stripe: shownAmount(remaining, currency),
        netsuite: shownAmount(open, currency),
        reason: whyUnlike(pair, reason),
      })
    }
    if (remaining.eq(0) && open.eq(0)) continue
    addTo(result.stripe, currency, { count: remaining.gt(0) ? 1 : 0, sum: remaining })
    addTo(result.netsuite, currency, { count: open.gt(0) ? 1 : 0, sum: open })
  }
  return result
}

const STRIPE_PAYMENTS = [
  'stripe:invoice',
  'stripe:invoice_payment',
  'stripe:payment_intent',
  'stripe:charge',
]

const NETSUITE_INVOICES = ['netsuite:invoice', 'netsuite:transaction']

function whyUnlike({ stripe, netsuite }: InvoicePair, known: string): string {
  const by = netsuite.open.minus(stripe.remaining)
  const amount = `${shownAmount(by.abs(), stripe.currency)} ${stripe.currency}`
  const than = `NetSuite has ${amount} ${by.gt(0) ? 'more' : 'less'} to be paid than Stripe.`
  return known === '' ? than : `${than} Known so far: ${known}`
}

async function causesOf(
  comparing: Comparing,
  pairs: readonly InvoicePair[],
): Promise<Map<string, Cause[]>> {
  const { readers, signal } = comparing
  const ids = pairs.map(({ netsuite }) => netsuite.id)
  const applications = await readApplications(readers.netsuite, ids, signal)
  const transactions = await comparing.transactions()
  const ofStripe = new Set(transactions.filter(namesStripe).map((one) => one.id))
  const missing = await paymentsLeftOut(comparing)
  return new Map(
    pairs.map((pair) => {
      const list = applications.get(pair.netsuite.id) ?? []
      return [
        pair.stripe.key,
        [
          ...untold(
            pair,
            list.filter((one) => !ofStripe.has(one.id)),
          ),
          ...(missing.get(pair.stripe.key) ?? []),
          ...onlyInStripe(
            pair,
            list.filter((one) => one.type === 'CustCred' && ofStripe.has(one.id)),
          ),
        ],
      ]
    }),
  )
}

/** What settled the invoice in NetSuite, less what Stripe's invoice was made without. */
function untold({ stripe, netsuite, origin }: InvoicePair, list: readonly Application[]): Cause[] {
  const known = origin === 'netsuite' ? netsuite.total.minus(stripe.amount) : new Big(0)
  const amount = list.reduce((sum, one) => sum.plus(one.amount), new Big(0)).minus(known)
  if (!amount.gt(0)) return []
  const ids = list.map((one) => `id ${one.id}`).join(', ')
  const shown = `${shownAmount(amount, stripe.currency)} ${stripe.currency}`
  const reason = `${shown} of it was settled in NetSuite only (${ids}).`
  return [{ amount: amount.neg(), reason }]
}

/** What settled the invoice in Stripe, less what of the customer's balance is a credit in NetSuite too. */
function onlyInStripe({ stripe, netsuite }: InvoicePair, credits: readonly Application[]): Cause[] {
  const causes: Cause[] = []
  if (stripe.creditNotes.gt(0)) {
    const shown = `${shownAmount(stripe.creditNotes, stripe.currency)} ${stripe.currency}`
    causes.push({ amount: stripe.creditNotes, reason: `Stripe credited ${shown} of it.` })
  }
  const credited = credits.reduce((sum, one) => sum.plus(one.amount), new Big(0))
  const balance = stripe.appliedBalance.minus(credited)
  if (balance.gt(0) && netsuite.open.gt(stripe.remaining)) {
    const shown = `${shownAmount(balance, stripe.currency)} ${stripe.currency}`
    const reason = `The customer’s balance with Stripe paid ${shown} of it.`
    causes.push({ amount: balance, reason })
  } else if (balance.lt(0) && netsuite.open.lt(stripe.remaining)) {
    const shown = `${shownAmount(balance.abs(), stripe.currency)} ${stripe.currency}`
    const reason = `The customer owed Stripe ${shown} from before, and pays it with the invoice.`
    causes.push({ amount: balance, reason })
  }
  return causes
}
