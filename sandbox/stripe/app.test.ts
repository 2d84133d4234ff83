import Stripe from 'stripe'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { startStandIn, type StandIn } from './stand-in.ts'

let standIn: StandIn
beforeAll(async () => {
  standIn = await startStandIn()
})
afterAll(() => standIn.close())

describe('the life of an invoice', () => {
  test('it goes from draft to paid by card, with its payment, charge and balance transaction', async () => {
    const { stripe } = standIn
    const customer = await stripe.customers.create({ name: 'Acme', email: 'a@acme.test' })
    const draft = await stripe.invoices.create({
      customer: customer.id,
      collection_method: 'send_invoice',
      days_until_due: 30,
      currency: 'eur',
      metadata: { order: '7' },
    })
    expect(draft).toMatchObject({ status: 'draft', number: null, total: 0, currency: 'eur' })
    await stripe.invoiceItems.create({
      customer: customer.id,
      invoice: draft.id,
      quantity: 3,
      unit_amount_decimal: Stripe.Decimal.from('33.335'),
      currency: 'eur',
      description: 'Seats',
    })
    const open = await stripe.invoices.finalizeInvoice(draft.id)
    expect(open).toMatchObject({ status: 'open', total: 100, amount_due: 100 })
    expect(open.number).toMatch(/^[0-9A-F]{8}-0001$/)
    const paid = await stripe.invoices.pay(draft.id, { payment_method: 'pm_card_visa' })
    expect(paid).toMatchObject({ status: 'paid', amount_paid: 100, amount_remaining: 0 })
    const payments = await stripe.invoicePayments.list({
      invoice: draft.id,
      expand: ['data.payment.payment_intent.latest_charge.balance_transaction'],
    })
    expect(payments.data).toMatchObject([
      {
        status: 'paid',
        amount_paid: 100,
        payment: {
          payment_intent: {
            amount_received: 100,
            latest_charge: { amount: 100, balance_transaction: { fee: 28, net: 72 } },
          },
        },
      },
    ])
    const events = await stripe.events.list({ limit: 100 })
    expect(events.data.map((event) => event.type)).toEqual([
      'invoice.payment_succeeded',
      'invoice.paid',
      'invoice.updated',
      'invoice_payment.paid',
      'payment_intent.succeeded',
      'charge.succeeded',
      'invoice.updated',
      'invoice.finalized',
      'payment_intent.created',
      'invoice.updated',
      'invoiceitem.created',
      'invoice.created',
      'customer.created',
    ])
  })
})
