import type Stripe from 'stripe'
import {
  creditNoteRow,
  customerRow,
  idOf,
  invoiceRow,
  money,
  moment,
  paymentOf,
  paymentRow,
  refundRow,
} from './stripe-lists.ts'
import type { RecordAction, SandboxLine, SandboxRecord, StripeList } from './rows.ts'

type Facts = SandboxRecord['facts']
type Related = SandboxRecord['related']

/** One record of the Stripe stand-in with its lines, and what can be done with it. */
export async function stripeRecord(
  stripe: Stripe,
  list: StripeList,
  id: string,
): Promise<SandboxRecord> {
  switch (list) {
    case 'customer':
      return customerRecord(stripe, id)
    case 'invoice':
      return invoiceRecord(stripe, id)
    case 'payment_intent':
      return paymentRecord(stripe, await paymentOf(stripe, id))
    case 'credit_note': {
      const note = await stripe.creditNotes.retrieve(id)
      const facts = [...shown('Memo', note.memo), ...notes(note.metadata)]
      return record(creditNoteRow(note), {
        facts,
        lines: note.lines.data.map((line) => ({
          text: line.description ?? '',
          quantity: line.quantity === null ? null : String(line.quantity),
          amount: money(line.amount, note.currency).amount,
          to: null,
        })),
        related: related('Invoice', 'invoice', note.invoice),
      })
    }
    case 'refund': {
      const refund = await stripe.refunds.retrieve(id)
      const facts = [...shown('Reason', refund.reason), ...notes(refund.metadata)]
      return record(refundRow(refund), {
        facts,
        related: related('Payment', 'payment_intent', refund.payment_intent),
      })
    }
  }
}

async function customerRecord(stripe: Stripe, id: string): Promise<SandboxRecord> {
  const customer = await stripe.customers.retrieve(id)
  if (customer.deleted) {
    const row = { id, name: id, about: 'deleted', state: 'deleted' }
    return record({ ...row, amount: null, currency: null, at: null, counterpart: null }, {})
  }
  const invoices = await stripe.invoices.list({ customer: id, limit: 20 })
  const { address } = customer
  return record(customerRow(customer), {
    facts: [
      ...shown('E-mail', customer.email),
      ...shown('Phone', customer.phone),
      ...shown(
        'Address',
        [address?.line1, address?.postal_code, address?.city, address?.country]
          .filter(Boolean)
          .join(', '),
      ),
      ...notes(customer.metadata),
    ],
    related: invoices.data.map((invoice) => ({
      list: 'invoice',
      id: invoice.id,
      name: invoice.number ?? 'Draft',
      what: 'Invoice',
    })),
    actions: ['edit'],
  })
}

async function invoiceRecord(stripe: Stripe, id: string): Promise<SandboxRecord> {
  const invoice = await stripe.invoices.retrieve(id)
  const [lines, payments] = await Promise.all([
    stripe.invoices.listLineItems(id, { limit: 100 }),
    stripe.invoicePayments.list({ invoice: id, limit: 20 }),
  ])
  const { currency } = invoice
  return record(invoiceRow(invoice), {
    facts: [
      ...shown('Paid', moneyText(invoice.amount_paid, currency)),
      ...shown('Remaining', moneyText(invoice.amount_remaining, currency)),
      ...shown('Due', invoice.due_date === null ? null : moment(invoice.due_date).slice(0, 10)),
      ...shown('Description', invoice.description),
      ...notes(invoice.metadata),
    ],
    lines: lines.data.map((line): SandboxLine => ({
      text: line.description ?? '',
      quantity: line.quantity === null ? null : String(line.quantity),
      amount: money(line.amount, currency).amount,
      to: null,
    })),
    related: [
      ...related('Customer', 'customer', invoice.customer, invoice.customer_name),
      ...payments.data.flatMap(({ payment, status }) =>
        related(`Payment, ${status}`, 'payment_intent', payment.payment_intent),
      ),
    ],
    hostedUrl: invoice.hosted_invoice_url ?? null,
    actions: invoiceActions(invoice.status),
  })
}

function invoiceActions(status: Stripe.Invoice.Status | null): RecordAction[] {
  if (status === 'draft') return ['edit', 'finalize']
  if (status === 'open') return ['edit', 'pay', 'void']
  return status === 'uncollectible' ? ['pay', 'void'] : ['edit']
}

async function paymentRecord(stripe: Stripe, intent: Stripe.PaymentIntent): Promise<SandboxRecord> {
  const [refunds, invoices] = await Promise.all([
    stripe.refunds.list({ payment_intent: intent.id, limit: 20 }),
    stripe.invoicePayments.list({
      payment: { type: 'payment_intent', payment_intent: intent.id },
      limit: 20,
    }),
  ])
  const charge = typeof intent.latest_charge === 'string' ? null : intent.latest_charge
  const refunded = charge?.amount_refunded ?? 0
  const left = intent.amount_received - refunded
  return record(paymentRow(intent), {
    facts: [
      ...shown('Charge', charge?.id),
      ...shown('Received', moneyText(intent.amount_received, intent.currency)),
      ...shown('Refunded', refunded > 0 ? moneyText(refunded, intent.currency) : null),
      ...shown('Method', charge?.payment_method_details?.type ?? intent.payment_method_types[0]),
      ...shown('Declined', intent.last_payment_error?.message),
      ...notes(intent.metadata),
    ],
    related: [
      ...related('Customer', 'customer', intent.customer),
      ...invoices.data.flatMap(({ invoice }) => related('Invoice', 'invoice', invoice)),
      ...refunds.data.flatMap(({ id }) => related('Refund', 'refund', id)),
    ],
    actions: paymentActions(intent.status, left),
  })
}

function paymentActions(status: Stripe.PaymentIntent.Status, left: number): RecordAction[] {
  if (status === 'processing') return ['settle']
  return status === 'succeeded' && left > 0 ? ['refund'] : []
}

function record(
  row: Omit<
    SandboxRecord,
    'facts' | 'lines' | 'related' | 'counterparts' | 'hostedUrl' | 'actions'
  >,
  rest: Partial<SandboxRecord>,
): SandboxRecord {
  const counterparts = row.counterpart === null ? [] : [row.counterpart]
  const none = { facts: [], lines: [], related: [], hostedUrl: null, actions: [] }
  return { ...none, counterparts, ...row, ...rest }
}

function shown(label: string, value: string | null | undefined): Facts {
  return value ? [{ label, value }] : []
}

function notes(metadata: Stripe.Metadata | null): Facts {
  return Object.entries(metadata ?? {}).map(([label, value]) => ({ label, value }))
}

function related(
  what: string,
  list: StripeList,
  reference: string | { id: string; name?: string | null } | null | undefined,
  name?: string | null,
): Related {
  const id = idOf(reference)
  const own = typeof reference === 'object' && reference !== null ? reference.name : null
  return id === '' ? [] : [{ list, id, name: name ?? own ?? id, what }]
}

function moneyText(minor: number, currency: string): string {
  const { amount, currency: code } = money(minor, currency)
  return `${amount} ${code}`
}
