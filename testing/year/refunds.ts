import type { Random } from '../../sandbox/seed/random.ts'
import { partOf, type Business, type Party } from './business.ts'

/** Lets some paid invoices be refunded later: all of it, a part, or two parts. */
export function planRefunds(
  business: Business,
  paid: { invoice: string; party: Party; random: Random; day: number },
): void {
  const { invoice, party, random, day } = paid
  const chance = random.next()
  if (chance > 0.16) return
  const times = chance < 0.04 ? 2 : 1
  const whole = times === 1 && chance < 0.1
  for (let time = 0; time < times; time += 1) {
    business.agenda.on(day + random.int(5, 25) + time * 8, party.number, async () => {
      const { stripe } = business.systems
      const { data } = await stripe.invoicePayments.list({ invoice, status: 'paid', limit: 1 })
      const intent = data[0]?.payment.payment_intent
      if (typeof intent !== 'string') return
      const amount = data[0]?.amount_paid ?? 0
      await stripe.refunds.create({
        payment_intent: intent,
        // Two parts together are less than all of it: each is a half at most of a part.
        ...(whole ? {} : { amount: partOf(random, Math.floor(amount / 2), party.currency) }),
      })
      business.count(whole ? 'refunds in full' : 'refunds in part')
    })
  }
}
