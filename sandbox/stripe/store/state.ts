import type postgres from 'postgres'
import type { LineItem, Records } from './records.ts'
import { storeRecords, type Sql } from './store.ts'

/** Everything the stand-in holds, oldest first; invoices with all their lines. */
export interface StripeState {
  customers: Records['customer'][]
  products: Records['product'][]
  invoices: Records['invoice'][]
  invoicePayments: Records['invoice_payment'][]
  paymentIntents: Records['payment_intent'][]
  charges: Records['charge'][]
  refunds: Records['refund'][]
  /** How many there are. */
  events: number
}

/** Reads the whole account at one moment. */
export async function stripeState(sql: postgres.Sql): Promise<StripeState> {
  return sql.begin('isolation level repeatable read read only', async (tx) => {
    const lines = Map.groupBy(await all(tx, 'line_item'), (line) => line.invoice ?? '')
    const invoices = await all(tx, 'invoice')
    const [events] = await tx<{ count: number }[]>`
      select count(*)::int as count from sandbox.stripe_objects where object = 'event'`
    return {
      customers: await all(tx, 'customer'),
      products: await all(tx, 'product'),
      invoices: invoices.map((invoice) => {
        const data: LineItem[] = lines.get(invoice.id) ?? []
        return { ...invoice, lines: { ...invoice.lines, data, has_more: false } }
      }),
      invoicePayments: await all(tx, 'invoice_payment'),
      paymentIntents: await all(tx, 'payment_intent'),
      charges: await all(tx, 'charge'),
      refunds: await all(tx, 'refund'),
      events: events?.count ?? 0,
    }
  })
}

/**
 * Empties the account, forgets all idempotency keys and all that is due or on its way. Webhook
 * endpoints stay, as keys and settings do: whoever registered one still listens.
 */
export async function resetStripe(tx: postgres.TransactionSql): Promise<void> {
  const endpoints = await all(tx, 'webhook_endpoint')
  await tx`
    truncate sandbox.stripe_objects, sandbox.stripe_idempotency, sandbox.stripe_due,
             sandbox.stripe_deliveries, sandbox.stripe_delivery_log restart identity`
  await storeRecords(tx, endpoints, 0)
}

async function all<K extends keyof Records>(sql: Sql, kind: K): Promise<Records[K][]> {
  const rows = await sql<{ body: Records[K] }[]>`
    select body from sandbox.stripe_objects where object = ${kind} and not deleted
    order by created, seq`
  return rows.map((row) => row.body)
}
