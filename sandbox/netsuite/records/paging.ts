import { invalidParameter } from '../errors.ts'
import type { Json } from './read-record.ts'

interface Page {
  limit: number
  offset: number
}

/**
 * Reads `limit` and `offset` (https://docs.oracle.com/en/cloud/saas/netsuite/ns-online-help/subsect_1544786455.html):
 * at most 1000 a page, and the offset must be divisible by the limit.
 */
export function parsePage(query: URLSearchParams): Page {
  const limit = parseNumber(query, 'limit', 1000)
  const offset = parseNumber(query, 'offset', 0)
  if (limit < 1 || limit > 1000) {
    throw invalidParameter(
      `Invalid value for the query parameter limit: ${limit}. The value must be between 1 and 1000.`,
      'limit',
    )
  }
  if (offset % limit !== 0) {
    throw invalidParameter(
      `Invalid value for the query parameter offset: ${offset}. The offset must be divisible by the limit ${limit}.`,
      'offset',
    )
  }
  return { limit, offset }
}

/** The envelope of a collection page: links, counts and items. `url` = the address asked. */
export function collectionPage(url: URL, page: Page, total: number, items: Json[]): Json {
  const at = (rel: string, offset: number): Json => {
    const target = new URL(url)
    target.searchParams.set('limit', String(page.limit))
    target.searchParams.set('offset', String(offset))
    return { rel, href: target.href }
  }
  const last = total === 0 ? 0 : Math.floor((total - 1) / page.limit) * page.limit
  const hasMore = page.offset + page.limit < total
  const links: Json[] = [
    ...(hasMore ? [at('next', page.offset + page.limit), at('last', last)] : []),
    ...(page.offset > 0 ? [at('prev', page.offset - page.limit), at('first', 0)] : []),
    { rel: 'self', href: url.href },
  ]
  return { links, count: items.length, hasMore, items, offset: page.offset, totalResults: total }
}

function parseNumber(query: URLSearchParams, name: string, otherwise: number): number {
  const value = query.get(name)
  if (value === null || value === '') return otherwise
  if (/^\d{1,9}$/.test(value)) return Number(value)
  throw invalidParameter(`Invalid value for the query parameter ${name}: ${value}.`, name)
}
