import { ACCOUNT } from '../account.ts'
import type { StripeAccount } from '../store/change.ts'
import type { Charge, Invoice, LineItem } from '../store/records.ts'
import { linkEnds } from './link-issue.ts'
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

/** Reads the invoice of a link for its page; null while it is a draft or when there is none. */
export async function readHostedInvoice(
  account: StripeAccount,
  { id, issue }: { id: string; issue: number },
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
    state: hasEnded(account, invoice, issue) ? 'expired' : stateOf(invoice, processing),
    methods: waiting?.payment_method_types ??
      invoice.payment_settings.payment_method_types ?? ['card'],
    charge: (paid && (await findRecord(sql, 'charge', paid.latest_charge ?? ''))) ?? null,
  }
}

function hasEnded(account: StripeAccount, invoice: Invoice, issue: number): boolean {
  return Math.floor(account.now().getTime() / 1000) > linkEnds(invoice, issue)
}

function stateOf(invoice: Invoice, processing: boolean): HostedInvoice['state'] {
  if (invoice.status === 'paid') return 'paid'
  if (invoice.status === 'void') return 'void'
  return processing ? 'processing' : 'payable'
}
