import { ACCOUNT } from '../account.ts'
import type { StripeAccount } from '../store/change.ts'
import type { Charge, Invoice, LineItem } from '../store/records.ts'
import { findRecord, findRelated } from '../store/store.ts'

/** All that the page of an invoice shows. */
export interface HostedInvoice {
  seller: string
  invoice: Invoice
  lines: LineItem[]
  /** What can be done now. */
  state: 'payable' | 'processing' | 'paid' | 'void' | 'expired'
  /** The ways to pay it, `card`, `us_bank_account`; none when it cannot be paid. */
  methods: readonly string[]
  /** The charge that paid it, where one did. */
  charge: Charge | null
}

/** Reads an invoice for its page; null while it is a draft or when there is none. */
export async function readHostedInvoice(
  account: StripeAccount,
  id: string,
): Promise<HostedInvoice | null> {
  const { sql } = account
  const invoice = await findRecord(sql, 'invoice', id)
  if (!invoice || invoice.status === 'draft') return null
  const payments = await findRelated(sql, 'invoice_payment', 'invoice', id)
  const found = payments
    .filter(({ status }) => status !== 'canceled')
    .map(({ payment }) => findRecord(sql, 'payment_intent', payment.payment_intent ?? ''))
  const intents = (await Promise.all(found)).filter((intent) => intent !== undefined)
  const paid = intents.find((intent) => intent.status === 'succeeded')
  const waiting = intents.find((intent) => intent.status === 'requires_payment_method')
  const processing = intents.some((intent) => intent.status === 'processing')
  return {
    seller: invoice.account_name ?? ACCOUNT.business_profile?.name ?? 'Seller',
    invoice,
    lines: await findRelated(sql, 'line_item', 'invoice', id),
    state: stateOf(invoice, processing, Math.floor(account.now().getTime() / 1000)),
    methods: waiting?.payment_method_types ??
      invoice.payment_settings.payment_method_types ?? ['card'],
    charge: (paid && (await findRecord(sql, 'charge', paid.latest_charge ?? ''))) ?? null,
  }
}

/**
 * When the link to an invoice ends, unix seconds: 30 days after it is due (after it was finalised,
 * if it is due at no time), and never more than 120 days after it was finalised
 * (https://docs.stripe.com/invoicing/hosted-invoice-page#link-expiration).
 */
function linkEnds(invoice: Invoice): number {
  const finalized = invoice.status_transitions.finalized_at ?? invoice.created
  return Math.min((invoice.due_date ?? finalized) + 30 * DAY, finalized + 120 * DAY)
}

const DAY = 86_400

function stateOf(invoice: Invoice, processing: boolean, now: number): HostedInvoice['state'] {
  if (now > linkEnds(invoice)) return 'expired'
  if (invoice.status === 'paid') return 'paid'
  if (invoice.status === 'void') return 'void'
  return processing ? 'processing' : 'payable'
}
