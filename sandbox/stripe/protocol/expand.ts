import { StripeError } from './errors.ts'
import type { Sql } from '../store/store.ts'
import { findRecord, findRecords, findRelated } from '../store/store.ts'
import { listRecords, type Filter } from './lists.ts'
import type { Kind } from '../store/records.ts'
import { searchTotals } from './search-total.ts'

/**
 * Puts objects in the place of their ids, as https://docs.stripe.com/api/expanding_objects
 * describes: dotted paths, `data.` first on lists, at most four levels. The answer is changed in
 * place. A property that cannot be expanded is refused with a 400.
 */
export async function expandAnswer(
  sql: Sql,
  answer: object,
  paths: string[] | undefined,
): Promise<void> {
  const tree: Tree = new Map()
  for (const path of paths ?? []) {
    const parts = path.split('.')
    if (parts.filter((part) => part !== 'data').length > 4) {
      const message = `You cannot expand more than 4 levels of a property (Property: ${path}).`
      throw new StripeError(400, message, { param: 'expand' })
    }
    let branch = tree
    for (const part of parts) {
      const next: Tree = branch.get(part) ?? new Map()
      branch.set(part, next)
      branch = next
    }
  }
  await grow(sql, [{ node: answer, place: placeOf(answer) }], tree, '')
}

type Tree = Map<string, Tree>

/** A value on the way, and what the table of expandable fields calls its place. */
interface Spot {
  node: object
  place: string
}

async function grow(sql: Sql, spots: Spot[], tree: Tree, path: string): Promise<void> {
  for (const [field, below] of tree) {
    const name = path ? `${path}.${field}` : field
    const known = spots.filter((spot) => field in spot.node || COMPUTED[at(spot, field)])
    const possible = known.length > 0 || spots.some((spot) => EXPANDABLE.has(at(spot, field)))
    if (spots.length > 0 && !possible) throw notExpandable(name)
    const next: Spot[] = []
    for (const spot of known) await addComputed(sql, spot, field)
    const objects = await load(sql, known, field)
    for (const spot of known) {
      next.push(...settle(spot, field, objects, below.size === 0 ? name : null))
    }
    await grow(sql, next, below, name)
  }
}

/** Lists that Stripe includes only when asked. */
async function addComputed(sql: Sql, spot: Spot, field: string): Promise<void> {
  const computed = COMPUTED[at(spot, field)]
  if (!computed || field in spot.node) return
  const id = String(Reflect.get(spot.node, 'id'))
  Reflect.set(spot.node, field, await computed(sql, id, spot.node))
}

/** All objects that the ids in this field name, in one query. */
async function load(sql: Sql, spots: Spot[], field: string): Promise<Map<string, object>> {
  const ids = new Set<string>()
  for (const spot of spots) {
    if (!EXPANDABLE.has(at(spot, field))) continue
    const value: unknown = Reflect.get(spot.node, field)
    for (const id of Array.isArray(value) ? value : [value]) {
      if (typeof id === 'string') ids.add(id)
    }
  }
  if (ids.size === 0) return new Map()
  const found = await findRecords(sql, [...ids])
  return new Map(found.map((record) => [record.id, record]))
}

/** Puts the loaded objects in place; gives the values to go on with. */
function settle(
  spot: Spot,
  field: string,
  objects: Map<string, object>,
  leaf: string | null,
): Spot[] {
  const place = at(spot, field)
  const value: unknown = Reflect.get(spot.node, field)
  // A list that is there anyway may be asked for all the same.
  const expandable = EXPANDABLE.has(place) || COMPUTED[place] !== undefined || isList(value)
  if (leaf !== null && !expandable) throw notExpandable(leaf)
  const members: unknown[] = Array.isArray(value) ? value : [value]
  // A copy each: the same object may stand in several places that are expanded differently.
  const full = members.map((member) =>
    typeof member === 'string' ? structuredClone(objects.get(member) ?? member) : member,
  )
  if (EXPANDABLE.has(place)) Reflect.set(spot.node, field, Array.isArray(value) ? full : full[0])
  return full
    .filter((member) => typeof member === 'object' && member !== null)
    .map((node) => ({ node, place: placeOf(node) || place }))
}

function isList(value: unknown): boolean {
  return typeof value === 'object' && value !== null && placeOf(value) === 'list'
}

function at(spot: Spot, field: string): string {
  return `${spot.place}.${field}`
}

function placeOf(node: object): string {
  return 'object' in node && typeof node.object === 'string' ? node.object : ''
}

function notExpandable(path: string): StripeError {
  const message = `This property cannot be expanded (${path}).`
  return new StripeError(400, message, { param: 'expand' })
}

