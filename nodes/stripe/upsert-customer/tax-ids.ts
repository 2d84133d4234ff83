import { createHash } from 'node:crypto'
import type { StripeWrite, StripeWriter } from '../client/client.ts'

/** A tax number and what kind it is, such as `eu_vat`. */
export type TaxId = { type: string; value: string }

/**
 * Adds those of a customer's tax ids that are not there yet; gives whether any was added. Numbers are
 * compared without blanks and dots, because Stripe keeps them as they were typed.
 * https://docs.stripe.com/api/tax_ids/customer_create
 */
export async function addTaxIds(
  client: StripeWriter,
  customerId: string,
  wanted: readonly TaxId[],
  write: StripeWrite,
): Promise<boolean> {
  if (wanted.length === 0) return false
  const url = `/v1/customers/${encodeURIComponent(customerId)}/tax_ids`
  const { data } = await client.sublist(url, null, write.signal)
  const there = new Set(data.map(({ type, value }) => keyOf(String(type), String(value))))
  const missing = wanted.filter(({ type, value }) => !there.has(keyOf(type, value)))
  for (const { type, value } of missing) {
    const digest = createHash('sha256').update(keyOf(type, value)).digest('hex').slice(0, 16)
    await client.act('customer', customerId, 'tax_ids', {
      params: { type, value },
      idempotencyKey: `${write.idempotencyKey}-tax-${digest}`,
      signal: write.signal,
    })
  }
  return missing.length > 0
}

function keyOf(type: string, value: string): string {
  return `${type} ${value.replace(/[\s.-]/g, '').toUpperCase()}`
}
