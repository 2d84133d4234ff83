import { html } from 'hono/html'
import type { FormField, FormTrouble, HostedForm } from './hosted-form.ts'
import type { Markup } from './hosted-layout.ts'

/** The ways to pay, each with its form; `typed` and `trouble` are those of a try that failed. */
export function payForms(options: {
  methods: readonly string[]
  /** What the buttons take, as people read it. */
  amount: string
  typed: Partial<HostedForm>
  trouble: FormTrouble | null
  /** Whether the buyer is asked for an e-mail address. */
  email?: boolean
}): Markup {
  const { methods, amount, trouble } = options
  const card = methods.includes('card')
  const bank = methods.includes('us_bank_account')
  return html`<section class="panel pay" aria-labelledby="pay">
    <h2 id="pay">Pay ${amount}</h2>
    ${trouble ? html`<p class="message bad" role="alert">${trouble.message}</p>` : ''}
    ${card ? cardForm(options) : ''}
    ${card && bank ? html`<p class="or">or from a US bank account</p>` : ''}
    ${bank ? bankForm(options) : ''}
    ${card || bank ? testNumbers(card, bank) : html`<p>Nothing can be paid on this page.</p>`}
  </section>`
}

interface Shown {
  typed: Partial<HostedForm>
  trouble: FormTrouble | null
  email?: boolean
}

function cardForm(shown: Shown): Markup {
  return html`<form method="post" autocomplete="off">
    <input type="hidden" name="method" value="card" />
    ${shown.email ? field('email', 'Email', { ...shown, id: 'card-email' }) : ''}
    ${field('number', 'Card number', { ...shown, hint: '1234 1234 1234 1234', numeric: true })}
    <div class="pair">
      ${field('expiry', 'Expiry', { ...shown, hint: 'MM / YY', numeric: true })}
      ${field('cvc', 'CVC', { ...shown, hint: '123', numeric: true })}
    </div>
    ${field('name', 'Name on card', shown)}
    <button type="submit">Pay by card</button>
  </form>`
}

function bankForm(shown: Shown): Markup {
  return html`<form method="post" autocomplete="off">
    <input type="hidden" name="method" value="us_bank_account" />
    ${shown.email ? field('email', 'Email', { ...shown, id: 'bank-email' }) : ''}
    ${field('routing', 'Routing number', { ...shown, hint: '110000000', numeric: true })}
    ${field('account', 'Account number', { ...shown, hint: '000123456789', numeric: true })}
    <button type="submit">Pay by bank account</button>
    <p class="hint">
      A bank debit takes up to four business days. Until then the payment is processing.
    </p>
  </form>`
}

/** One labelled input; secret parts (numbers and codes) are never sent back to the page. */
function field(
  name: FormField,
  label: string,
  { typed, trouble, hint, numeric, id = name }: Shown & FieldLook,
): Markup {
  const value = HARMLESS.has(name) ? typed[name] : undefined
  const wrong = trouble?.field === name
  return html`<div class="field">
    <label for="${id}">${label}</label>
    <input
      id="${id}"
      name="${name}"
      value="${value ?? ''}"
      placeholder="${hint ?? ''}"
      inputmode="${numeric ? 'numeric' : 'text'}"
      required
      ${wrong ? html`aria-invalid="true" autofocus` : ''}
    />
  </div>`
}

interface FieldLook {
  hint?: string
  numeric?: boolean
  /** Where two forms have the same field. */
  id?: string
}

const HARMLESS: ReadonlySet<FormField> = new Set(['email', 'expiry', 'name', 'routing'])

function testNumbers(card: boolean, bank: boolean): Markup {
  return html`<details>
    <summary>Test numbers</summary>
    ${
      card
        ? html`<p>
            Cards, with any later expiry and any CVC: <code>4242 4242 4242 4242</code> is paid,
            <code>4000 0000 0000 0002</code> is declined, <code>4000 0000 0000 9995</code> has
            insufficient funds.
          </p>`
        : ''
    }
    ${
      bank
        ? html`<p>
            Routing number <code>110000000</code>: account <code>000123456789</code> is settled
            later, <code>000111111116</code> fails later.
          </p>`
        : ''
    }
  </details>`
}
