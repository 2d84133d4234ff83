import Stripe from 'stripe'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { startStandIn, type StandIn } from '../stand-in.ts'

let standIn: StandIn
beforeAll(async () => {
  standIn = await startStandIn()
})
afterAll(() => standIn.close())

test('an invoice goes from draft to paid by card, with its payment, charge and balance transaction', async () => {
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
  const finalized = events.data[6]
  expect(finalized?.data).toMatchObject({
    object: { id: draft.id, status: 'open', lines: { data: [{ amount: 100 }] } },
    previous_attributes: {
      status: 'draft',
      number: null,
      status_transitions: { finalized_at: null },
    },
  })
})

test('a payment is found by its payment intent', async () => {
  const { stripe } = standIn
  const invoice = await stripe.invoices.pay((await openInvoice()).id, {
    payment_method: 'pm_card_visa',
  })
  const { data } = await stripe.invoicePayments.list({ invoice: invoice.id })
  const intent = String(data[0]?.payment.payment_intent)
  const found = await stripe.invoicePayments.list({
    payment: { type: 'payment_intent', payment_intent: intent },
  })
  expect(found.data.map((payment) => payment.invoice)).toEqual([invoice.id])
})

test('a declined card leaves the invoice open and the attempt on the books', async () => {
  const { stripe } = standIn
  const invoice = await openInvoice()
  const attempt = stripe.invoices.pay(invoice.id, { payment_method: 'pm_card_chargeDeclined' })
  await expect(attempt).rejects.toMatchObject({
    type: 'StripeCardError',
    statusCode: 402,
    code: 'card_declined',
  })
  const after = await stripe.invoices.retrieve(invoice.id)
  expect(after).toMatchObject({ status: 'open', attempted: true, attempt_count: 1, amount_paid: 0 })
  const paid = await stripe.invoices.pay(invoice.id, { payment_method: 'pm_card_visa' })
  expect(paid.status).toBe('paid')
})

test('an invoice paid elsewhere has no money behind it', async () => {
  const { stripe } = standIn
  const invoice = await openInvoice()
  const paid = await stripe.invoices.pay(invoice.id, { paid_out_of_band: true })
  expect(paid).toMatchObject({ status: 'paid', amount_paid: 5000, amount_remaining: 0 })
  const payments = await stripe.invoicePayments.list({ invoice: invoice.id, status: 'paid' })
  expect(payments.data).toEqual([])
  await expect(stripe.invoices.pay(invoice.id)).rejects.toThrow('Invoice is already paid')
})

test('only open and uncollectible invoices are voided, only drafts deleted', async () => {
  const { stripe } = standIn
  const { id } = await openInvoice()
  expect((await stripe.invoices.markUncollectible(id)).status).toBe('uncollectible')
  await expect(stripe.invoices.del(id)).rejects.toThrow('You can only delete draft invoices.')
  const voided = await stripe.invoices.voidInvoice(id)
  expect(voided).toMatchObject({ status: 'void', amount_due: 5000 })
  await expect(stripe.invoices.voidInvoice(id)).rejects.toMatchObject({ statusCode: 400 })
  const draft = await draftInvoice()
  expect(await stripe.invoices.del(draft.id)).toMatchObject({ id: draft.id, deleted: true })
  await expect(stripe.invoices.retrieve(draft.id)).rejects.toMatchObject({ statusCode: 404 })
})

test('a finalised invoice takes notes, but not another customer-facing term', async () => {
  const { stripe } = standIn
  const { id } = await openInvoice()
  const noted = await stripe.invoices.update(id, {
    metadata: { netsuite_invoice_id: '1215' },
    custom_fields: [{ name: 'PO', value: '7' }],
    description: 'Noted',
  })
  expect(noted).toMatchObject({ metadata: { netsuite_invoice_id: '1215' }, description: 'Noted' })
  const locked = stripe.invoices.update(id, { collection_method: 'charge_automatically' })
  await expect(locked).rejects.toMatchObject({ code: 'invoice_not_editable' })
})

test('an invoice with nothing due is paid when it is finalised', async () => {
  const { stripe } = standIn
  const draft = await draftInvoice('0')
  const paid = await stripe.invoices.finalizeInvoice(draft.id)
  expect(paid).toMatchObject({ status: 'paid', total: 0, amount_due: 0 })
})

