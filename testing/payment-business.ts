import type Stripe from 'stripe'
import type { JsonObject } from '#nodes/json.ts'
import type { TemplateWorld } from './template-world.ts'

/** An item of the NetSuite sandbox that can be sold. */
const SERVICE = '90'

/** A customer that both systems know as the same. */
export interface Buyer {
  stripe: string
  netsuite: string
}

/** Adds a customer to both systems; NetSuite knows its Stripe id. */
export async function newBuyer(world: TemplateWorld, currency = '1'): Promise<Buyer> {
  const name = `Buyer ${crypto.randomUUID()}`
  const { id } = await world.stripe.customers.create({ name, email: `${name.slice(6)}@buyer.test` })
  const netsuite = await world.netsuite.create(
    'customer',
    {
      companyName: name,
      ...{ subsidiary: { id: '1' }, currency: { id: currency } },
      custentity_stripe_customer_id: id,
    },
    world.signal,
  )
  return { stripe: id, netsuite }
}

/** Adds a finalized Stripe invoice over one line; `amount` in minor units. */
export async function stripeInvoice(
  { stripe }: TemplateWorld,
  buyer: Buyer,
  amount: number,
  metadata: Record<string, string> = {},
): Promise<Stripe.Invoice> {
  const draft = await stripe.invoices.create({
    customer: buyer.stripe,
    ...{ collection_method: 'send_invoice', days_until_due: 30, currency: 'usd', metadata },
  })
  const { id: invoice = '' } = draft
  await stripe.invoiceItems.create({ customer: buyer.stripe, invoice, amount, currency: 'usd' })
  return stripe.invoices.finalizeInvoice(invoice)
}

/** Adds a NetSuite invoice over one line; `amount` in major units. Gives its id. */
export function netsuiteInvoice(
  world: TemplateWorld,
  buyer: Buyer,
  amount: number,
  fields: JsonObject = {},
): Promise<string> {
  const items = [{ item: { id: SERVICE }, quantity: 1, rate: amount }]
  const facts = { entity: { id: buyer.netsuite }, item: { items }, ...fields }
  return world.netsuite.create('invoice', facts, world.signal)
}

/** Takes money from a card right away; gives the payment intent. `amount` in minor units. */
export function payByCard(
  { stripe }: TemplateWorld,
  buyer: Pick<Buyer, 'stripe'> | null,
  amount: number,
  over: Partial<Stripe.PaymentIntentCreateParams> = {},
): Promise<Stripe.PaymentIntent> {
  return stripe.paymentIntents.create({
    ...(buyer ? { customer: buyer.stripe } : {}),
    ...{ amount, currency: 'usd', payment_method: 'pm_card_visa', confirm: true },
    ...over,
  })
}

/** Takes money from a bank account, and lets it arrive; gives intent and charge. `amount` in minor units. */
export async function payByBank(
  world: TemplateWorld,
  buyer: Buyer,
  amount: number,
): Promise<{ intent: string; charge: string }> {
  const { id, latest_charge } = await payByCard(world, buyer, amount, {
    payment_method: 'pm_usBankAccount_success',
  })
  const charge = String(latest_charge)
  await world.control('stripe', 'POST', `/charges/${charge}/settle`)
  return { intent: id, charge }
}

/** Pays an open invoice in parts, each by a payment of its own. Amounts in minor units. */
export async function payInParts(
  world: TemplateWorld,
  buyer: Buyer,
  invoice: Stripe.Invoice,
  amounts: readonly number[],
): Promise<Stripe.PaymentIntent[]> {
  const intents = []
  for (const amount of amounts) {
    const intent = await payByCard(world, buyer, amount)
    await world.stripe.invoices.attachPayment(invoice.id ?? '', { payment_intent: intent.id })
    intents.push(intent)
  }
  return intents
}

/** A NetSuite record as it is now; fails when there is none. */
export async function netsuiteRecord(
  world: TemplateWorld,
  type: string,
  id: string | { externalId: string },
): Promise<JsonObject> {
  const key = typeof id === 'string' ? { id } : id
  const record = await world.netsuite.get(type, key, { signal: world.signal })
  if (!record) throw new Error(`NetSuite has no ${type} ${JSON.stringify(id)}.`)
  return record
}

/** The NetSuite payments of a customer, the oldest first. */
export async function paymentsOf(world: TemplateWorld, buyer: Buyer): Promise<JsonObject[]> {
  const rows = await world.query(
    "SELECT id FROM transaction WHERE type = 'CustPymt' AND entity = ? ORDER BY id",
    [buyer.netsuite],
  )
  return Promise.all(rows.map(({ id = '' }) => netsuiteRecord(world, 'customerPayment', id)))
}

/** Closes or opens the present month in NetSuite. */
export async function closePeriod(world: TemplateWorld, closed: boolean): Promise<void> {
  const month = new Intl.DateTimeFormat('en-US', {
    ...({ month: 'short', year: 'numeric', timeZone: 'America/Los_Angeles' } as const),
  })
  const period = encodeURIComponent(month.format(new Date()))
  await world.control('netsuite', 'PATCH', `/periods/${period}`, { closed })
}
