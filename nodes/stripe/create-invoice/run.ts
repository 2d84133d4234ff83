import type { JsonObject } from '../../json.ts'
import { sink, type Existing, type Intent } from '../../runner.ts'
import type { StripeReader, StripeRecord, StripeWriter } from '../client/client.ts'
import { findMarked } from '../common/find-marked.ts'
import { liveInvoice, type ActionStep } from '../common/invoice-action.ts'
import { finalizeDraft, sendInvoice, wasSent } from '../common/invoice-steps.ts'
import { presentFields } from '../common/present-fields.ts'
import { fingerprint, metadataOf, PAYLOAD_KEY, settled } from '../common/sink-values.ts'
import { checkTotal, refuseChanged } from './check.ts'
import { fillDraft, startDraft } from './draft.ts'
import { invoiceIntent } from './intend.ts'
import { stripeCreateInvoice } from './kind.ts'

/*
 * draft without lines → draft with some lines → draft with all lines → open → sent
 *
 * Each arrow is one request, and a crash may leave the invoice behind any of them. The next attempt
 * finds it by its mark, and by the payload's fingerprint it knows whether that draft is its own: then
 * it goes on there, else it starts again. An invoice counts as written when the last arrow is behind it.
 */

/** https://docs.stripe.com/invoicing/integration */
export const runStripeCreateInvoice = sink<typeof stripeCreateInvoice, StripeReader, StripeWriter>(
  stripeCreateInvoice,
  {
    intend: (config, item) => invoiceIntent(config, item),

    look: async (config, intent, context) => {
      const invoice = await find(config, intent, context)
      if (!invoice || !isFinished(config, intent, invoice)) return null
      const { lines: _lines, expected_total, ...header } = intent.payload
      const total: JsonObject =
        expected_total === undefined ? {} : { expected_total: invoice.total ?? null }
      const fields = { ...intent.payload, ...presentFields(header, invoice), ...total }
      return { id: invoice.id, fields }
    },

    write: async (config, intent, existing, context) => {
      const { client, idempotencyKey, signal } = context
      const step: ActionStep = {
        client,
        signal,
        write: (call, done) => ({
          idempotencyKey: `${idempotencyKey}-${call}`,
          signal,
          ...(done ? { done } : {}),
        }),
        note: () => Promise.resolve(),
      }
      const seek = async () =>
        (await known(existing, step)) ?? (await find(config, intent, context))
      const left = await seek()
      let invoice = left
      if (invoice && isFinished(config, intent, invoice)) {
        refuseChanged(intent, invoice)
        return { id: invoice.id, changed: false }
      }
      if (!invoice || invoice.status === 'draft') {
        const draft = await startDraft(config, intent, invoice, { ...step, now: context.now, seek })
        invoice = await fillDraft(intent, draft, step)
        checkTotal(intent, invoice)
        if (!config.finalize) return { id: invoice.id, changed: invoice !== left }
        invoice = await finalizeDraft(invoice, step)
      }
      if (config.send && invoice.status === 'open' && !wasSent(invoice))
        await sendInvoice(invoice, step)
      return { id: invoice.id, changed: true }
    },

    settle: (config, item, _intent, id) => settled(config, item, id),
  },
)

/** The invoice that stands for the record; voided ones do not count, so that it can be issued again. */
function find(
  config: { markKey: string },
  intent: Intent,
  context: { client: Pick<StripeReader, 'list' | 'search'>; signal: AbortSignal },
): Promise<StripeRecord | null> {
  const wanted = {
    object: 'invoice',
    filter: { customer: String(intent.payload.customer) },
    mark: { key: config.markKey, value: intent.identity },
    counts: (invoice: StripeRecord) => invoice.status !== 'void',
  }
  return findMarked(context.client, wanted, context.signal)
}

/** The invoice that was written before, even if the record names another customer by now. */
async function known(existing: Existing | null, step: ActionStep): Promise<StripeRecord | null> {
  if (!existing) return null
  const invoice = await liveInvoice(step.client, existing.id, step.signal)
  return invoice && invoice.status !== 'void' ? invoice : null
}

function isFinished(
  config: { finalize: boolean; send: boolean },
  intent: Intent,
  invoice: StripeRecord,
): boolean {
  if (invoice.status === 'draft') {
    const own = metadataOf(invoice)[PAYLOAD_KEY] === fingerprint(intent.payload)
    return own && !config.finalize && invoice.total === intent.payload.expected_total
  }
  return !config.send || invoice.status !== 'open' || wasSent(invoice)
}
