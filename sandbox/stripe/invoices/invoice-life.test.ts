import { afterAll, beforeAll, expect, test } from 'vitest'
import { startStandIn, type StandIn } from '../stand-in.ts'

let standIn: StandIn
beforeAll(async () => {
  standIn = await startStandIn()
})
afterAll(() => standIn.close())

test('an invoice is paid in part by card and in part by bank debit, refunded and credited', async () => {
  const { stripe } = standIn
  const customer = await newCustomer()
  const draft = await stripe.invoices.create({
    customer,
    collection_method: 'send_invoice',
    days_until_due: 30,
    payment_settings: { payment_method_types: ['card', 'us_bank_account'] },
  })
  await stripe.invoices.addLines(draft.id, {
    lines: [
      { amount: 60_000, description: 'Seats' },
      { amount: 40_000, description: 'Support' },
    ],
  })
  const open = await stripe.invoices.finalizeInvoice(draft.id)
  expect(open).toMatchObject({ status: 'open', amount_due: 100_000, amount_remaining: 100_000 })
  expect(open.hosted_invoice_url).toContain(`${standIn.url}/i/acct_1NorthwindCloud1/test_`)

  const card = await stripe.paymentIntents.create({
    amount: 30_000,
    currency: 'usd',
    customer,
    payment_method: 'pm_card_visa',
    confirm: true,
  })
  const part = await stripe.invoices.attachPayment(draft.id, { payment_intent: card.id })
  expect(part).toMatchObject({ status: 'open', amount_paid: 30_000, amount_remaining: 70_000 })

  const debited = await stripe.invoices.pay(draft.id, {
    payment_method: 'pm_usBankAccount_success',
  })
  expect(debited).toMatchObject({ status: 'open', attempted: true, amount_paid: 30_000 })
  const [pending] = (await stripe.charges.list({ customer, limit: 1 })).data
  expect(pending).toMatchObject({
    amount: 70_000,
    balance_transaction: null,
    id: expect.stringMatching(/^py_/),
    status: 'pending',
  })
  await expect(stripe.invoices.voidInvoice(draft.id)).rejects.toThrow('processing')

  advance(6)
  const paid = await stripe.invoices.retrieve(draft.id, {
    expand: ['amount_paid_off_stripe', 'payments.data.payment.payment_intent.latest_charge'],
  })
  expect(paid).toMatchObject({
    status: 'paid',
    amount_paid: 100_000,
    amount_remaining: 0,
    amount_paid_off_stripe: 0,
  })
  expect(paid.payments?.data).toHaveLength(2)
  const payments = await stripe.invoicePayments.list({
    invoice: draft.id,
    status: 'paid',
    expand: ['data.payment.payment_intent.latest_charge.balance_transaction'],
  })
  const taken = payments.data.map(({ payment }) => payment.payment_intent)
  expect(taken).toEqual(
    expect.arrayContaining([
      bookedAs({ fee: 900, net: 29_100, type: 'charge' }),
      bookedAs({ fee: 500, net: 69_500, type: 'payment' }),
    ]),
  )

  const refund = await stripe.refunds.create({ payment_intent: card.id, amount: 10_000 })
  const note = await stripe.creditNotes.create({
    invoice: draft.id,
    lines: [
      { type: 'custom_line_item', description: 'Goodwill', quantity: 1, unit_amount: 25_000 },
    ],
    refunds: [{ refund: refund.id, amount_refunded: 10_000 }],
    credit_amount: 15_000,
  })
  expect(note).toMatchObject({ total: 25_000, type: 'post_payment', status: 'issued' })
  const credited = await stripe.invoices.retrieve(draft.id)
  expect(credited).toMatchObject({ status: 'paid', post_payment_credit_notes_amount: 25_000 })
  expect(await stripe.customers.retrieve(customer)).toMatchObject({ balance: -15_000 })
  const events = await stripe.events.list({ limit: 100 })
  expect(new Set(events.data.map((event) => event.type))).toEqual(
    new Set([
      'charge.pending',
      'charge.refunded',
      'charge.succeeded',
      'credit_note.created',
      'customer.created',
      'customer.updated',
      'invoice.created',
      'invoice.finalized',
      'invoice.paid',
      'invoice.payment_succeeded',
      'invoice.updated',
      'invoice_payment.paid',
      'payment_intent.created',
      'payment_intent.processing',
      'payment_intent.succeeded',
      'refund.created',
    ]),
  )
})

