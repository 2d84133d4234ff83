import { toMinor } from '#nodes/currency.ts'
import type { JsonObject } from '#nodes/json.ts'
import type { TemplateWorld } from './template-world.ts'

/** An invoice and its payment as they stand in both systems. */
export interface PaidSale {
  /** The NetSuite customer. */
  customer: string
  /** The NetSuite invoice; blank where there is none. */
  invoice: string
  /** The NetSuite customer payment. */
  payment: string
  /** Blank for a payment that is for no Stripe invoice. */
  stripeInvoice: string
  intent: string
  /** Books invoice and payment in NetSuite, where that was left for later. */
  book: () => Promise<void>
}

interface Wish {
  /** Of each line, in major units. */
  amounts: readonly number[]
  currency?: 'usd' | 'eur' | 'jpy'
  /** Major units; another amount than the invoice’s is paid without a Stripe invoice. */
  paid?: number
  /** False: a payment only, which is applied to nothing. */
  invoice?: boolean
  /** False: NetSuite has nothing of it until `book` is called. */
  booked?: boolean
  method?: string
}

const CURRENCIES = { usd: '1', eur: '4', jpy: '5' }

/** Sells something: invoiced and paid in Stripe, and booked in NetSuite as the flows would. */
export async function paidSale(world: TemplateWorld, wish: Wish): Promise<PaidSale> {
  const { amounts, currency = 'usd', invoice = true, booked = true } = wish
  const total = amounts.reduce((sum, one) => sum + one, 0)
  const paid = wish.paid ?? total
  const whole = invoice && paid === total
  const money = await (whole ? payInvoice(world, wish, currency) : payOnly(world, paid, currency))
  const { signal, netsuite } = world
  const { id: intent, latest_charge } = await world.stripe.paymentIntents.retrieve(money.intent)
  const charge = typeof latest_charge === 'string' ? latest_charge : ''
  const of = { subsidiary: { id: '1' }, currency: { id: CURRENCIES[currency] } }
  const customer = await netsuite.create(
    'customer',
    { companyName: `Buyer ${money.customer}`, ...of },
    signal,
  )
  const { stripeInvoice } = money
  const sale: PaidSale = {
    ...{ customer, invoice: '', payment: '', stripeInvoice, intent },
    book: async () => {
      const fields = { entity: { id: customer }, ...of }
      const items = amounts.map((amount) => ({ item: { id: '90' }, quantity: 1, amount }))
      const known: JsonObject = whole
        ? { externalId: stripeInvoice, custbody_stripe_invoice_id: stripeInvoice }
        : {}
      if (invoice) {
        const body = { ...fields, ...known, item: { items } }
        sale.invoice = await netsuite.create('invoice', body, signal)
      }
      const line = { doc: { id: sale.invoice }, apply: true, amount: Math.min(paid, total) }
      const payment = {
        ...{ customer: { id: customer }, ...of, payment: paid, account: { id: '7' } },
        ...{ custbody_stripe_payment_id: intent, custbody_stripe_charge_id: charge },
        ...(invoice ? { apply: { items: [line] } } : {}),
      }
      sale.payment = await netsuite.create('customerPayment', payment, signal)
    },
  }
  if (booked) await sale.book()
  return sale
}

async function payInvoice(
  world: TemplateWorld,
  { amounts, method = 'pm_card_visa' }: Wish,
  currency: string,
) {
  const { stripe } = world
  const customer = (await stripe.customers.create({ name: 'Buyer' })).id
  const terms = { collection_method: 'send_invoice', days_until_due: 30 } as const
  const draft = await stripe.invoices.create({ customer, currency, ...terms })
  const { id: invoice } = draft
  for (const major of amounts) {
    const amount = Number(toMinor(major, currency).toFixed())
    await stripe.invoiceItems.create({ customer, invoice, currency, amount })
  }
  await stripe.invoices.finalizeInvoice(invoice)
  await stripe.invoices.pay(invoice, { payment_method: method })
  const intent = await intentOf(world, invoice)
  const { latest_charge } = await stripe.paymentIntents.retrieve(intent)
  if (typeof latest_charge === 'string' && latest_charge.startsWith('py_'))
    await world.control('stripe', 'POST', `/charges/${latest_charge}/settle`)
  return { customer, stripeInvoice: invoice, intent }
}

async function intentOf({ stripe }: TemplateWorld, invoice: string): Promise<string> {
  const { data } = await stripe.invoicePayments.list({ invoice })
  for (const { payment } of data)
    if (typeof payment.payment_intent === 'string') return payment.payment_intent
  throw new Error(`The invoice ${invoice} was not paid.`)
}

async function payOnly({ stripe }: TemplateWorld, paid: number, currency: string) {
  const customer = (await stripe.customers.create({ name: 'Buyer' })).id
  const { id: intent } = await stripe.paymentIntents.create({
    ...{ customer, currency, amount: Number(toMinor(paid, currency).toFixed()) },
    ...{ payment_method: 'pm_card_visa', confirm: true },
  })
  return { customer, stripeInvoice: '', intent }
}
