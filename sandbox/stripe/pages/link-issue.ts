import type { Invoice } from '../store/records.ts'
import { hostedLink, invoicePdfLink } from './hosted-link.ts'

const DAY = 86_400
const LASTS = 30 * DAY

/** What decides when the link to an invoice ends. */
type Dated = Pick<Invoice, 'created' | 'due_date'> & {
  status_transitions: Pick<Invoice['status_transitions'], 'finalized_at'>
}

/**
 * When the link to an invoice ends, unix seconds: 30 days after it is due (after it was finalised,
 * if it is due at no time), and never more than 120 days after it was finalised
 * (https://docs.stripe.com/invoicing/hosted-invoice-page#link-expiration). Each later issue lasts 30
 * days more.
 */
export function linkEnds(invoice: Dated, issue: number): number {
  const finalized = invoice.status_transitions.finalized_at ?? invoice.created
  const first = Math.min((invoice.due_date ?? finalized) + LASTS, finalized + 120 * DAY)
  return first + issue * LASTS
}

/**
 * Puts a link that works in the place of one that has ended: whoever reads an invoice, alone or in a
 * list, gets the present one. Answers are changed in place.
 */
export function renewLinks(answer: object, now: Date): void {
  const seconds = Math.floor(now.getTime() / 1000)
  if (isInvoice(answer)) renew(answer, seconds)
  else if ('data' in answer && Array.isArray(answer.data))
    for (const one of answer.data) if (isInvoice(one)) renew(one, seconds)
}

function isInvoice(value: unknown): value is Invoice {
  return (
    typeof value === 'object' && value !== null && 'object' in value && value.object === 'invoice'
  )
}

function renew(invoice: Invoice, now: number): void {
  if (!invoice.hosted_invoice_url) return
  const issue = Math.max(0, Math.ceil((now - linkEnds(invoice, 0)) / LASTS))
  if (issue === 0) return
  const { origin } = new URL(invoice.hosted_invoice_url)
  invoice.hosted_invoice_url = hostedLink(origin, invoice.id, issue)
  invoice.invoice_pdf = invoicePdfLink(origin, invoice.id, issue)
}
