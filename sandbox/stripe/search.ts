import type postgres from 'postgres'
import { z } from 'zod'
import type { Endpoints } from './endpoint.ts'
import { StripeError } from './errors.ts'
import { text } from './form.ts'
import { paging } from './lists.ts'
import type { Kind, Records } from './records.ts'
import type { Sql } from './store.ts'

/**
 * `GET /v1/{kind}s/search` (https://docs.stripe.com/search): clauses such as
 * `email:"a@b.c" AND -metadata["k"]:null AND total>100`, joined by AND or by OR. What was just
 * written is found at once, which on Stripe takes about a minute: nobody should count on it.
 */
export function searchCall(read: Endpoints['read'], kind: Kind, url: string) {
  const params = { limit: paging.limit, page: text.optional(), query: z.string() }
  return read(params, async (sql, { limit = 10, page, query }) => {
    const rows = await sql<{ body: Records[typeof kind]; created: string; seq: string }[]>`
      select body, created, seq from sandbox.stripe_objects
      where object = ${kind} and not deleted and (${conditions(sql, query)}) ${after(sql, page)}
      order by created desc, seq desc limit ${limit + 1}`
    const shown = rows.slice(0, limit)
    const last = shown.at(-1)
    const more = rows.length > limit && last
    return {
      object: 'search_result',
      data: shown.map((row) => row.body),
      has_more: Boolean(more),
      next_page: more ? cursorOf(last.created, last.seq) : null,
      url,
    }
  })
}

/** A field (or a metadata key), what is asked of it and the value; `null` stands for none. */
const CLAUSE =
  /^\s*(-?)(?:(\w+)|metadata\[\s*(?:"([^"]+)"|'([^']+)')\s*\])\s*(:|~|>=|<=|>|<)\s*("(?:[^"\\]|\\.)*"|'(?:[^'\\]|\\.)*'|null|true|false|-?\d+)\s*/

function conditions(sql: Sql, query: string) {
  const clauses = []
  const words = new Set<string>()
  for (let rest = query; ;) {
    const match = CLAUSE.exec(rest)
    if (!match) throw unreadable(query)
    clauses.push(condition(sql, match))
    rest = rest.slice(match[0].length)
    if (rest === '') break
    const word = /^(AND|OR)\s/i.exec(rest)?.[1]
    if (word === undefined) throw unreadable(query)
    words.add(word.toUpperCase())
    rest = rest.slice(word.length)
  }
  const [first, ...others] = clauses
  if (!first || words.size > 1) throw unreadable(query)
  const glue = words.has('OR') ? sql`or` : sql`and`
  return others.reduce((all, clause) => sql`${all} ${glue} ${clause}`, first)
}

function condition(sql: Sql, match: RegExpExecArray) {
  const [, minus, field, double, single, operator, raw = ''] = match
  const path = field === undefined ? ['metadata', double ?? single ?? ''] : [field]
  const value = raw.replace(/^["']|["']$/g, '').replace(/\\(.)/g, '$1')
  const found = sql`(body #>> ${path})`
  return minus === '-'
    ? sql`(${comparison(sql, found, operator, raw, value)}) is not true`
    : comparison(sql, found, operator, raw, value)
}

function comparison(
  sql: Sql,
  found: postgres.Fragment,
  operator: string | undefined,
  raw: string,
  value: string,
) {
  if (raw === 'null') return sql`${found} is null`
  switch (operator) {
    case '~':
      return sql`position(lower(${value}) in lower(${found})) > 0`
    case '>':
      return sql`${found}::numeric > ${value}::text::numeric`
    case '>=':
      return sql`${found}::numeric >= ${value}::text::numeric`
    case '<':
      return sql`${found}::numeric < ${value}::text::numeric`
    case '<=':
      return sql`${found}::numeric <= ${value}::text::numeric`
    default:
      return sql`lower(${found}) = lower(${value})`
  }
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

function unreadable(query: string): StripeError {
  const message = `We were unable to parse your search query: ${query}. See https://stripe.com/docs/search for how queries are written.`
  return new StripeError(400, message, { param: 'query' })
}
