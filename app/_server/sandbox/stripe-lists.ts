import type Stripe from 'stripe'
import { toMajor } from '#nodes/currency.ts'
import { stripeCounterpart, netSuiteCounterpart } from './counterparts.ts'
import type { Counterpart, PageQuery, SandboxPage, SandboxRow, StripeList } from './rows.ts'

/** One page of a list of the Stripe stand-in, newest first; the search finds names, numbers and ids. */
export async function listStripe(
  stripe: Stripe,
  list: StripeList,
  query: PageQuery,
): Promise<SandboxPage> {
  const search = query.search.trim()
  if (stripeCounterpart(search)?.list === list) return byId(stripe, list, search)
  if (search !== '') return searched(stripe, list, { ...query, search })
  const page = { limit: query.limit, ...(query.after ? { starting_after: query.after } : {}) }
  switch (list) {
    case 'customer':
      return toPage(await stripe.customers.list(page), customerRow)
    case 'invoice':
      return toPage(await stripe.invoices.list(page), invoiceRow)
    case 'payment_intent':
      return toPage(
        await stripe.paymentIntents.list({ ...page, expand: ['data.customer'] }),
        paymentRow,
      )
    case 'credit_note':
      return toPage(await stripe.creditNotes.list(page), creditNoteRow)
    case 'refund':
      return toPage(await stripe.refunds.list(page), refundRow)
  }
}

async function searched(
  stripe: Stripe,
  list: StripeList,
  { search, after, limit }: PageQuery,
): Promise<SandboxPage> {
  const words = quoted(search)
  const page = { limit, ...(after ? { page: after } : {}) }
  if (list === 'customer') {
    const query = `name~${words} OR email~${words}`
    return toFound(await stripe.customers.search({ query, ...page }), customerRow)
  }
  const customers = await stripe.customers.search({
    query: `name~${words} OR email~${words}`,
    limit: MOST_CUSTOMERS,
  })
  const theirs = customers.data.map(({ id }) => `customer:${quoted(id)}`)
  if (list === 'invoice') {
    const query = [`number~${words}`, ...theirs].join(' OR ')
    return toFound(await stripe.invoices.search({ query, ...page }), invoiceRow)
  }
  if (theirs.length === 0) return { rows: [], next: null }
  const query = theirs.join(' OR ')
  if (list === 'payment_intent') {
    const expand = ['data.customer']
    return toFound(await stripe.paymentIntents.search({ query, expand, ...page }), paymentRow)
  }
  // Refunds and credit notes cannot be searched: those of the customers' payments or own lists.
  if (list === 'credit_note') {
    const lists = await Promise.all(
      customers.data.map(({ id }) => stripe.creditNotes.list({ customer: id, limit })),
    )
    return { rows: lists.flatMap(({ data }) => data.map(creditNoteRow)), next: null }
  }
  const intents = await stripe.paymentIntents.search({ query, limit: 100 })
  const lists = await Promise.all(
    intents.data.map(({ id }) => stripe.refunds.list({ payment_intent: id, limit })),
  )
  return { rows: lists.flatMap(({ data }) => data.map(refundRow)), next: null }
}

/** As many as one search names; further ones of the same name are found by a longer name. */
const MOST_CUSTOMERS = 10

async function byId(stripe: Stripe, list: StripeList, id: string): Promise<SandboxPage> {
  const row = await rowOf(stripe, list, id).catch((error: unknown) => {
    if (error instanceof stripe.errors.StripeInvalidRequestError) return null
    throw error
  })
  return { rows: row === null ? [] : [row], next: null }
}

async function rowOf(stripe: Stripe, list: StripeList, id: string): Promise<SandboxRow | null> {
  switch (list) {
    case 'customer': {
      const customer = await stripe.customers.retrieve(id)
      return customer.deleted ? null : customerRow(customer)
    }
    case 'invoice':
      return invoiceRow(await stripe.invoices.retrieve(id))
    case 'payment_intent':
      return paymentRow(await paymentOf(stripe, id))
    case 'credit_note':
      return creditNoteRow(await stripe.creditNotes.retrieve(id))
    case 'refund':
      return refundRow(await stripe.refunds.retrieve(id))
  }
}

