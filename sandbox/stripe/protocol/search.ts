import type { StripeAccount } from '../store/change.ts'
import type { Endpoints } from './endpoint.ts'
import { StripeError } from './errors.ts'
import { text } from './form.ts'
import { paging } from './lists.ts'
import type { Records } from '../store/records.ts'
import type { Searchable } from './search-fields.ts'
import { readSearchQuery, type Clause, type SearchQuery } from './search-query.ts'
import { searchTotals } from './search-total.ts'
import type { Sql } from '../store/store.ts'

/**
 * `GET /v1/{kind}s/search` (https://docs.stripe.com/api/pagination/search). On Stripe what was just
 * made is found only about a minute later: the setting `searchLagMs` holds it back here.
 */
export function searchCall(
  read: Endpoints['read'],
  account: StripeAccount,
  kind: Searchable,
  url: string,
) {
  const params = { limit: paging.limit, page: text.optional(), query: text }
  return read(params, async (sql, { limit = 10, page, query }) => {
    const { searchLagMs } = await account.settings.get()
    const newest = Math.floor((account.now().getTime() - searchLagMs) / 1000)
    const found = sql`
      object = ${kind} and not deleted ${searchLagMs > 0 ? sql`and created <= ${newest}` : sql``}
      and (${conditions(sql, readSearchQuery(kind, query))})`
    const rows = await sql<{ body: Records[typeof kind]; created: string; seq: string }[]>`
      select body, created, seq from sandbox.stripe_objects
      where ${found} ${after(sql, page)}
      order by created desc, seq desc limit ${limit + 1}`
    const shown = rows.slice(0, limit)
    const last = shown.at(-1)
    const more = rows.length > limit && last
    const answer = {
      object: 'search_result',
      data: shown.map((row) => row.body),
      has_more: Boolean(more),
      next_page: more ? cursorOf(last.created, last.seq) : null,
      url,
    }
    searchTotals.set(answer, async () => {
      const counts = await sql<{ count: number }[]>`
        select count(*)::int as count from sandbox.stripe_objects where ${found}`
      return counts[0]?.count ?? 0
    })
    return answer
  })
}

function conditions(sql: Sql, { clauses, joined }: SearchQuery) {
  const glue = joined === 'or' ? sql`or` : sql`and`
  return clauses
    .map((clause) => condition(sql, clause))
    .reduce((all, one) => sql`${all} ${glue} ${one}`)
}

function condition(sql: Sql, clause: Clause) {
  return clause.negated
    ? sql`(${comparison(sql, clause)}) is not true`
    : sql`(${comparison(sql, clause)})`
}

function comparison(sql: Sql, { path, operator, value, numeric }: Clause) {
  const found = sql`(body #>> ${path})`
  if (value === null) return sql`${found} is null`
  if (numeric) {
    const [number, wanted] = [sql`${found}::numeric`, sql`${value}::text::numeric`]
    switch (operator) {
      case '>':
        return sql`${number} > ${wanted}`
      case '>=':
        return sql`${number} >= ${wanted}`
      case '<':
        return sql`${number} < ${wanted}`
      case '<=':
        return sql`${number} <= ${wanted}`
      default:
        return sql`${number} = ${wanted}`
    }
  }
  if (operator === '~') return sql`position(lower(${value}) in lower(${found})) > 0`
  return sql`lower(${found}) = lower(${value})`
}

function after(sql: Sql, page: string | undefined) {
  if (page === undefined) return sql``
  const [created = '', seq = ''] = Buffer.from(page, 'base64url').toString().split(' ')
  if (!/^\d+$/.test(created) || !/^\d+$/.test(seq)) {
    throw new StripeError(400, `Invalid page: ${page}`, { param: 'page' })
  }
  return sql`and (created, seq) < (${created}, ${seq})`
}

function cursorOf(created: string, seq: string): string {
  return Buffer.from(`${created} ${seq}`).toString('base64url')
}
