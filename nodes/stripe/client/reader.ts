import { stringify } from 'qs'
import { z } from 'zod'
import { NodeError } from '../../errors.ts'
import type { JsonObject } from '../../json.ts'
import type { StripeCall } from './calls.ts'
import type { ListQuery, StripeReader, StripeRecord } from './client.ts'
import { stripeObject } from '../objects.ts'

/** The reading half of a Stripe client. */
export function stripeReader(call: StripeCall): StripeReader {
  const page = async (path: string, params: JsonObject, signal: AbortSignal) => {
    const answer = PAGE.parse(await call('GET', withQuery(path, params), { signal }))
    return { data: answer.data, hasMore: answer.has_more }
  }
  return {
    get: async (object, id, { expand, signal }) => {
      const path = objectPath(object, id)
      try {
        const answer = await call('GET', withQuery(path, expand ? { expand: [...expand] } : {}), {
          signal,
        })
        return STRIPE_RECORD.parse(answer)
      } catch (error) {
        if (error instanceof NodeError && error.class === 'missing') return null
        throw error
      }
    },
    list: (object, query, signal) => page(stripeObject(object).path, listParams(query), signal),
    search: async (object, query, { limit, expand, signal }) => {
      const params = { query, limit, ...(expand?.length ? { expand: [...expand] } : {}) }
      const found = await page(`${stripeObject(object).path}/search`, params, signal)
      return found.data
    },
    events: (types, query, signal) =>
      page('/v1/events', { ...listParams(query), types: [...types] }, signal),
    sublist: (url, after, signal) =>
      page(url, { limit: 100, ...(after ? { starting_after: after } : {}) }, signal),
    account: async (signal) => STRIPE_RECORD.parse(await call('GET', '/v1/account', { signal })),
  }
}

/** The transport has parsed the answer as JSON: only the id is left to check. */
export const STRIPE_RECORD = z.custom<StripeRecord>(
  (value) =>
    typeof value === 'object' && value !== null && 'id' in value && typeof value.id === 'string',
)

/** Path of one object below the host. */
export function objectPath(object: string, id: string): string {
  return `${stripeObject(object).path}/${encodeURIComponent(id)}`
}

const PAGE = z.object({ data: z.array(STRIPE_RECORD), has_more: z.boolean() })

function listParams(query: ListQuery): JsonObject {
  const created: JsonObject = {}
  if (query.createdFrom) created.gte = Math.floor(query.createdFrom.getTime() / 1000)
  if (query.createdTo) created.lte = Math.floor(query.createdTo.getTime() / 1000)
  return {
    ...query.filter,
    ...(Object.keys(created).length > 0 ? { created } : {}),
    ...(query.after ? { starting_after: query.after } : {}),
    ...(query.expand?.length ? { expand: [...query.expand] } : {}),
    limit: query.limit,
  }
}

function withQuery(path: string, params: JsonObject): string {
  const query = stringify(params, { arrayFormat: 'indices', encodeValuesOnly: true })
  if (!query) return path
  return `${path}${path.includes('?') ? '&' : '?'}${query}`
}
