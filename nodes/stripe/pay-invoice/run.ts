import { sink } from '../../runner.ts'
import type { StripeReader, StripeRecord, StripeWriter } from '../client/client.ts'
import {
  hasLeft,
  intendState,
  lookState,
  writeState,
  wrongState,
} from '../common/invoice-action.ts'
import { refuseWhileProcessing } from '../common/invoice-payments.ts'
import { finalizeDraft } from '../common/invoice-steps.ts'
import { settled } from '../common/sink-values.ts'
import { stripePayInvoice } from './kind.ts'

/**
 * Marks an invoice as paid out of band: what was paid through Stripe counts, the rest came elsewhere.
 * https://docs.stripe.com/api/invoices/pay
 */
export const runStripePayInvoice = sink<typeof stripePayInvoice, StripeReader, StripeWriter>(
  stripePayInvoice,
  {
    intend: (config, item) => intendState(config, item, { role: 'pay', state: { status: 'paid' } }),
    look: (_config, intent, context) => lookState(intent, context, { check }),
    write: (_config, intent, _existing, context) =>
      writeState(intent, context, async (invoice, step) => {
        if (invoice.status === 'paid') return false
        check(invoice)
        if (invoice.status !== 'draft')
          await refuseWhileProcessing(step.client, invoice.id, step.signal)
        await step.note()
        const open = invoice.status === 'draft' ? await finalizeDraft(invoice, step) : invoice
        // A draft with nothing due is paid in the moment it is finalised.
        if (open.status === 'paid') return true
        await step.client.act('invoice', invoice.id, 'pay', {
          params: { paid_out_of_band: true },
          ...step.write('pay', hasLeft(step, open)),
        })
        return true
      }),
    settle: (config, item, _intent, id) => settled(config, item, id),
  },
)

function check(invoice: StripeRecord): void {
  if (invoice.status === 'void')
    throw wrongState(
      invoice,
      'it cannot be paid. Find out whether the payment in NetSuite is right, then add a new Stripe invoice or resolve this error.',
    )
}
