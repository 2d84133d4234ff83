import { sink } from '../../runner.ts'
import type { StripeReader, StripeRecord, StripeWriter } from '../client/client.ts'
import { intendState, lookState, writeState, wrongState } from '../common/invoice-action.ts'
import { sendInvoice, wasSent } from '../common/invoice-steps.ts'
import { settled } from '../common/sink-values.ts'
import { stripeSendInvoice } from './kind.ts'

/** Mails an invoice once; that it was mailed is noted in its metadata. */
export const runStripeSendInvoice = sink<typeof stripeSendInvoice, StripeReader, StripeWriter>(
  stripeSendInvoice,
  {
    intend: (config, item) => intendState(config, item, { role: 'send', state: { sent: true } }),
    look: (_config, intent, context) =>
      lookState(intent, context, { check, stateOf: (invoice) => ({ sent: wasSent(invoice) }) }),
    write: (_config, intent, _existing, context) =>
      writeState(intent, context, async (invoice, step) => {
        if (wasSent(invoice)) return false
        check(invoice)
        await step.note()
        await sendInvoice(invoice, step)
        return true
      }),
    settle: (config, item, _intent, id) => settled(config, item, id),
  },
)

function check(invoice: StripeRecord): void {
  if (wasSent(invoice)) return
  if (invoice.status !== 'open' && invoice.status !== 'draft')
    throw wrongState(invoice, 'there is nothing to pay, so it is not mailed.')
  if (invoice.collection_method !== 'send_invoice')
    throw wrongState(
      invoice,
      'it is charged automatically, and Stripe mails only invoices that the customer is to pay. Set its collection method to send_invoice.',
    )
}
