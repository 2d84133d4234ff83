import type Stripe from 'stripe'
import type { Random } from '../../sandbox/seed/random.ts'
import { chanceFor, partOf, someMoney, someParty, type Business, type Party } from './business.ts'
import { planRefunds } from './refunds.ts'
import { voidCounterpart } from './accountant.ts'

/** How an invoice ends that begins in Stripe, with how many of a hundred do. */
const ENDINGS = {
  card: 34,
  cardLater: 16,
  parts: 8,
  bank: 10,
  bankFails: 4,
  outOfBand: 7,
  open: 9,
  uncollectible: 3,
  void: 4,
  draft: 2,
  refundedCard: 3,
} as const

type Ending = keyof typeof ENDINGS

interface Story {
  business: Business
  party: Party & { stripeId: string }
  random: Random
  day: number
  ending: Ending
}

/** Lets invoices begin in Stripe over the year. */
export function planStripeInvoices(business: Business, count: number): void {
  for (let index = 0; index < count; index += 1) {
    const random = chanceFor(business, `stripe invoice ${index}`)
    const day = random.int(1, business.days - 3)
    const ending = endingOf(random)
    const inDollars = ending === 'bank' || ending === 'bankFails'
    const party = someParty(business, random, {
      day,
      ...(inDollars ? { currency: 'USD' } : {}),
      where: ({ home }) => home !== 'netsuite',
    })
    if (!party) continue
    business.agenda.on(day, party.number, async () => {
      const { stripeId } = party
      if (stripeId !== null) {
        await playInvoice({ business, party: { ...party, stripeId }, random, day, ending })
      }
    })
  }
}

function endingOf(random: Random): Ending {
  let left = random.int(0, 99)
  for (const [name, weight] of Object.entries(ENDINGS)) {
    left -= weight
    if (left < 0 && isEnding(name)) return name
  }
  return 'open'
}

function isEnding(name: string): name is Ending {
  return name in ENDINGS
}

async function playInvoice(story: Story): Promise<void> {
  const { business, party, random, ending } = story
  const { stripe } = business.systems
  const draft = await draftInvoice(story)
  if (ending === 'draft') return business.count('Stripe invoices left as drafts')
  if (random.next() < 0.04) {
    await stripe.customers.createBalanceTransaction(party.stripeId, {
      amount: -partOf(random, Math.max(draft.total, 1_000), party.currency),
      currency: party.currency.toLowerCase(),
      description: 'Goodwill',
    })
    business.count('credits kept by Stripe')
  }
  const invoice = await stripe.invoices.finalizeInvoice(draft.id)
  business.count('Stripe invoices')
  if (invoice.status === 'open') await endInvoice(story, invoice)
}

async function draftInvoice(story: Story): Promise<Stripe.Invoice> {
  const { business, party, random } = story
  const { stripe } = business.systems
  const { catalogue } = business
  const currency = party.currency.toLowerCase()
  const { id: invoice } = await stripe.invoices.create({
    customer: party.stripeId,
    currency,
    collection_method: 'send_invoice',
    days_until_due: random.pick([7, 14, 30]),
    description: `Order ${random.int(10_000, 99_999)}`,
    metadata: { party: String(party.number) },
    ...(random.next() < 0.15 ? { discounts: [{ coupon: catalogue.coupon }] } : {}),
    ...(random.next() < 0.3 ? { default_tax_rates: taxRates(story) } : {}),
  })
  const lines = random.next() < 0.03 ? random.int(12, 25) : random.int(1, 4)
  const base = { customer: party.stripeId, invoice, currency }
  for (let line = 0; line < lines; line += 1) {
    const product = catalogue.products[random.int(0, catalogue.products.length - 1)] ?? ''
    await stripe.invoiceItems.create({
      ...base,
      quantity: random.int(1, 5),
      price_data: { currency, product, unit_amount: someMoney(random, party.currency, 300) },
    })
  }
  if (random.next() < 0.08) {
    const amount = -someMoney(random, party.currency, 9)
    await stripe.invoiceItems.create({ ...base, amount, description: 'Unused time' })
    business.count('lines below zero')
  }
  return stripe.invoices.retrieve(invoice)
}

function taxRates({ business, random }: Story): string[] {
  const rates = business.catalogue.taxRates
  return [rates[random.int(0, rates.length - 1)] ?? ''].filter(Boolean)
}

async function endInvoice(story: Story, { id }: Stripe.Invoice): Promise<void> {
  const { business, party, random, day, ending } = story
  const { stripe } = business.systems
  const later = (days: number, act: () => Promise<void>) =>
    business.agenda.on(day + days, party.number, act)
  const pay = async (method: string) => {
    await stripe.invoices.pay(id, { payment_method: method })
    business.count('payments by card of Stripe invoices')
    planRefunds(business, { invoice: id, party, random, day })
  }
  switch (ending) {
    case 'card':
      return pay('pm_card_visa')
    case 'refundedCard':
      return pay(random.pick(['pm_card_pendingRefund', 'pm_card_refundFail']))
    case 'cardLater':
      return later(random.int(2, 40), () => pay('pm_card_mastercard'))
    case 'parts':
      await payPart(story, id)
      return later(random.int(3, 30), () => pay('pm_card_visa'))
    case 'bank':
      return later(random.int(0, 10), async () => {
        await stripe.invoices.pay(id, { payment_method: 'pm_usBankAccount_success' })
        business.count('bank debits')
      })
    case 'bankFails':
      await stripe.invoices.pay(id, { payment_method: 'pm_usBankAccount_failure' })
      business.count('bank debits that fail')
      return later(random.int(8, 20), () => pay('pm_card_visa'))
    case 'outOfBand':
      return later(random.int(2, 30), async () => {
        await stripe.invoices.pay(id, { paid_out_of_band: true })
        business.count('Stripe invoices paid out of band')
      })
    case 'uncollectible':
      return later(random.int(20, 60), async () => {
        await stripe.invoices.markUncollectible(id)
        business.count('uncollectible invoices')
      })
    case 'void':
      return later(random.int(0, 20), async () => {
        await stripe.invoices.voidInvoice(id)
        business.count('invoices voided in Stripe')
        voidCounterpart(business, { invoice: id, party, day: day + random.int(28, 35) })
      })
    case 'open':
    case 'draft':
  }
}

/** A part of an invoice is paid by a payment of its own. */
async function payPart({ business, party, random }: Story, invoice: string): Promise<void> {
  const { stripe } = business.systems
  const { amount_remaining: remaining } = await stripe.invoices.retrieve(invoice)
  if (remaining < 1_000) return
  const { id } = await stripe.paymentIntents.create({
    amount: partOf(random, remaining, party.currency),
    currency: party.currency.toLowerCase(),
    customer: party.stripeId,
  })
  await stripe.invoices.attachPayment(invoice, { payment_intent: id })
  await stripe.paymentIntents.confirm(id, { payment_method: 'pm_card_visa' })
  business.count('part payments of Stripe invoices')
}