/** The payment intent of an id that may also be a charge's. */
export async function paymentOf(stripe: Stripe, id: string): Promise<Stripe.PaymentIntent> {
  const intent = id.startsWith('pi_')
    ? id
    : idOf((await stripe.charges.retrieve(id)).payment_intent)
  return stripe.paymentIntents.retrieve(intent, { expand: ['customer', 'latest_charge'] })
}

export function customerRow(customer: Stripe.Customer): SandboxRow {
  const { id, name, email, created, metadata } = customer
  return {
    id,
    name: name ?? id,
    about: email ?? '',
    state: '',
    amount: null,
    currency: customer.currency?.toUpperCase() ?? null,
    at: moment(created),
    counterpart: noted(metadata, 'netsuite_customer_id', 'customer'),
  }
}

export function invoiceRow(invoice: Stripe.Invoice): SandboxRow {
  return {
    id: invoice.id,
    name: invoice.number ?? 'Draft',
    about: invoice.customer_name ?? '',
    state: invoice.status ?? '',
    ...money(invoice.total, invoice.currency),
    at: moment(invoice.created),
    counterpart: noted(invoice.metadata, 'netsuite_invoice_id', 'invoice'),
  }
}

export function paymentRow(intent: Stripe.PaymentIntent): SandboxRow {
  const { customer } = intent
  const named = customer !== null && typeof customer === 'object' && !customer.deleted
  return {
    id: intent.id,
    name: intent.id,
    about: named ? (customer.name ?? '') : idOf(customer),
    state: intent.status.replaceAll('_', ' '),
    ...money(intent.amount, intent.currency),
    at: moment(intent.created),
    counterpart: noted(intent.metadata, 'netsuite_customer_payment_id', 'customerPayment'),
  }
}

export function creditNoteRow(note: Stripe.CreditNote): SandboxRow {
  return {
    id: note.id,
    name: note.number,
    about: idOf(note.invoice),
    state: note.status,
    ...money(note.total, note.currency),
    at: moment(note.created),
    counterpart: noted(note.metadata, 'netsuite_credit_memo_id', 'creditMemo'),
  }
}

export function refundRow(refund: Stripe.Refund): SandboxRow {
  return {
    id: refund.id,
    name: refund.id,
    about: idOf(refund.payment_intent),
    state: refund.status ?? '',
    ...money(refund.amount, refund.currency),
    at: moment(refund.created),
    counterpart: noted(refund.metadata, 'netsuite_customer_refund_id', 'customerRefund'),
  }
}

/** Minor units as a decimal string of major ones. */
export function money(minor: number, currency: string) {
  const code = currency.toUpperCase()
  return { amount: toMajor(minor, code).toFixed(), currency: code }
}

/** The id of something that Stripe gives as an id or as the whole object. */
export function idOf(reference: string | { id: string } | null | undefined): string {
  return typeof reference === 'string' ? reference : (reference?.id ?? '')
}

/** Seconds since 1970 as ISO 8601. */
export function moment(seconds: number): string {
  return new Date(seconds * 1_000).toISOString()
}

function noted(metadata: Stripe.Metadata | null, key: string, type: string): Counterpart | null {
  const id = metadata?.[key]
  return id ? netSuiteCounterpart(type, id) : null
}

function toPage<T extends { id: string }>(
  page: Stripe.ApiList<T>,
  row: (object: T) => SandboxRow,
): SandboxPage {
  return { rows: page.data.map(row), next: page.has_more ? (page.data.at(-1)?.id ?? null) : null }
}

function toFound<T>(found: Stripe.ApiSearchResult<T>, row: (object: T) => SandboxRow): SandboxPage {
  return { rows: found.data.map(row), next: found.has_more ? found.next_page : null }
}

/** A value in a search query. https://docs.stripe.com/search#search-query-language */
function quoted(text: string): string {
  return `"${text.replace(/["\\]/g, '\\$&')}"`
}
