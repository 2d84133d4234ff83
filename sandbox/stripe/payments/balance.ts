import type Stripe from 'stripe'
import { z } from 'zod'
import type { Endpoints } from '../protocol/endpoint.ts'
import { moments, text } from '../protocol/form.ts'
import { paging } from '../protocol/lists.ts'
import type { Sql } from '../store/store.ts'

/** The account's balance (https://docs.stripe.com/api/balance) and its payouts, which are none. */
export function balanceCalls({ read }: Endpoints) {
  return {
    balance: read({}, (sql) => balanceOf(sql)),
    listPayouts: read(
      {
        ...paging,
        arrival_date: moments.optional(),
        created: moments.optional(),
        destination: text.optional(),
        status: z.enum(['canceled', 'failed', 'in_transit', 'paid', 'pending']).optional(),
      },
      async () => ({ object: 'list', data: [], has_more: false, url: '/v1/payouts' }),
    ),
  }
}

/** Nothing is ever paid out, so that the balance is the sum of all that was booked. */
async function balanceOf(sql: Sql): Promise<Stripe.Balance> {
  const rows = await sql<{ currency: string; status: string; net: number }[]>`
    select body->>'currency' as currency, status, sum((body->>'net')::bigint)::float8 as net
    from sandbox.stripe_objects where object = 'balance_transaction' group by 1, 2 order by 1`
  const of = (status: string) => {
    const found = rows.filter((row) => row.status === status)
    const some = found.length > 0 ? found : [{ currency: 'usd', net: 0 }]
    return some.map(({ currency, net }) => ({
      amount: net,
      currency,
      source_types: { card: net },
    }))
  }
  return { object: 'balance', available: of('available'), livemode: false, pending: of('pending') }
}
