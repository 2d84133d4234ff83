import { z } from 'zod'
import type { Endpoints } from '../protocol/endpoint.ts'
import { moments, text } from '../protocol/form.ts'
import { listRecords, paging } from '../protocol/lists.ts'
import { retrieveCall } from '../protocol/retrieve.ts'

/** The calls under `/v1/checkout/sessions` (https://docs.stripe.com/api/checkout/sessions). */
export function checkoutSessionCalls({ read }: Endpoints) {
  return {
    retrieve: retrieveCall(read, 'checkout.session'),
    lines: read(paging, (sql, page, id) =>
      listRecords(sql, {
        kind: 'item',
        url: `/v1/checkout/sessions/${id}/line_items`,
        page,
        filters: [{ column: 'owner', is: id }],
        order: 'oldest first',
      }),
    ),
    list: read(
      {
        ...paging,
        created: moments.optional(),
        customer: text.optional(),
        customer_account: text.optional(),
        customer_details: z.strictObject({ email: text }).optional(),
        payment_intent: text.optional(),
        payment_link: text.optional(),
        status: z.enum(['complete', 'expired', 'open']).optional(),
        subscription: text.optional(),
      },
      (sql, { created, customer, payment_intent, payment_link, status, ...rest }) => {
        const { customer_account: _, customer_details: __, subscription, ...page } = rest
        return listRecords(sql, {
          kind: 'checkout.session',
          url: '/v1/checkout/sessions',
          page,
          filters: [
            { column: 'customer', is: customer },
            { column: 'payment_intent', is: payment_intent },
            { column: 'status', is: status },
            { field: 'payment_link', is: payment_link },
            { field: 'subscription', is: subscription },
            { moment: 'created', within: created },
          ],
        })
      },
    ),
  }
}
