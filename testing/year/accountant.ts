import { z } from 'zod'
import type { Business, Party } from './business.ts'
import { NEVER } from './systems.ts'

/**
 * The accountant voids in NetSuite what was voided in Stripe, once it is there; Stripe's flow only
 * reports it.
 */
export function voidCounterpart(
  business: Business,
  voided: { invoice: string; party: Party; day: number },
): void {
  const { invoice, party, day } = voided
  business.agenda.on(day, party.number, async () => {
    const { read, atNetSuite } = business.systems
    const { rows } = await read.query(
      `SELECT id, type FROM transaction
       WHERE externalid IN (?, ?) AND voided = 'F' ORDER BY type`,
      [invoice, `${invoice}-cm`],
      { signal: NEVER },
    )
    // The credit memo of the balance that it used goes first: nothing may be applied to the invoice.
    for (const { id = '', type } of rows) {
      await atNetSuite('/void', { type: type === 'CustCred' ? 'creditMemo' : 'invoice', id })
      business.count('transactions voided in NetSuite after Stripe')
    }
  })
}

/** What the NetSuite invoice says of its counterpart in Stripe, as a flow wrote it there. */
export async function counterpartOf(
  { systems }: Pick<Business, 'systems'>,
  id: string,
): Promise<{ page: string | null; stripeId: string | null; remaining: number; status: string }> {
  const found = RECORD.parse(await systems.read.get('invoice', { id }, { signal: NEVER }))
  return {
    page: found.custbody_stripe_hosted_url ?? null,
    stripeId: found.custbody_stripe_invoice_id ?? null,
    remaining: found.amountRemaining,
    status: found.status.refName,
  }
}

const RECORD = z.object({
  custbody_stripe_hosted_url: z.string().nullish(),
  custbody_stripe_invoice_id: z.string().nullish(),
  amountRemaining: z.number(),
  status: z.object({ refName: z.string() }),
})
