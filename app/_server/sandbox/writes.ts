import type Stripe from 'stripe'
import { z } from 'zod'
import { toMinor } from '#nodes/currency.ts'
import type { JsonObject } from '#nodes/json.ts'
import { control, type SandboxLink } from './link.ts'
import type { NetSuiteAccount } from './netsuite-account.ts'
import type { NetSuiteList, StripeList } from './rows.ts'

/** Major units with at most as many places as any currency has; finer ones are refused later. */
const amount = z
  .string()
  .trim()
  .regex(/^\d{1,12}(\.\d{1,4})?$/, 'An amount such as 120 or 99.50.')

const line = z.object({
  text: z.string().trim().min(1).max(1_000),
  quantity: z.number().int().min(1).max(10_000),
  /** Of one piece, major units. */
  price: amount,
})

export const newInvoice = z.object({
  customerId: z.string().min(1).max(100),
  currency: z.string().length(3),
  lines: z.array(line).min(1).max(50),
  /** NetSuite: the item that every line sells. */
  itemId: z.string().max(20).optional(),
})

export type NewInvoice = z.infer<typeof newInvoice>

/** What the page of a record lets its user change. */
export const changes = z.object({
  name: z.string().trim().min(1).max(250).optional(),
  email: z.union([z.literal(''), z.email()]).optional(),
  memo: z.string().max(500).optional(),
})

export type Changes = z.infer<typeof changes>

/** Makes an invoice in Stripe, as the Dashboard does: a draft, its lines, finalised. Gives its id. */
export async function createStripeInvoice(stripe: Stripe, invoice: NewInvoice): Promise<string> {
  const { customerId, currency, lines } = invoice
  const draft = await stripe.invoices.create({
    customer: customerId,
    currency: currency.toLowerCase(),
    collection_method: 'send_invoice',
    days_until_due: 30,
    auto_advance: false,
    payment_settings: {
      payment_method_types: currency === 'USD' ? ['card', 'us_bank_account'] : ['card'],
    },
  })
  for (const { text, quantity, price } of lines) {
    await stripe.invoiceItems.create({
      customer: customerId,
      invoice: draft.id,
      description: text,
      currency: currency.toLowerCase(),
      amount: toMinor(price, currency).times(quantity).toNumber(),
    })
  }
  return (await stripe.invoices.finalizeInvoice(draft.id)).id
}

/** Makes an invoice in NetSuite over its record service. Gives its id. */
export async function createNetSuiteInvoice(
  account: NetSuiteAccount,
  invoice: NewInvoice,
): Promise<string> {
  const find = 'SELECT id FROM currency WHERE symbol = ?'
  const { rows } = await account.query(find, [invoice.currency], { limit: 1, offset: 0 })
  const currencyId = rows[0]?.id ?? ''
  return account.create('invoice', {
    entity: { id: invoice.customerId },
    currency: { id: String(currencyId) },
    item: {
      items: invoice.lines.map(({ text, quantity, price }) => ({
        item: { id: invoice.itemId ?? '' },
        description: text,
        quantity,
        rate: Number(price),
      })),
    },
  })
}

export async function editStripe(
  stripe: Stripe,
  list: StripeList,
  id: string,
  { name, email, memo }: Changes,
): Promise<void> {
  if (list === 'customer') await stripe.customers.update(id, { name, email: email || undefined })
  else if (list === 'invoice') await stripe.invoices.update(id, { description: memo })
}

export async function editNetSuite(
  account: NetSuiteAccount,
  list: NetSuiteList,
  id: string,
  { name, email, memo }: Changes,
): Promise<void> {
  const body: JsonObject =
    list === 'customer'
      ? { ...(name ? { companyName: name } : {}), ...(email ? { email } : {}) }
      : { memo: memo ?? '' }
  await account.update(list, id, body)
}

/** NetSuite's record service cannot void; its users press a button, and so does this. */
export async function voidNetSuite(link: SandboxLink, type: NetSuiteList, id: string) {
  await control(link, 'netsuite', 'POST /void', { type, id })
}

/** How an open invoice is paid. */
export const PAY_METHODS = ['card', 'declined card', 'ach', 'out of band'] as const

export async function payInvoice(
  stripe: Stripe,
  id: string,
  method: (typeof PAY_METHODS)[number],
): Promise<void> {
  if (method === 'out of band') await stripe.invoices.pay(id, { paid_out_of_band: true })
  else await stripe.invoices.pay(id, { payment_method: PAYMENT_METHODS[method] })
}

/** Stripe's own names of test methods. https://docs.stripe.com/testing */
const PAYMENT_METHODS = {
  card: 'pm_card_visa',
  'declined card': 'pm_card_chargeDeclined',
  ach: 'pm_usBankAccount_success',
} as const

/** Ends a bank debit now instead of in some business days; `how` says what the bank decides. */
export async function settlePayment(
  link: SandboxLink,
  stripe: Stripe,
  payment: { id: string; how: 'settle' | 'fail' },
): Promise<void> {
  const { latest_charge: charge } = await stripe.paymentIntents.retrieve(payment.id)
  const id = typeof charge === 'string' ? charge : charge?.id
  await control(link, 'stripe', `POST /charges/${id}/${payment.how}`)
}

/** Refunds a payment, all that is left of it without an amount. `major` in major units. */
export async function refundPayment(
  stripe: Stripe,
  refund: { id: string; major: string | null; currency: string },
): Promise<string> {
  const { id, major, currency } = refund
  const amount = major === null ? undefined : toMinor(major, currency).toNumber()
  return (await stripe.refunds.create({ payment_intent: id, amount })).id
}

export { amount as amountSchema }
