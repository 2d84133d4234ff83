import type Stripe from 'stripe'
import { walkInvoices } from './stripe-walk-invoices.ts'
import { walkPayments } from './stripe-walk-payments.ts'

/** What happens beside the API. */
export interface Outside {
  /** Moves the clock of the account on. */
  passDays: (days: number) => void
  /** Somebody pays by a payment link. */
  payLink: (id: string) => Promise<unknown>
}

/** What the walk has made that its parts share. */
export interface Business extends Outside {
  stripe: Stripe
  customer: string
  product: string
  price: string
  taxRate: string
  coupon: string
}

/** Makes every call of the API at least once, in the course of a make-believe business. */
export async function walkAccount(stripe: Stripe, outside: Outside): Promise<void> {
  await stripe.accounts.retrieveCurrent()
  const endpoint = await walkWebhookEndpoints(stripe)
  const catalogue = await walkCatalogue(stripe)
  const customer = await walkCustomers(stripe)
  const business: Business = { ...outside, ...catalogue, stripe, customer }
  await walkInvoices(business)
  await walkPayments(business)
  await walkPaymentLinks(business)
  await walkTestClocks(stripe)
  await walkSearches(stripe)
  await walkEvents(stripe)
  await stripe.webhookEndpoints.del(endpoint)
}

async function walkWebhookEndpoints({ webhookEndpoints }: Stripe): Promise<string> {
  const url = 'http://127.0.0.1:9/hooks'
  const { id } = await webhookEndpoints.create({ url, enabled_events: ['invoice.paid'] })
  await webhookEndpoints.update(id, { disabled: true, metadata: { a: '1' } })
  await webhookEndpoints.retrieve(id)
  await webhookEndpoints.list()
  return id
}

async function walkCatalogue({ products, prices, taxRates, coupons, promotionCodes }: Stripe) {
  const product = await products.create({ name: 'Seats' })
  await products.update(product.id, { description: 'Per seat and month' })
  await products.retrieve(product.id)
  await products.list()
  await products.del((await products.create({ name: 'Gone' })).id)
  const price = await prices.create({ product: product.id, currency: 'usd', unit_amount: 5000 })
  await prices.update(price.id, { nickname: 'Standard' })
  await prices.retrieve(price.id, { expand: ['product'] })
  await prices.list()
  const taxRate = await taxRates.create({ display_name: 'VAT', percentage: 20, inclusive: false })
  await taxRates.update(taxRate.id, { description: 'Value added tax' })
  await taxRates.retrieve(taxRate.id)
  await taxRates.list()
  const coupon = await coupons.create({ percent_off: 10, duration: 'once' })
  await coupons.update(coupon.id, { name: 'Ten' })
  await coupons.retrieve(coupon.id)
  await coupons.list()
  await coupons.del((await coupons.create({ percent_off: 5, duration: 'once' })).id)
  const code = await promotionCodes.create({ promotion: { type: 'coupon', coupon: coupon.id } })
  await promotionCodes.update(code.id, { active: false })
  await promotionCodes.retrieve(code.id)
  await promotionCodes.list()
  return { product: product.id, price: price.id, taxRate: taxRate.id, coupon: coupon.id }
}

async function walkCustomers({ customers }: Stripe): Promise<string> {
  const address = { line1: '1 Main St', city: 'Austin', country: 'US', postal_code: '78701' }
  const { id } = await customers.create({
    name: 'Acme Ltd',
    email: 'ap@acme.test',
    address,
    shipping: { name: 'Acme', address },
    metadata: { netsuite_id: '647' },
  })
  await customers.update(id, { phone: '+15125550100', preferred_locales: ['en'] })
  const taxId = await customers.createTaxId(id, { type: 'eu_vat', value: 'DE123456789' })
  await customers.retrieveTaxId(id, taxId.id)
  await customers.listTaxIds(id)
  await customers.retrieve(id, { expand: ['tax_ids'] })
  await customers.deleteTaxId(id, taxId.id)
  const credit = await customers.createBalanceTransaction(id, { amount: -500, currency: 'usd' })
  await customers.updateBalanceTransaction(id, credit.id, { description: 'Goodwill' })
  await customers.retrieveBalanceTransaction(id, credit.id)
  await customers.listBalanceTransactions(id)
  await customers.list()
  const gone = await customers.create({ name: 'Gone' })
  await customers.del(gone.id)
  await customers.retrieve(gone.id)
  return id
}

async function walkPaymentLinks({ stripe, price, payLink }: Business): Promise<void> {
  const { paymentLinks, checkout } = stripe
  const link = await paymentLinks.create({
    line_items: [{ price, quantity: 2 }],
    metadata: { from: 'walk' },
    restrictions: { completed_sessions: { limit: 3 } },
  })
  await paymentLinks.update(link.id, { metadata: { a: '1' } })
  await paymentLinks.retrieve(link.id, { expand: ['line_items'] })
  await paymentLinks.listLineItems(link.id)
  await paymentLinks.list()
  await payLink(link.id)
  const { data } = await checkout.sessions.list({ payment_link: link.id })
  const session = data[0]?.id ?? ''
  await checkout.sessions.retrieve(session, { expand: ['line_items', 'payment_intent'] })
  await checkout.sessions.listLineItems(session)
}

async function walkTestClocks({ testHelpers }: Stripe): Promise<void> {
  const { testClocks } = testHelpers
  const frozen = Math.floor(Date.UTC(2026, 10, 20) / 1000)
  const clock = await testClocks.create({ frozen_time: frozen, name: 'Walk' })
  await testClocks.advance(clock.id, { frozen_time: frozen + 3600 })
  await testClocks.retrieve(clock.id)
  await testClocks.list()
  await testClocks.del(clock.id)
}

async function walkSearches(stripe: Stripe): Promise<void> {
  const query = 'created>0'
  await stripe.customers.search({ query })
  await stripe.invoices.search({ query })
  await stripe.charges.search({ query })
  await stripe.paymentIntents.search({ query })
  await stripe.prices.search({ query: 'active:"true"' })
  await stripe.products.search({ query: 'active:"true"' })
}

async function walkEvents({ events }: Stripe): Promise<void> {
  for await (const event of events.list({ limit: 100 })) {
    if (event.type === 'customer.created') await events.retrieve(event.id)
  }
}
