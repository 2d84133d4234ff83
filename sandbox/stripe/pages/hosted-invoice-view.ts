import { html } from 'hono/html'
import { displayDay, displayMoney } from './display-money.ts'
import { payForms } from './hosted-fields.ts'
import type { FormTrouble, HostedForm } from './hosted-form.ts'
import type { HostedInvoice } from './hosted-invoice.ts'
import { hostedNotice, hostedPage, type Markup } from './hosted-layout.ts'

/** The page of an invoice; `typed` and `trouble` are those of a try that just failed. */
export function invoicePage(
  hosted: HostedInvoice,
  typed: Partial<HostedForm> = {},
  trouble: FormTrouble | null = null,
): Markup {
  const { seller, invoice, state, methods } = hosted
  const title = `Invoice ${invoice.number ?? ''}`.trim()
  if (state === 'expired') {
    return hostedNotice(
      'This link has expired',
      `Ask ${seller} for a new link to ${title.toLowerCase()}.`,
    )
  }
  const amount = displayMoney(invoice.amount_remaining, invoice.currency)
  return hostedPage(
    `${title} from ${seller}`,
    html`<div class="columns">
      <article class="panel">${summary(hosted, title)}${lines(hosted)}${notes(hosted)}</article>
      ${state === 'payable' ? payForms({ methods, amount, typed, trouble }) : outcome(hosted)}
    </div>`,
  )
}

function summary({ seller, invoice, state }: HostedInvoice, title: string): Markup {
  const money = (minor: number) => displayMoney(minor, invoice.currency)
  const { paid_at, voided_at } = invoice.status_transitions
  const shown = state === 'paid' ? invoice.amount_paid : invoice.amount_remaining
  const when =
    state === 'paid' && paid_at
      ? `Paid on ${displayDay(paid_at)}`
      : state === 'void' && voided_at
        ? `Voided on ${displayDay(voided_at)}`
        : invoice.due_date
          ? `Due ${displayDay(invoice.due_date)}`
          : 'Due now'
  const status = state === 'payable' ? (invoice.status ?? 'open') : state
  return html`<p class="seller"><span aria-hidden="true">${seller.slice(0, 1)}</span>${seller}</p>
    <div class="title">
      <h1>${title}</h1>
      <span class="badge ${status}">${status.replace(/^./, (first) => first.toUpperCase())}</span>
    </div>
    <p class="amount">${money(state === 'void' ? invoice.total : shown)}</p>
    <p class="soft">${when}</p>
    <dl>
      <dt>To</dt>
      <dd>${invoice.customer_name ?? invoice.customer_email ?? 'Customer'}</dd>
      <dt>From</dt>
      <dd>${seller}</dd>
      <dt>Issued</dt>
      <dd>${displayDay(invoice.effective_at ?? invoice.created)}</dd>
      ${
        invoice.custom_fields?.map(
          ({ name, value }) =>
            html`<dt>${name}</dt>
              <dd>${value}</dd>`,
        ) ?? ''
      }
    </dl>`
}

function lines({ invoice, lines: items }: HostedInvoice): Markup {
  const money = (minor: number) => displayMoney(minor, invoice.currency)
  const taxes = (invoice.total_taxes ?? []).reduce((sum, tax) => sum + tax.amount, 0)
  const discounts = (invoice.total_discount_amounts ?? []).reduce((sum, one) => sum + one.amount, 0)
  const credited = invoice.total - invoice.amount_due
  const rows: [string, number, boolean?][] = [
    ['Subtotal', invoice.subtotal],
    ...(discounts > 0 ? [['Discount', -discounts] satisfies [string, number]] : []),
    ...(taxes > 0 ? [['Tax', taxes] satisfies [string, number]] : []),
    ['Total', invoice.total],
    ...(credited === 0 ? [] : [['Credit', -credited] satisfies [string, number]]),
    ...(invoice.amount_paid > 0 ? [['Paid', -invoice.amount_paid] satisfies [string, number]] : []),
    ['Amount due', invoice.amount_remaining, true],
  ]
  return html`<table>
    <thead>
      <tr>
        <th scope="col">Description</th>
        <th scope="col" class="number">Qty</th>
        <th scope="col" class="number">Amount</th>
      </tr>
    </thead>
    <tbody>
      ${items.map(
        (line) =>
          html`<tr>
            <td>${line.description ?? 'Item'}</td>
            <td class="number">${line.quantity ?? ''}</td>
            <td class="number">${money(line.amount)}</td>
          </tr>`,
      )}
    </tbody>
    <tfoot>
      ${rows.map(
        ([label, minor, due]) =>
          html`<tr class="${due ? 'due' : ''}">
            <th scope="row" colspan="2">${label}</th>
            <td class="number">${money(minor)}</td>
          </tr>`,
      )}
    </tfoot>
  </table>`
}

function notes({ invoice }: HostedInvoice): Markup {
  const texts = [invoice.description, invoice.footer].filter((text) => text !== null)
  return html`${texts.map((text) => html`<p class="memo">${text}</p>`)}`
}

/** What stands in the place of the forms when there is nothing to pay any more, or not yet again. */
function outcome({ seller, invoice, state, charge }: HostedInvoice): Markup {
  const { paid_at } = invoice.status_transitions
  if (state === 'processing') {
    return panel(
      'Payment processing',
      html`<p class="message wait" role="status">
          Your bank has been asked to pay
          ${displayMoney(invoice.amount_remaining, invoice.currency)}. This takes up to four
          business days.
        </p>
        <p class="soft">You need not do anything. ${seller} is told as soon as it is settled.</p>`,
    )
  }
  if (state === 'void') {
    return panel(
      'Invoice void',
      html`<p class="message wait" role="status">
        ${seller} has voided this invoice. Nothing has to be paid.
      </p>`,
    )
  }
  return panel(
    'Receipt',
    html`<p class="message good" role="status">
        Invoice paid${paid_at ? ` on ${displayDay(paid_at)}` : ''}. Thank you.
      </p>
      <dl>
        <dt>Amount paid</dt>
        <dd>${displayMoney(invoice.amount_paid, invoice.currency)}</dd>
        <dt>Payment method</dt>
        <dd>${methodName(charge)}</dd>
        ${
          charge
            ? html`<dt>Payment</dt>
                <dd>${charge.id}</dd>`
            : ''
        }
      </dl>`,
  )
}

function methodName(charge: HostedInvoice['charge']): string {
  const details = charge?.payment_method_details
  if (details?.card) {
    const brand = (details.card.brand ?? 'card').replace(/^./, (first) => first.toUpperCase())
    return `${brand} •••• ${details.card.last4 ?? ''}`
  }
  if (details?.us_bank_account) return `Bank account •••• ${details.us_bank_account.last4 ?? ''}`
  return charge ? 'Paid online' : 'Paid outside of this page'
}

function panel(title: string, content: Markup): Markup {
  return html`<section class="panel" aria-labelledby="outcome">
    <h2 id="outcome">${title}</h2>
    ${content}
  </section>`
}
