import { NodeError } from '../../errors.ts'
import { sink } from '../../runner.ts'
import type { StripeReader, StripeRecord, StripeWriter } from '../client/client.ts'
import { findMarked } from '../common/find-marked.ts'
import type { ActionStep } from '../common/invoice-action.ts'
import {
  hasLeft,
  intendState,
  liveInvoice,
  lookState,
  writeState,
  wrongState,
} from '../common/invoice-action.ts'
import { refuseWhileProcessing } from '../common/invoice-payments.ts'
import { settled, targetOf } from '../common/sink-values.ts'
import { stripeVoidInvoice } from './kind.ts'

/** Draft → deleted, open or uncollectible → void. https://docs.stripe.com/api/invoices/void */
export const runStripeVoidInvoice = sink<typeof stripeVoidInvoice, StripeReader, StripeWriter>(
  stripeVoidInvoice,
  {
    intend: (config, item) =>
      intendState(config, item, { role: 'void', state: { status: 'void' } }),
    look: async (config, intent, context) => {
      const { client, signal } = context
      if (config.onMissing === 'continue' && !(await liveInvoice(client, targetOf(intent), signal)))
        return { id: targetOf(intent), fields: intent.payload }
      // Whether a credit note of ours made it paid is only known by reading further.
      const check = config.onPartPaid === 'credit' ? () => {} : refusePaid
      return lookState(intent, context, { check })
    },
    write: async (config, intent, _existing, context) => {
      const id = targetOf(intent)
      const { client, signal } = context
      if (config.onMissing === 'continue' && !(await liveInvoice(client, id, signal)))
        return { id, changed: false }
      return writeState(intent, context, (invoice, step) => voidOne(config, invoice, step))
    },
    settle: (config, item, _intent, id) => settled(config, item, id),
  },
)

/** Marks the credit note that stands in for voiding. */
const CREDIT_MARK = 'tributary_credits_void'

async function voidOne(
  config: { onPartPaid: string },
  invoice: StripeRecord,
  step: ActionStep,
): Promise<boolean> {
  const { client, signal } = step
  if (invoice.status === 'void') return false
  if (invoice.status === 'draft') return deleteDraft(invoice, step)
  if (config.onPartPaid === 'credit' && (await findCredit(invoice, step))) return false
  refusePaid(invoice)
  await refuseWhileProcessing(client, invoice.id, signal)
  if (Number(invoice.amount_paid) > 0) {
    if (config.onPartPaid === 'credit') return creditRest(invoice, step)
    throw wrongState(
      invoice,
      'a part of it is paid, so voiding would lose sight of that money. Issue a credit note in Stripe for the rest, or let this node do so, or refund the payment first.',
    )
  }
  await step.note()
  await client.act('invoice', invoice.id, 'void', step.write('void', hasLeft(step, invoice)))
  return true
}

function refusePaid(invoice: StripeRecord): void {
  if (invoice.status === 'paid')
    throw wrongState(
      invoice,
      'a paid invoice cannot be voided. Either issue a credit note in Stripe, with a refund if money is to go back, or leave it and resolve this error.',
    )
}

async function deleteDraft(draft: StripeRecord, step: ActionStep): Promise<boolean> {
  try {
    await step.client.remove('invoice', draft.id, step.signal)
  } catch (error) {
    // Deleting has no idempotency key: whether a lost request was carried out, only looking tells.
    if (!(error instanceof NodeError) || !(error.outcomeUnknown || error.class === 'missing'))
      throw error
    if (await liveInvoice(step.client, draft.id, step.signal)) throw error
  }
  return true
}

function findCredit(invoice: StripeRecord, step: ActionStep): Promise<StripeRecord | null> {
  if (!(Number(invoice.amount_paid) > 0)) return Promise.resolve(null)
  const wanted = {
    object: 'credit_note',
    filter: { invoice: invoice.id },
    mark: { key: CREDIT_MARK, value: 'yes' },
    counts: (note: StripeRecord) => note.status !== 'void',
  }
  return findMarked(step.client, wanted, step.signal)
}

async function creditRest(invoice: StripeRecord, step: ActionStep): Promise<boolean> {
  await step.note()
  await step.client.create(
    'credit_note',
    {
      invoice: invoice.id,
      amount: invoice.amount_remaining ?? 0,
      memo: 'Voided in NetSuite.',
      metadata: { [CREDIT_MARK]: 'yes' },
    },
    { ...step.write('credit', () => findCredit(invoice, step)), parent: invoice.id },
  )
  return true
}
