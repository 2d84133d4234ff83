import type { StripeRecord } from '../client/client.ts'
import { hasLeft, type ActionStep } from './invoice-action.ts'
import { metadataOf } from './sink-values.ts'

/** Noted on an invoice after it was mailed: Stripe itself does not say so on the object. */
const SENT_KEY = 'tributary_sent'

/** Draft → open (or paid, when nothing is due); Stripe does not collect by itself. */
export function finalizeDraft(draft: StripeRecord, step: ActionStep): Promise<StripeRecord> {
  return step.client.act('invoice', draft.id, 'finalize', {
    params: { auto_advance: false },
    ...step.write('finalize', hasLeft(step, draft)),
  })
}

/** True when the invoice was mailed by us. */
export function wasSent(invoice: StripeRecord): boolean {
  return (metadataOf(invoice)[SENT_KEY] ?? '') !== ''
}

/** Lets Stripe mail the invoice and notes it; a draft is finalised by that. */
export async function sendInvoice(invoice: StripeRecord, step: ActionStep): Promise<void> {
  const { client } = step
  await client.act('invoice', invoice.id, 'send', step.write('send'))
  await client.updateMetadata('invoice', invoice.id, { [SENT_KEY]: 'yes' }, step.write('sent'))
}
