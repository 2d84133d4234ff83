import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { startStandIn, type StandIn } from '../stand-in.ts'

let standIn: StandIn
beforeAll(async () => {
  standIn = await startStandIn()
})
afterAll(() => standIn.close())

describe('products and prices', () => {
  test('a product gets a price with it, and another one later', async () => {
    const { stripe } = standIn
    const product = await stripe.products.create({
      name: 'Seats',
      default_price_data: { currency: 'usd', unit_amount: 900 },
      expand: ['default_price'],
    })
    expect(product.default_price).toMatchObject({ unit_amount: 900 })
    const price = await stripe.prices.create({
      currency: 'usd',
      lookup_key: 'seats',
      product: product.id,
      unit_amount: 1000,
    })
    const changed = await stripe.products.update(product.id, {
      default_price: price.id,
      description: 'By the month',
    })
    expect(changed).toMatchObject({ default_price: price.id, description: 'By the month' })
    const found = await stripe.prices.list({ lookup_keys: ['seats'], expand: ['data.product'] })
    expect(found.data).toMatchObject([{ id: price.id, product: { name: 'Seats' } }])
  })

  test('a price that is no longer active cannot be invoiced', async () => {
    const { stripe } = standIn
    const price = await stripe.prices.create({
      currency: 'usd',
      product_data: { name: 'Old' },
      unit_amount: 100,
    })
    await stripe.prices.update(price.id, { active: false })
    const { id: customer } = await stripe.customers.create({ name: 'Late' })
    const item = stripe.invoiceItems.create({ customer, pricing: { price: price.id } })
    await expect(item).rejects.toThrow('only accepts active prices')
  })

  test('a product that was deleted is gone', async () => {
    const { stripe } = standIn
    const { id } = await stripe.products.create({ name: 'Gone' })
    expect(await stripe.products.del(id)).toMatchObject({ deleted: true })
    await expect(stripe.products.retrieve(id)).rejects.toThrow(`No such product: '${id}'`)
  })

  test('a promotion code takes its coupon off an invoice', async () => {
    const { stripe } = standIn
    const coupon = await stripe.coupons.create({ amount_off: 300, currency: 'usd' })
    const code = await stripe.promotionCodes.create({
      code: 'SPRING',
      promotion: { coupon: coupon.id, type: 'coupon' },
    })
    const { id: customer } = await stripe.customers.create({ name: 'Thrifty' })
    const draft = await stripe.invoices.create({
      customer,
      discounts: [{ promotion_code: code.id }],
    })
    await stripe.invoiceItems.create({ customer, invoice: draft.id, amount: 1000, currency: 'usd' })
    expect(await stripe.invoices.retrieve(draft.id)).toMatchObject({ subtotal: 1000, total: 700 })
  })
})

describe('customers', () => {
  test('tax ids come with a customer, are added and taken away', async () => {
    const { stripe } = standIn
    const customer = await stripe.customers.create({
      name: 'Taxed',
      tax_id_data: [{ type: 'eu_vat', value: 'DE123456789' }],
      expand: ['tax_ids'],
    })
    expect(customer.tax_ids?.data).toMatchObject([{ country: 'DE', type: 'eu_vat' }])
    const added = await stripe.customers.createTaxId(customer.id, {
      type: 'gb_vat',
      value: 'GB123456789',
    })
    const invoice = await stripe.invoices.create({ customer: customer.id })
    expect(invoice.customer_tax_ids).toEqual([
      { type: 'eu_vat', value: 'DE123456789' },
      { type: 'gb_vat', value: 'GB123456789' },
    ])
    await stripe.customers.deleteTaxId(customer.id, added.id)
    expect((await stripe.customers.listTaxIds(customer.id)).data).toHaveLength(1)
  })

  test('every change of a balance leaves an entry', async () => {
    const { stripe } = standIn
    const { id } = await stripe.customers.create({ name: 'Balanced', balance: -500 })
    await stripe.customers.createBalanceTransaction(id, { amount: 200, currency: 'usd' })
    await stripe.customers.update(id, { balance: -1000 })
    const entries = await stripe.customers.listBalanceTransactions(id)
    expect(entries.data.map(({ amount, type }) => [amount, type])).toEqual([
      [-700, 'adjustment'],
      [200, 'adjustment'],
      [-500, 'initial'],
    ])
    expect(await stripe.customers.retrieve(id)).toMatchObject({ balance: -1000 })
  })
})

describe('payment links', () => {
  test('one that is for one payment is closed after it, and the session knows its metadata', async () => {
    const { stripe } = standIn
    const link = await stripe.paymentLinks.create({
      line_items: [
        {
          price_data: {
            currency: 'usd',
            product_data: { name: 'Invoice INV07' },
            unit_amount: 4200,
          },
          quantity: 2,
        },
      ],
      metadata: { netsuite_invoice_id: '1215' },
      payment_intent_data: { metadata: { netsuite_invoice_id: '1215' } },
      restrictions: { completed_sessions: { limit: 1 } },
    })
    expect(link.url).toContain(`${standIn.url}/b/`)
    const lines = await stripe.paymentLinks.listLineItems(link.id)
    expect(lines.data).toMatchObject([{ amount_total: 8400, description: 'Invoice INV07' }])
    await standIn.control('POST', `/payment_links/${link.id}/pay`, { email: 'a@acme.test' })
    const sessions = await stripe.checkout.sessions.list({
      payment_link: link.id,
      expand: ['data.payment_intent.latest_charge', 'data.line_items'],
    })
    expect(sessions.data).toMatchObject([
      {
        amount_total: 8400,
        customer_details: { email: 'a@acme.test' },
        line_items: { data: [{ quantity: 2 }] },
        metadata: { netsuite_invoice_id: '1215' },
        payment_intent: {
          latest_charge: { billing_details: { email: 'a@acme.test' } },
          metadata: { netsuite_invoice_id: '1215' },
        },
        payment_status: 'paid',
      },
    ])
    expect(await stripe.paymentLinks.retrieve(link.id)).toMatchObject({ active: false })
    const again = await standIn.control('POST', `/payment_links/${link.id}/pay`)
    expect(again).toMatchObject({ error: { message: expect.stringContaining('no longer active') } })
  })

  test('one that is paid by bank debit tells when the money has come', async () => {
    const { stripe } = standIn
    const price = await stripe.prices.create({
      currency: 'usd',
      product_data: { name: 'Seat' },
      unit_amount: 900,
    })
    const link = await stripe.paymentLinks.create({
      line_items: [{ price: price.id, quantity: 1 }],
    })
    const session = await standIn.control('POST', `/payment_links/${link.id}/pay`, {
      payment_method: 'pm_usBankAccount_success',
    })
    expect(session).toMatchObject({ payment_status: 'unpaid', status: 'complete' })
    standIn.clock.now = new Date(standIn.clock.now.getTime() + 7 * 86_400_000)
    const told = await stripe.events.list({ type: 'checkout.session.async_payment_succeeded' })
    expect(told.data[0]?.data.object).toMatchObject({ payment_status: 'paid' })
  })
})
