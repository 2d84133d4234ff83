import { html } from 'hono/html'
import { ACCOUNT } from '../account.ts'
import { displayMoney } from './display-money.ts'
import { payForms } from './hosted-fields.ts'
import type { FormTrouble, HostedForm } from './hosted-form.ts'
import { hostedNotice, hostedPage, type Markup } from './hosted-layout.ts'
import type { Records } from '../store/records.ts'

type PaymentLink = Records['payment_link']

/** What the page of a payment link shows. */
interface HostedLink {
  link: PaymentLink
  lines: Records['item'][]
}

/** The page of a payment link; `typed` and `trouble` are those of a try that just failed. */
export function paymentLinkPage(
  { link, lines }: HostedLink,
  typed: Partial<HostedForm> = {},
  trouble: FormTrouble | null = null,
): Markup {
  const money = (minor: number) => displayMoney(minor, link.currency)
  const amount = money(lines.reduce((sum, line) => sum + line.amount_total, 0))
  const methods = link.payment_method_types ?? [
    'card',
    ...(link.currency === 'usd' ? ['us_bank_account'] : []),
  ]
  return hostedPage(
    `Pay ${SELLER}`,
    html`<div class="columns">
      <article class="panel">
        <p class="seller"><span aria-hidden="true">${SELLER.slice(0, 1)}</span>${SELLER}</p>
        <h1>Pay ${SELLER}</h1>
        <p class="amount">${amount}</p>
        <table>
          <thead>
            <tr>
              <th scope="col">Description</th>
              <th scope="col" class="number">Qty</th>
              <th scope="col" class="number">Amount</th>
            </tr>
          </thead>
          <tbody>
            ${lines.map(
              (line) =>
                html`<tr>
                  <td>${line.description ?? 'Item'}</td>
                  <td class="number">${line.quantity ?? ''}</td>
                  <td class="number">${money(line.amount_total)}</td>
                </tr>`,
            )}
          </tbody>
        </table>
      </article>
      ${payForms({ methods, amount, typed, trouble, email: true })}
    </div>`,
  )
}

/** What a buyer sees after the payment. */
export function thanksPage({ link }: HostedLink): Markup {
  const own = link.after_completion.hosted_confirmation?.custom_message
  return hostedNotice('Thank you', own ?? `Your payment to ${SELLER} is on its way.`)
}

/** What somebody sees who comes too late. */
export function closedLinkPage(link: PaymentLink): Markup {
  const text = link.inactive_message ?? `Ask ${SELLER} for another way to pay.`
  return hostedNotice('This payment link is no longer active', text)
}

const SELLER = ACCOUNT.business_profile?.name ?? 'Seller'
