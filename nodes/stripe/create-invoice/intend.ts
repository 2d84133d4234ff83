import type { Evaluate } from '../../fields.ts'
import type { Json, JsonObject } from '../../json.ts'
import { isJsonObject } from '../../json.ts'
import type { Intent, Item } from '../../runner.ts'
import { checkAmounts } from '../common/minor-amounts.ts'
import { bodyFrom, idFrom, markFrom, metadataOf, refused } from '../common/sink-values.ts'

/** https://docs.stripe.com/api/invoiceitems/create: "up to 250 invoice items". */
const MOST_LINES = 250

interface InvoiceConfig {
  body: Evaluate
  expectedTotal: Evaluate
  markKey: string
  markValue: Evaluate
  linkType: string
}

/** What the invoice of a record should be; throws NodeError `value` for what Stripe could not hold. */
export async function invoiceIntent(config: InvoiceConfig, item: Item): Promise<Intent> {
  const mark = await markFrom(config, item)
  const body = await bodyFrom(config.body, item)
  const customer = await idFrom(
    () => Promise.resolve(body.customer),
    item,
    'body.customer',
    'customer',
  )
  const currency = currencyFrom(body)
  const expected = await config.expectedTotal(item)
  const payload: JsonObject = {
    collection_method: 'send_invoice',
    ...body,
    customer,
    currency,
    lines: linesOf(body.lines),
    metadata: { ...metadataOf(body), [mark.key]: mark.value },
    ...(expected === undefined || expected === null ? {} : { expected_total: expected }),
  }
  checkAmounts(payload, currency)
  if (typeof payload.expected_total === 'number' && payload.expected_total < 0)
    throw refused(
      'expectedTotal',
      'The total is negative, and Stripe has no negative invoices. Leave it out here and give the customer a credit instead.',
    )
  return {
    identity: mark.value,
    role: 'invoice',
    target: { system: 'stripe', type: 'invoice' },
    payload,
    link: config.linkType ? { system: 'netsuite', type: config.linkType, id: mark.value } : null,
  }
}

function currencyFrom(body: JsonObject): string {
  if (typeof body.currency === 'string' && /^[a-z]{3}$/i.test(body.currency))
    return body.currency.toLowerCase()
  throw refused('body.currency', 'The mapping gives no currency, such as "usd". Add it.')
}

function linesOf(lines: Json | undefined): JsonObject[] {
  const list = lines === undefined || lines === null ? [] : Array.isArray(lines) ? lines : [lines]
  if (list.length > MOST_LINES)
    throw refused(
      'body.lines',
      `The invoice has ${list.length} lines, and Stripe takes ${MOST_LINES} at most. Map one line with the whole amount for such invoices, or split the invoice.`,
      'too-many-lines',
    )
  return list.map((line, at) => {
    if (isJsonObject(line)) return line
    throw refused(
      `body.lines[${at}]`,
      'Each line must be an object with a description and an amount.',
    )
  })
}
