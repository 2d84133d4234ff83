import { z } from 'zod'
import type { Endpoints } from './endpoint.ts'
import { flag, moments, text } from './form.ts'
import { listRecords, paging } from './lists.ts'
import { retrieveCall } from './retrieve.ts'

/** The calls under `/v1/events` (https://docs.stripe.com/api/events), newest first. */
export function eventCalls({ read }: Endpoints) {
  return {
    retrieve: retrieveCall(read, 'event'),
    list: read(
      {
        ...paging,
        created: moments.optional(),
        delivery_success: flag.optional(),
        type: text.optional(),
        types: z.array(text).max(20).optional(),
      },
      (sql, { created, delivery_success: _, type, types, ...page }) =>
        listRecords(sql, {
          kind: 'event',
          url: '/v1/events',
          page,
          filters: [
            { column: 'type', is: type },
            { column: 'type', in: types },
            { moment: 'created', within: created },
          ],
        }),
    ),
  }
}
