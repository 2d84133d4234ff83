import type { Json, JsonObject } from '../../json.ts'
import { isJsonObject } from '../../json.ts'
import type { StripeReader, StripeRecord } from './client.ts'

/**
 * Gives the object with every list inside it complete. Stripe answers at most the first 10 lines of
 * an invoice; the rest is read page by page from the list's own `url`.
 * https://docs.stripe.com/api/invoices/invoice_lines
 */
export async function completeLists(
  object: StripeRecord,
  client: Pick<StripeReader, 'sublist'>,
  signal: AbortSignal,
): Promise<StripeRecord> {
  const completed: StripeRecord = { ...object }
  for (const [field, value] of Object.entries(object)) {
    if (isOpenList(value)) completed[field] = await readOn(value, client, signal)
  }
  return completed
}

interface OpenList extends JsonObject {
  url: string
  data: Json[]
}

function isOpenList(value: Json | undefined): value is OpenList {
  return (
    isJsonObject(value) &&
    value.object === 'list' &&
    value.has_more === true &&
    typeof value.url === 'string' &&
    Array.isArray(value.data)
  )
}

async function readOn(
  list: OpenList,
  client: Pick<StripeReader, 'sublist'>,
  signal: AbortSignal,
): Promise<JsonObject> {
  const data = [...list.data]
  for (let more = true; more;) {
    const last = data.at(-1)
    if (!isJsonObject(last) || typeof last.id !== 'string') break
    const page = await client.sublist(list.url, last.id, signal)
    data.push(...page.data)
    more = page.hasMore && page.data.length > 0
  }
  return { ...list, data, has_more: false }
}
