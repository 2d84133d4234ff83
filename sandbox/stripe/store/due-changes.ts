import { makeAvailable } from '../payments/balance-transaction.ts'
import { endDebit } from '../payments/bank-debit.ts'
import { finalizeInvoice, sendInvoice } from '../invoices/invoice-states.ts'
import { payInvoice } from '../invoices/pay-invoice.ts'
import { endRefund } from '../refunds/refund-states.ts'
import type { Due, Work } from './work.ts'

/** What happens when its moment has come, by kind; nothing when it has been overtaken by then. */
export const dueChanges: Record<Due['kind'], (work: Work, id: string) => Promise<void>> = {
  available: makeAvailable,
  collect: collectPayment,
  finalize: advanceDraft,
  overdue: tellOverdue,
  refund: endRefund,
  settle: endDebit,
}

/** An hour after it was made, a draft that advances by itself is finalised. */
async function advanceDraft(work: Work, id: string): Promise<void> {
  const draft = await work.find('invoice', id)
  if (draft?.status !== 'draft' || !draft.auto_advance) return
  if ((draft.automatically_finalizes_at ?? Infinity) > work.now) return
  const customer = await work.find('customer', draft.customer ?? '')
  if (!customer || customer.deleted) return
  await finalizeInvoice(work, draft)
}

/** An hour after that it is sent, or paid with what the customer usually pays with. */
async function collectPayment(work: Work, id: string): Promise<void> {
  const invoice = await work.find('invoice', id)
  if (invoice?.status !== 'open' || !invoice.auto_advance) return
  if (invoice.collection_method === 'send_invoice') {
    await sendInvoice(work, invoice)
    return
  }
  const customer = await work.find('customer', invoice.customer ?? '')
  if (!customer || customer.deleted) return
  const method = invoice.default_payment_method ?? customer.invoice_settings.default_payment_method
  if (method) await payInvoice(work, invoice, { outOfBand: false, paymentMethod: method })
  else work.emit('invoice.payment_failed', invoice)
}

async function tellOverdue(work: Work, id: string): Promise<void> {
  const invoice = await work.find('invoice', id)
  if (invoice?.status !== 'open' || invoice.due_date === null) return
  if (invoice.due_date <= work.now) work.emit('invoice.overdue', invoice)
  else work.schedule({ kind: 'overdue', id, at: invoice.due_date })
}
