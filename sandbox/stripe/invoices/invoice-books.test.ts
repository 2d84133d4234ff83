import fc from 'fast-check'
import Stripe from 'stripe'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { startStandIn, type StandIn } from '../stand-in.ts'

let standIn: StandIn
beforeAll(async () => {
  standIn = await startStandIn()
})
afterAll(() => standIn.close())

/** Something that somebody does to an invoice; amounts in cents. */
const step = fc.oneof(
  fc.record({ kind: fc.constant('part' as const), amount: fc.integer({ min: 50, max: 6000 }) }),
  fc.record({ kind: fc.constant('credit' as const), amount: fc.integer({ min: 1, max: 4000 }) }),
  fc.record({ kind: fc.constant('refund' as const), amount: fc.integer({ min: 1, max: 3000 }) }),
  fc.record({ kind: fc.constant('debit' as const), days: fc.integer({ min: 0, max: 9 }) }),
  fc.record({ kind: fc.constantFrom('card', 'out of band', 'void') }),
)

type Step = typeof step extends fc.Arbitrary<infer Value> ? Value : never

test('whatever is done to an invoice, its sums and the customer’s balance agree with the books', async () => {
  await fc.assert(
    fc.asyncProperty(fc.array(step, { minLength: 1, maxLength: 7 }), async (steps) => {
      const { invoice, customer } = await openInvoice()
      for (const one of steps) {
        await carryOut(one, invoice, customer).catch((error: unknown) => {
          // To be refused is an answer; anything but a refusal is not.
          if (!(error instanceof Stripe.errors.StripeInvalidRequestError)) throw error
        })
        await checkBooks(invoice, customer)
      }
    }),
    { numRuns: 12 },
  )
})

async function carryOut(one: Step, invoice: string, customer: string): Promise<unknown> {
  const { stripe } = standIn
  if (one.kind === 'part' && 'amount' in one) {
    const intent = await stripe.paymentIntents.create({
      amount: one.amount,
      confirm: true,
      currency: 'usd',
      customer,
      payment_method: 'pm_card_visa',
    })
    return stripe.invoices.attachPayment(invoice, { payment_intent: intent.id })
  }
  if (one.kind === 'credit' && 'amount' in one) {
    const { status } = await stripe.invoices.retrieve(invoice)
    const given = status === 'paid' ? { credit_amount: one.amount } : {}
    return stripe.creditNotes.create({ invoice, amount: one.amount, ...given })
  }
  if (one.kind === 'refund' && 'amount' in one) {
    const [charge] = (await stripe.charges.list({ customer, limit: 1 })).data
    return charge && stripe.refunds.create({ charge: charge.id, amount: one.amount })
  }
  if ('days' in one) {
    await stripe.invoices.pay(invoice, { payment_method: 'pm_usBankAccount_success' })
    standIn.clock.now = new Date(standIn.clock.now.getTime() + one.days * 86_400_000)
    return undefined
  }
  if (one.kind === 'void') return stripe.invoices.voidInvoice(invoice)
  if (one.kind === 'card') return stripe.invoices.pay(invoice, { payment_method: 'pm_card_visa' })
  return stripe.invoices.pay(invoice, { paid_out_of_band: true })
}

async function checkBooks(id: string, customer: string): Promise<void> {
  const { stripe } = standIn
  const invoice = await stripe.invoices.retrieve(id, { expand: ['payments'] })
  const { amount_due, amount_overpaid, amount_paid, amount_remaining, total } = invoice
  expect(amount_due).toBe(total - invoice.pre_payment_credit_notes_amount)
  expect(amount_remaining).toBe(Math.max(0, amount_due - amount_paid))
  expect(amount_overpaid).toBe(Math.max(0, amount_paid - amount_due))
  expect(invoice.status === 'paid').toBe(amount_remaining === 0)
  const payments = invoice.payments?.data ?? []
  const came = payments
    .map(({ amount_paid: paid }) => paid ?? 0)
    .reduce((sum, paid) => sum + paid, 0)
  expect(came).toBeLessThanOrEqual(amount_paid)
  const charges = await stripe.charges.list({ customer, limit: 100 })
  for (const charge of charges.data) {
    expect(charge.amount_refunded).toBeLessThanOrEqual(charge.amount_captured)
  }
  const entries = await stripe.customers.listBalanceTransactions(customer, { limit: 100 })
  const held = await stripe.customers.retrieve(customer)
  const sum = entries.data.reduce((total, entry) => total + entry.amount, 0)
  expect(held).toMatchObject({ balance: sum })
  expect(entries.data[0]?.ending_balance ?? 0).toBe(sum)
}

async function openInvoice() {
  const { stripe } = standIn
  const { id: customer } = await stripe.customers.create({ name: 'Acme' })
  const { id: invoice } = await stripe.invoices.create({ customer, currency: 'usd' })
  await stripe.invoiceItems.create({ customer, invoice, amount: 10_000, currency: 'usd' })
  await stripe.invoices.finalizeInvoice(invoice)
  return { invoice, customer }
}
