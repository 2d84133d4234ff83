import type { Random } from '../../sandbox/seed/random.ts'
import { chanceFor, major, someMoney, someParty, type Business, type Party } from './business.ts'
import { NEVER } from './systems.ts'

/** Lets money come in that is for no invoice: by charges, payments and payment links. */
export function planPayments(
  business: Business,
  counts: { payments: number; links: number },
): void {
  for (let index = 0; index < counts.payments; index += 1) {
    const random = chanceFor(business, `payment ${index}`)
    const day = random.int(2, business.days - 3)
    const party = someParty(business, random, { day })
    if (party) business.agenda.on(day, party.number, () => takePayment(business, party, random))
  }
  for (let index = 0; index < counts.links; index += 1) {
    const random = chanceFor(business, `link ${index}`)
    const day = random.int(2, business.days - 3)
    business.agenda.on(day, index, () => sellByLink(business, index, random))
  }
}

async function takePayment(business: Business, party: Party, random: Random): Promise<void> {
  const { stripe } = business.systems
  const currency = party.currency.toLowerCase()
  const amount = someMoney(random, party.currency, 200)
  const chance = random.next()
  const customer = party.stripeId
  if (chance < 0.2) {
    await stripe.charges.create({
      ...{ amount, currency, source: 'tok_visa', description: 'Ad hoc' },
    })
    return business.count('charges of guests')
  }
  if (customer === null) return
  const bank = party.currency === 'USD' && chance > 0.85
  const { id } = await stripe.paymentIntents.create({
    ...{ amount, currency, customer, description: 'Direct sale' },
    metadata: { party: String(party.number) },
  })
  await stripe.paymentIntents.confirm(id, {
    payment_method: bank ? 'pm_usBankAccount_success' : 'pm_card_visa',
  })
  business.count(bank ? 'direct bank debits' : 'direct payments')
  if (!bank && party.netsuiteId !== null && chance > 0.6) await keyIn(business, party, amount)
  else if (!bank && chance < 0.3) {
    await stripe.refunds.create({ payment_intent: id })
    business.count('direct payments refunded')
  }
}

/** The accountant has seen the money come in and enters it by hand. */
async function keyIn(business: Business, party: Party, minor: number): Promise<void> {
  const { catalogue, systems } = business
  await systems.netsuite.create(
    'customerPayment',
    {
      customer: { id: party.netsuiteId },
      currency: { id: catalogue.currencies.get(party.currency) ?? '1' },
      account: { id: catalogue.bank },
      memo: 'Seen on the bank statement',
      payment: major(minor, party.currency),
    },
    NEVER,
  )
  business.count('payments keyed in by hand')
}

async function sellByLink(business: Business, index: number, random: Random): Promise<void> {
  const { stripe } = business.systems
  const { prices } = business.catalogue
  const price = prices[random.int(0, prices.length - 1)] ?? ''
  const { id } = await stripe.paymentLinks.create({
    line_items: [{ price, quantity: random.int(1, 3) }],
  })
  await business.systems.atStripe(`/payment_links/${id}/pay`, {
    email: `link${index}@year-${business.seed}.test`,
    name: `Link Buyer ${index}`,
  })
  business.count('purchases by payment link')
}
