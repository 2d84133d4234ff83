import type { Business } from './stripe-walk.ts'

/** Every call about invoices, their lines, the money that pays them and credit notes. */
export async function walkInvoices(business: Business): Promise<void> {
  await walkDrafts(business)
  await walkOpenInvoices(business)
  await walkInvoicePayments(business)
  await walkCreditNotes(business)
}

async function draft({ stripe, customer, price, taxRate }: Business) {
  const invoice = await stripe.invoices.create({
    customer,
    collection_method: 'send_invoice',
    days_until_due: 30,
    currency: 'usd',
    custom_fields: [{ name: 'NetSuite invoice', value: 'INV07' }],
    payment_settings: { payment_method_types: ['card', 'us_bank_account'] },
  })
  await stripe.invoiceItems.create({
    customer,
    invoice: invoice.id,
    pricing: { price },
    quantity: 2,
    tax_rates: [taxRate],
  })
  return invoice
}

async function open(business: Business) {
  const { id } = await draft(business)
  return business.stripe.invoices.finalizeInvoice(id)
}

async function walkDrafts(business: Business): Promise<void> {
  const { stripe, customer, coupon } = business
  const { invoices, invoiceItems } = stripe
  const { id: invoice } = await draft(business)
  const line = { customer, invoice, amount: 1200, currency: 'usd' }
  const item = await invoiceItems.create(line)
  await invoiceItems.retrieve(item.id)
  await invoiceItems.update(item.id, { description: 'Set-up' })
  await invoiceItems.list()
  await invoiceItems.del(item.id)
  await invoices.update(invoice, { description: 'Thank you', discounts: [{ coupon }] })
  await invoices.createPreview({ customer, invoice_items: [{ amount: 900, currency: 'usd' }] })
  await invoices.addLines(invoice, { lines: [{ amount: 300, description: 'Extra' }] })
  const lines = await invoices.listLineItems(invoice)
  const [first, second] = lines.data
  if (!first || !second) throw new Error('The invoice has fewer than two lines.')
  await invoices.updateLineItem(invoice, first.id, { description: 'Changed' })
  await invoices.updateLines(invoice, { lines: [{ id: first.id, description: 'Again' }] })
  await invoices.removeLines(invoice, { lines: [{ id: second.id, behavior: 'delete' }] })
  await invoices.retrieve(invoice, { expand: ['discounts', 'lines.data.discounts'] })
  await invoices.createPreview({ customer, invoice_items: [{ amount: 500, currency: 'usd' }] })
  await invoices.del((await draft(business)).id)
}

async function walkOpenInvoices(business: Business): Promise<void> {
  const { invoices } = business.stripe
  const sent = await open(business)
  await invoices.sendInvoice(sent.id)
  await invoices.pay(sent.id, { payment_method: 'pm_card_visa' })
  await invoices.retrieve(sent.id, {
    expand: ['payments.data.payment.payment_intent.latest_charge', 'customer', 'discounts'],
  })
  await invoices.pay((await open(business)).id, { paid_out_of_band: true })
  await invoices.voidInvoice((await open(business)).id)
  await invoices.markUncollectible((await open(business)).id)
  await invoices.pay((await open(business)).id, { payment_method: 'pm_usBankAccount_success' })
  await invoices.pay((await open(business)).id, { payment_method: 'pm_usBankAccount_failure' })
  const refused = await open(business)
  await invoices.pay(refused.id, { payment_method: 'pm_card_chargeDeclined' }).catch(() => {})
  business.passDays(6)
  await invoices.list({ expand: ['data.payments'] })
}

async function walkInvoicePayments(business: Business): Promise<void> {
  const { stripe, customer } = business
  const { id, amount_remaining: amount } = await open(business)
  const currency = 'usd'
  const money = await stripe.paymentIntents.create({ customer, amount: amount - 100, currency })
  await stripe.invoices.attachPayment(id, { payment_intent: money.id })
  await stripe.paymentIntents.confirm(money.id, { payment_method: 'pm_card_visa' })
  const moment = Math.floor(Date.UTC(2026, 10, 19) / 1000)
  const record = await stripe.paymentRecords.reportPayment({
    amount_requested: { currency, value: 100 },
    initiated_at: moment,
    guaranteed: { guaranteed_at: moment },
    outcome: 'guaranteed',
    payment_method_details: { custom: { display_name: 'Cheque', type: 'cheque' }, type: 'custom' },
    processor_details: { type: 'custom', custom: { payment_reference: 'CHQ-1' } },
  })
  await stripe.paymentRecords.retrieve(record.id)
  await stripe.invoices.attachPayment(id, { payment_record: record.id })
  await stripe.invoices.retrieve(id, { expand: ['payments'] })
  const { data } = await stripe.invoicePayments.list({ expand: ['data.payment.payment_intent'] })
  await stripe.invoicePayments.retrieve(data[0]?.id ?? '', { expand: ['invoice'] })
}

async function walkCreditNotes(business: Business): Promise<void> {
  const { creditNotes, invoices } = business.stripe
  const { id: invoice } = await open(business)
  await creditNotes.preview({ invoice, amount: 100 })
  const { id } = await creditNotes.create({ invoice, amount: 100, memo: 'Sorry' })
  await creditNotes.update(id, { memo: 'So sorry' })
  await creditNotes.retrieve(id, { expand: ['invoice', 'customer'] })
  await creditNotes.listLineItems(id)
  await creditNotes.voidCreditNote(id)
  await invoices.pay(invoice, { payment_method: 'pm_card_visa' })
  await creditNotes.create({ invoice, amount: 300, refund_amount: 200, credit_amount: 100 })
  await creditNotes.list()
}
