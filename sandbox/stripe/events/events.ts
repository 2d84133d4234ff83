import { z } from 'zod'
import type { Endpoints } from '../protocol/endpoint.ts'
import { StripeError } from '../protocol/errors.ts'
import { flag, moments, text } from '../protocol/form.ts'
import { listRecords, noSuch, paging, type Filter } from '../protocol/lists.ts'
import { eventOnItsWay, withPending } from './webhook-queue.ts'

/**
 * The calls under `/v1/events` (https://docs.stripe.com/api/events), newest first. Events are kept
 * for 30 days; `now` is the sandbox's clock.
 */
export function eventCalls({ read }: Endpoints, now: () => Date) {
  const oldest = () => Math.floor(now().getTime() / 1000) - DAYS_30
  return {
    retrieve: read({}, async (sql, _params, id) => {
      const event = await eventOnItsWay(sql, id)
      if (!event || event.created < oldest()) throw noSuch('event', id)
      return event
    }),
    list: read(
      {
        ...paging,
        created: moments.optional(),
        delivery_success: flag.optional(),
        type: text.optional(),
        types: z.array(text).max(20).optional(),
      },
      async (sql, { created, delivery_success, type, types, ...page }) => {
        if (type !== undefined && types !== undefined) {
          const message = 'You may only specify one of these parameters: type, types.'
          throw new StripeError(400, message, { param: 'types' })
        }
        const filters: Filter[] = [
          { column: 'type', in: types },
          { moment: 'created', within: { gte: oldest() } },
          { moment: 'created', within: created },
          { delivered: delivery_success },
        ]
        // `invoice.*` stands for a group of events.
        if (type?.includes('*')) filters.push({ column: 'type', like: type.replaceAll('*', '%') })
        else filters.push({ column: 'type', is: type })
        const list = await listRecords(sql, { kind: 'event', url: '/v1/events', page, filters })
        return { ...list, data: await withPending(sql, list.data) }
      },
    ),
  }
}

const DAYS_30 = 30 * 86_400