/** Fields that hold an id which may be expanded, by the object (and hash) they stand in. */
const EXPANDABLE = new Set([
  'charge.payment_method_details.card.mandate',
  'checkout.session.customer',
  'checkout.session.invoice',
  'checkout.session.payment_intent',
  'checkout.session.payment_link',
  'credit_note.customer',
  'credit_note.customer_balance_transaction',
  'credit_note.discount_amounts.discount',
  'credit_note.invoice',
  'credit_note.refunds.refund',
  'customer.default_source',
  'customer.invoice_settings.default_payment_method',
  'customer.test_clock',
  'customer_balance_transaction.credit_note',
  'customer_balance_transaction.customer',
  'customer_balance_transaction.invoice',
  'discount.promotion_code',
  'invoice.default_source',
  'invoice.from_invoice.invoice',
  'invoice.latest_revision',
  'invoice.test_clock',
  'invoice_payment.payment.payment_record',
  'item.price.product',
  'payment_method.customer',
  'product.default_price',
  'promotion_code.customer',
  'promotion_code.promotion.coupon',
  'refund.failure_balance_transaction',
  'tax_id.customer',
  'balance_transaction.source',
  'charge.balance_transaction',
  'charge.customer',
  'charge.failure_balance_transaction',
  'charge.payment_intent',
  'discount.customer',
  'discount.source.coupon',
  'invoice.customer',
  'invoice.default_payment_method',
  'invoice.discounts',
  'invoice.total_discount_amounts.discount',
  'invoice_payment.invoice',
  'invoice_payment.payment.charge',
  'invoice_payment.payment.payment_intent',
  'invoiceitem.customer',
  'invoiceitem.discounts',
  'invoiceitem.invoice',
  'line_item.discount_amounts.discount',
  'line_item.discounts',
  'line_item.pricing.price_details.price',
  'payment_intent.customer',
  'payment_intent.latest_charge',
  'payment_intent.payment_method',
  'price.product',
  'refund.balance_transaction',
  'refund.charge',
  'refund.customer',
  'refund.payment_intent',
])

type Computed = (sql: Sql, id: string, node: object) => Promise<unknown>

const COMPUTED: Record<string, Computed | undefined> = {
  'charge.refunds': (sql, id) =>
    first10(sql, 'refund', { column: 'charge', is: id }, `/v1/charges/${id}/refunds`),
  'customer.subscriptions': async (_sql, id) => empty(`/v1/customers/${id}/subscriptions`),
  'customer.tax_ids': (sql, id) =>
    first10(sql, 'tax_id', { column: 'customer', is: id }, `/v1/customers/${id}/tax_ids`),
  'checkout.session.line_items': (sql, id) =>
    first10(sql, 'item', { column: 'owner', is: id }, `/v1/checkout/sessions/${id}/line_items`),
  'invoice.amount_paid_off_stripe': amountPaidOffStripe,
  'invoice.confirmation_secret': confirmationSecret,
  'payment_link.line_items': (sql, id) =>
    first10(sql, 'item', { column: 'owner', is: id }, `/v1/payment_links/${id}/line_items`),
  'invoice.payments': (sql, id) =>
    first10(sql, 'invoice_payment', { column: 'invoice', is: id }, '/v1/invoice_payments'),
  'search_result.total_count': async (_sql, _id, node) => searchTotals.get(node)?.(),
}

async function first10(sql: Sql, kind: Kind, filter: Filter, url: string) {
  return listRecords(sql, { kind, url, page: {}, filters: [filter] })
}

/** What was paid on record only: all that was paid less what came through Stripe. */
async function amountPaidOffStripe(sql: Sql, id: string, node: object): Promise<number> {
  const payments = await findRelated(sql, 'invoice_payment', 'invoice', id)
  const own = payments.filter(
    ({ payment, status }) => status === 'paid' && payment.type !== 'payment_record',
  )
  const came = own.reduce((total, payment) => total + (payment.amount_paid ?? 0), 0)
  return Math.max(0, Number(Reflect.get(node, 'amount_paid')) - came)
}

/** The secret by which a browser may pay what an invoice still expects. */
async function confirmationSecret(sql: Sql, id: string): Promise<object | null> {
  const payments = await findRelated(sql, 'invoice_payment', 'invoice', id)
  const own = payments.find(({ is_default, status }) => is_default && status === 'open')
  const intent = await findRecord(sql, 'payment_intent', own?.payment.payment_intent ?? '')
  return intent ? { client_secret: intent.client_secret, type: 'payment_intent' } : null
}

function empty(url: string) {
  return { object: 'list', data: [], has_more: false, url }
}