test('credit of the customer is used up, and what is left stays credit', async () => {
  const { stripe } = standIn
  const draft = await draftInvoice()
  const customer = String(draft.customer)
  await stripe.customers.update(customer, { balance: -6000 })
  const paid = await stripe.invoices.finalizeInvoice(draft.id)
  expect(paid).toMatchObject({
    status: 'paid',
    total: 5000,
    starting_balance: -6000,
    ending_balance: -1000,
    amount_due: 0,
  })
  expect(await stripe.customers.retrieve(customer)).toMatchObject({ balance: -1000 })
})

test('lines are added to a draft in bulk, with prices and taxes', async () => {
  const { stripe } = standIn
  const product = await stripe.products.create({ name: 'Widget' })
  const price = await stripe.prices.create({
    product: product.id,
    currency: 'usd',
    unit_amount: 250,
  })
  const draft = await draftInvoice()
  const after = await stripe.invoices.addLines(draft.id, {
    lines: [
      { pricing: { price: price.id }, quantity: 4 },
      {
        amount: 1000,
        description: 'Taxed',
        tax_amounts: [
          {
            amount: 190,
            taxable_amount: 1000,
            tax_rate_data: { display_name: 'VAT', inclusive: false, percentage: 19 },
          },
        ],
      },
      ...Array.from({ length: 12 }, () => ({ amount: 1, description: 'One' })),
    ],
  })
  expect(after).toMatchObject({ subtotal: 7012, total: 7202, lines: { has_more: true } })
  expect(after.total_taxes).toMatchObject([{ amount: 190, tax_behavior: 'exclusive' }])
  const lines = await stripe.invoices.listLineItems(draft.id, { limit: 100 })
  expect(lines.data).toHaveLength(15)
  expect(lines.data[1]).toMatchObject({
    amount: 1000,
    description: 'Widget',
    pricing: { price_details: { price: price.id, product: product.id } },
  })
})

test('waiting invoice items are taken onto a new invoice that asks for them', async () => {
  const { stripe } = standIn
  const { id: customer } = await stripe.customers.create({ name: 'Waiting' })
  await stripe.invoiceItems.create({ customer, amount: 700, currency: 'gbp' })
  const invoice = await stripe.invoices.create({
    customer,
    currency: 'gbp',
    pending_invoice_items_behavior: 'include',
  })
  expect(invoice).toMatchObject({ total: 700, currency: 'gbp' })
  const without = await stripe.invoices.create({ customer, currency: 'gbp' })
  expect(without.total).toBe(0)
})

test('a payment is given back in parts, never more than was taken', async () => {
  const { stripe } = standIn
  const invoice = await openInvoice()
  await stripe.invoices.pay(invoice.id, { payment_method: 'pm_card_visa' })
  const payments = await stripe.invoicePayments.list({ invoice: invoice.id, status: 'paid' })
  const payment_intent = String(payments.data[0]?.payment.payment_intent)
  const refund = await stripe.refunds.create({ payment_intent, amount: 3000 })
  expect(refund).toMatchObject({ status: 'succeeded', amount: 3000 })
  await expect(stripe.refunds.create({ payment_intent, amount: 2001 })).rejects.toMatchObject({
    param: 'amount',
  })
  const charge = await stripe.charges.retrieve(String(refund.charge), {
    expand: ['refunds', 'balance_transaction'],
  })
  expect(charge).toMatchObject({ amount_refunded: 3000, refunded: false })
  expect(charge.refunds?.data).toHaveLength(1)
  const rest = await stripe.refunds.create({ payment_intent })
  expect(rest.amount).toBe(2000)
  await expect(stripe.refunds.create({ payment_intent })).rejects.toMatchObject({
    code: 'charge_already_refunded',
  })
})

async function draftInvoice(unitAmount = '5000') {
  const { stripe } = standIn
  const { id: customer } = await stripe.customers.create({ name: 'Somebody' })
  const { id: invoice } = await stripe.invoices.create({
    customer,
    collection_method: 'send_invoice',
    days_until_due: 14,
  })
  await stripe.invoiceItems.create({
    customer,
    invoice,
    unit_amount_decimal: Stripe.Decimal.from(unitAmount),
    description: 'Service',
  })
  return stripe.invoices.retrieve(invoice)
}

async function openInvoice() {
  return standIn.stripe.invoices.finalizeInvoice((await draftInvoice()).id)
}
