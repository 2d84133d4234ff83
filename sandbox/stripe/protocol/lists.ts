import type { z } from 'zod'
import { missing, StripeError } from './errors.ts'
import { integer, text, type Moments } from './form.ts'
import type { Kind, List, Records } from '../store/records.ts'
import type { Sql } from '../store/store.ts'

/** The parameters of every list; cursors exclude each other. */
export const paging = {
  limit: integer
    .refine((limit) => limit >= 1 && limit <= 100, {
      params: { code: 'parameter_invalid_integer' },
      error: 'This value must be between 1 and 100 (inclusive).',
    })
    .optional(),
  starting_after: text.optional(),
  ending_before: text.optional(),
}

export type Page = z.output<z.ZodObject<typeof paging>>

/**
 * One page of objects of a kind. Newest first, by `created` and then by the order in which they
 * were made; line items in the order of the invoice. Refuses a cursor that names no such object.
 */
export async function listRecords<K extends Kind>(
  sql: Sql,
  query: {
    kind: K
    url: string
    page: Page
    filters: Filter[]
    order?: 'newest first' | 'oldest first'
  },
): Promise<List<Records[K]>> {
  const { kind, page, order = 'newest first' } = query
  if (page.starting_after && page.ending_before) {
    const message = 'Received both starting_after and ending_before parameters: pass only one.'
    throw new StripeError(400, message, { param: 'starting_after' })
  }
  const limit = page.limit ?? 10
  const backwards = page.ending_before !== undefined
  const downwards = (order === 'newest first') !== backwards
  // The empty first one: the database client takes no empty list of fragments.
  const conditions = [sql``, ...query.filters.map((filter) => condition(sql, filter))]
  const cursor = page.starting_after ?? page.ending_before
  if (cursor !== undefined) {
    const param = backwards ? 'ending_before' : 'starting_after'
    const at = await position(sql, kind, cursor, param)
    conditions.push(
      downwards
        ? sql`and (created, seq) < (${at.created}, ${at.seq})`
        : sql`and (created, seq) > (${at.created}, ${at.seq})`,
    )
  }
  const direction = downwards ? sql`desc` : sql`asc`
  const rows = await sql<{ body: Records[K] }[]>`
    select body from sandbox.stripe_objects
    where object = ${kind} and not deleted ${conditions}
    order by created ${direction}, seq ${direction} limit ${limit + 1}`
  const data = rows.slice(0, limit).map((row) => row.body)
  if (backwards) data.reverse()
  return { object: 'list', data, has_more: rows.length > limit, url: query.url }
}

/** One page of members that stand in another object, in their order there. */
export function pageOf<T extends { id: string }>(members: T[], page: Page, url: string): List<T> {
  const limit = page.limit ?? 10
  const cursor = page.starting_after ?? page.ending_before
  const at = cursor === undefined ? -1 : members.findIndex((member) => member.id === cursor)
  const before = page.ending_before !== undefined
  const rest = before ? members.slice(0, at) : members.slice(at + 1)
  const data = before ? rest.slice(-limit) : rest.slice(0, limit)
  return { object: 'list', data, has_more: rest.length > limit, url }
}

/** A condition on a list; one without a value lets everything through. */
export type Filter =
  | { column: Column; is: string | undefined }
  | { column: Column; in: string[] | undefined }
  /** True: there is no value; false: there is one. */
  | { column: Column; empty: boolean | undefined }
  | { field: Field; in: string[] | undefined }
  | {
      field: Field
      is: string | undefined
    }
  | { column: Column; like: string }
  /** Events whose deliveries have all succeeded, or of which one has not. */
  | { delivered: boolean | undefined }
  | { moment: 'created' | 'due_date'; within: Moments | undefined }

/** Of the body; to be listed by one of these, everything of the kind is looked at. */
type Field =
  | 'active'
  | 'code'
  | 'collection_method'
  | 'currency'
  | 'inclusive'
  | 'lookup_key'
  | 'payment_link'
  | 'source'
  | 'subscription'
  | 'test_clock'

type Column =
  | 'id'
  | 'customer'
  | 'invoice'
  | 'payment_intent'
  | 'charge'
  | 'product'
  | 'email'
  | 'status'
  | 'type'
  | 'owner'

function condition(sql: Sql, filter: Filter) {
  if ('within' in filter) {
    const { gt, gte, lt, lte }: Moments = filter.within ?? {}
    const at = filter.moment === 'created' ? sql`created` : sql`(body->>'due_date')::bigint`
    return sql`
      ${gt === undefined ? sql`` : sql`and ${at} > ${gt}`}
      ${gte === undefined ? sql`` : sql`and ${at} >= ${gte}`}
      ${lt === undefined ? sql`` : sql`and ${at} < ${lt}`}
      ${lte === undefined ? sql`` : sql`and ${at} <= ${lte}`}`
  }
  if ('in' in filter) {
    if (filter.in === undefined) return sql``
    if ('field' in filter) return sql`and body->>${filter.field} = any(${filter.in})`
    return sql`and ${sql(filter.column)} = any(${filter.in})`
  }
  if ('like' in filter) return sql`and ${sql(filter.column)} like ${filter.like}`
  if ('delivered' in filter) {
    if (filter.delivered === undefined) return sql``
    return sql`and ${filter.delivered ? sql`not` : sql``} exists (
      select from sandbox.stripe_deliveries
      where event = stripe_objects.id and state in ('pending', 'failed'))`
  }
  if ('empty' in filter) {
    if (filter.empty === undefined) return sql``
    return filter.empty
      ? sql`and ${sql(filter.column)} is null`
      : sql`and ${sql(filter.column)} is not null`
  }
  if (filter.is === undefined) return sql``
  if ('field' in filter) return sql`and body->>${filter.field} = ${filter.is}`
  return sql`and ${sql(filter.column)} = ${filter.is}`
}

/** The refusal for an id in the path that names no object of the kind. */
export function noSuch(kind: Kind, id: string): StripeError {
  return missing(LABELS[kind] ?? kind, id, 'id', 404)
}

async function position(sql: Sql, kind: Kind, id: string, param: string) {
  const rows = await sql<{ created: string; seq: string }[]>`
    select created, seq from sandbox.stripe_objects where id = ${id} and object = ${kind}`
  const found = rows[0]
  if (!found) throw missing(LABELS[kind] ?? kind, id, param, 400)
  return found
}

/** What Stripe's messages call a kind, where it is not the kind itself. */
const LABELS: Partial<Record<Kind, string>> = {
  balance_transaction: 'balance transaction',
  credit_note: 'credit note',
  invoiceitem: 'invoiceitem',
  line_item: 'invoice line item',
  payment_link: 'payment link',
  payment_method: 'PaymentMethod',
  promotion_code: 'promotion code',
  tax_rate: 'tax rate',
  webhook_endpoint: 'webhook endpoint',
}