test('a bank debit that is refused leaves the invoice open to be paid again', async () => {
  const { stripe } = standIn
  const invoice = await openInvoice()
  await stripe.invoices.pay(invoice.id, { payment_method: 'pm_usBankAccount_insufficientFunds' })
  const charge = await chargeOf(invoice.id)
  const intent = String(charge.payment_intent)
  expect(await stripe.paymentIntents.retrieve(intent)).toMatchObject({ status: 'processing' })
  await standIn.control('POST', `/charges/${charge.id}/fail`)
  expect(await stripe.paymentIntents.retrieve(intent)).toMatchObject({
    status: 'requires_payment_method',
    last_payment_error: { message: expect.stringContaining('could not be located') },
  })
  const failed = await stripe.events.list({ type: 'invoice.payment_failed', limit: 1 })
  expect(failed.data[0]?.data.object).toMatchObject({ id: invoice.id, status: 'open' })
  const paid = await stripe.invoices.pay(invoice.id, { payment_method: 'pm_card_visa' })
  expect(paid).toMatchObject({ status: 'paid', attempt_count: 2 })
})

test('what is paid too much becomes credit of the customer', async () => {
  const { stripe } = standIn
  const invoice = await openInvoice()
  const customer = String(invoice.customer)
  const intent = await stripe.paymentIntents.create({
    amount: 7000,
    currency: 'usd',
    customer,
    payment_method: 'pm_card_visa',
    confirm: true,
  })
  const paid = await stripe.invoices.attachPayment(invoice.id, { payment_intent: intent.id })
  expect(paid).toMatchObject({ status: 'paid', amount_paid: 7000, amount_overpaid: 2000 })
  const entries = await stripe.customers.listBalanceTransactions(customer)
  expect(entries.data).toMatchObject([{ amount: -2000, type: 'invoice_overpaid' }])
})

test('a payment that is only on record pays an invoice off Stripe', async () => {
  const { stripe } = standIn
  const invoice = await openInvoice()
  const record = await stripe.paymentRecords.reportPayment({
    amount_requested: { currency: 'usd', value: 5000 },
    initiated_at: 1_795_000_000,
    guaranteed: { guaranteed_at: 1_795_000_000 },
    payment_method_details: { type: 'custom', custom: { display_name: 'Cheque' } },
  })
  await stripe.invoices.attachPayment(invoice.id, { payment_record: record.id })
  const paid = await stripe.invoices.retrieve(invoice.id, { expand: ['amount_paid_off_stripe'] })
  expect(paid).toMatchObject({ status: 'paid', amount_paid_off_stripe: 5000 })
})

test('a credit note lowers what an open invoice asks for, and can be taken back', async () => {
  const { stripe } = standIn
  const invoice = await openInvoice()
  const line = invoice.lines.data[0]?.id ?? ''
  const note = await stripe.creditNotes.create({
    invoice: invoice.id,
    lines: [{ type: 'invoice_line_item', invoice_line_item: line, amount: 2000 }],
  })
  expect(note).toMatchObject({ type: 'pre_payment', pre_payment_amount: 2000 })
  expect(await stripe.invoices.retrieve(invoice.id)).toMatchObject({
    amount_due: 3000,
    amount_remaining: 3000,
    pre_payment_credit_notes_amount: 2000,
    total: 5000,
  })
  await stripe.creditNotes.voidCreditNote(note.id)
  expect(await stripe.invoices.retrieve(invoice.id)).toMatchObject({ amount_remaining: 5000 })
  const preview = await stripe.creditNotes.preview({ invoice: invoice.id, amount: 5000 })
  expect(preview.total).toBe(5000)
  await stripe.creditNotes.create({ invoice: invoice.id, amount: 5000 })
  expect(await stripe.invoices.retrieve(invoice.id)).toMatchObject({ status: 'paid' })
  await expect(
    stripe.creditNotes.create({ invoice: invoice.id, amount: 1, refund_amount: 1 }),
  ).rejects.toMatchObject({ statusCode: 400 })
})

test('a draft that advances by itself is finalised and collected as the clock goes on', async () => {
  const { stripe } = standIn
  const customer = await newCustomer()
  await stripe.paymentMethods.attach('pm_card_visa', { customer })
  const [method] = (await stripe.paymentMethods.list({ customer })).data
  await stripe.customers.update(customer, {
    invoice_settings: { default_payment_method: method?.id ?? '' },
  })
  const draft = await stripe.invoices.create({ customer, auto_advance: true })
  await stripe.invoiceItems.create({ customer, invoice: draft.id, amount: 900, currency: 'usd' })
  advance(1)
  expect(await stripe.invoices.retrieve(draft.id)).toMatchObject({ status: 'paid', total: 900 })
})

