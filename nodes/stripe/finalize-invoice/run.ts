import { sink } from '../../runner.ts'
import type { StripeReader, StripeRecord, StripeWriter } from '../client/client.ts'
import { finalizeDraft } from '../common/invoice-steps.ts'
import { intendState, lookState, writeState, wrongState } from '../common/invoice-action.ts'
import { settled } from '../common/sink-values.ts'
import { stripeFinalizeInvoice } from './kind.ts'

/** A finalised invoice stays as it is, whatever has become of it since; only a voided one is refused. */
export const runStripeFinalizeInvoice = sink<
  typeof stripeFinalizeInvoice,
  StripeReader,
  StripeWriter
>(stripeFinalizeInvoice, {
  intend: (config, item) =>
    intendState(config, item, { role: 'finalize', state: { finalized: true } }),
  look: (_config, intent, context) =>
    lookState(intent, context, {
      check,
      stateOf: ({ status }) => ({ finalized: status !== 'draft' }),
    }),
  write: (_config, intent, _existing, context) =>
    writeState(intent, context, async (invoice, step) => {
      check(invoice)
      if (invoice.status !== 'draft') return false
      await step.note()
      await finalizeDraft(invoice, step)
      return true
    }),
  settle: (config, item, _intent, id) => settled(config, item, id),
})

function check(invoice: StripeRecord): void {
  if (invoice.status === 'void')
    throw wrongState(invoice, 'it cannot be opened again. Add a new invoice instead.')
}