test('an invoice that is not paid in time is told of as overdue', async () => {
  const { stripe } = standIn
  const invoice = await openInvoice()
  advance(15)
  const overdue = await stripe.events.list({ type: 'invoice.overdue' })
  const found = overdue.data.find((event) => Reflect.get(event.data.object, 'id') === invoice.id)
  expect(found?.created).toBe(invoice.due_date)
})

test('discounts and tax rates of an invoice are worked out, and again when its lines change', async () => {
  const { stripe } = standIn
  const customer = await newCustomer()
  const rate = await stripe.taxRates.create({
    display_name: 'VAT',
    inclusive: false,
    percentage: 20,
  })
  const coupon = await stripe.coupons.create({ percent_off: 10, duration: 'once' })
  const draft = await stripe.invoices.create({
    customer,
    default_tax_rates: [rate.id],
    discounts: [{ coupon: coupon.id }],
  })
  const item = await stripe.invoiceItems.create({
    customer,
    invoice: draft.id,
    amount: 10_000,
    currency: 'usd',
  })
  expect(await stripe.invoices.retrieve(draft.id)).toMatchObject({
    subtotal: 10_000,
    total: 10_800,
  })
  await stripe.invoiceItems.update(item.id, { amount: 20_000 })
  const changed = await stripe.invoices.retrieve(draft.id, { expand: ['discounts.source.coupon'] })
  expect(changed).toMatchObject({
    total: 21_600,
    total_taxes: [{ amount: 3600 }],
    discounts: [{ source: { coupon: { percent_off: 10 } } }],
  })
  const line = changed.lines.data[0]?.id ?? ''
  await stripe.invoices.updateLineItem(draft.id, line, { amount: 5000, description: 'Less' })
  const cleared = await stripe.invoices.update(draft.id, { discounts: '', default_tax_rates: '' })
  expect(cleared).toMatchObject({ total: 5000, total_taxes: [] })
  await stripe.invoices.removeLines(draft.id, { lines: [{ id: line, behavior: 'unassign' }] })
  expect(await stripe.invoiceItems.retrieve(item.id)).toMatchObject({ invoice: null })
})

test('a revision takes the place of the invoice it was made from', async () => {
  const { stripe } = standIn
  const invoice = await openInvoice()
  const draft = await stripe.invoices.create({
    from_invoice: { action: 'revision', invoice: invoice.id },
  })
  expect(draft).toMatchObject({ status: 'draft', total: 5000, customer: invoice.customer })
  const revision = await stripe.invoices.finalizeInvoice(draft.id)
  expect(await stripe.invoices.retrieve(invoice.id)).toMatchObject({
    status: 'void',
    latest_revision: revision.id,
  })
})

/** A payment intent whose charge is on the books like this. */
function bookedAs(entry: { fee: number; net: number; type: string }) {
  const balance_transaction = expect.objectContaining(entry)
  const latest_charge = expect.objectContaining({ balance_transaction })
  return expect.objectContaining({ latest_charge })
}

/** Days. */
function advance(days: number): void {
  standIn.clock.now = new Date(standIn.clock.now.getTime() + days * 86_400_000)
}

async function newCustomer(): Promise<string> {
  const customer = await standIn.stripe.customers.create({ name: 'Acme', email: 'a@acme.test' })
  return customer.id
}

async function openInvoice() {
  const { stripe } = standIn
  const customer = await newCustomer()
  const { id } = await stripe.invoices.create({
    customer,
    collection_method: 'send_invoice',
    days_until_due: 14,
  })
  await stripe.invoiceItems.create({ customer, invoice: id, amount: 5000, currency: 'usd' })
  return stripe.invoices.finalizeInvoice(id)
}

async function chargeOf(invoice: string) {
  const { stripe } = standIn
  const payments = await stripe.invoicePayments.list({ invoice })
  const { data } = await stripe.charges.list({
    payment_intent: String(payments.data[0]?.payment.payment_intent),
    limit: 1,
  })
  if (!data[0]) throw new Error(`There is no charge for ${invoice}.`)
  return data[0]
}
