import { z } from 'zod'
import type { Customer, PaymentMethod } from '../store/records.ts'
import { newPaymentMethod } from '../payments/payment-method-record.ts'
import type { Work } from '../store/work.ts'

/** What somebody typed into a form of a hosted page, and which part of it cannot be used. */
export interface FormTrouble {
  field: FormField | null
  message: string
}

export type FormField = 'email' | 'number' | 'expiry' | 'cvc' | 'name' | 'routing' | 'account'

/** A form as it was sent; fields that a form does not have are empty. */
export const hostedForm = z.object({
  method: z.enum(['card', 'us_bank_account']),
  number: z.string().default(''),
  expiry: z.string().default(''),
  cvc: z.string().default(''),
  name: z.string().trim().max(200).default(''),
  routing: z.string().default(''),
  account: z.string().default(''),
  email: z.string().trim().max(512).default(''),
})

export type HostedForm = z.output<typeof hostedForm>

/** Finds what is wrong with a form; null when money can be asked for. `now` judges the expiry. */
export function checkForm(form: HostedForm, now: Date): FormTrouble | null {
  return form.method === 'card' ? checkCard(form, now) : checkBank(form)
}

/** Finds out whether an e-mail address was given, on pages that ask for one. */
export function checkEmail({ email }: HostedForm): FormTrouble | null {
  if (z.email().safeParse(email).success) return null
  return { field: 'email', message: 'Your email address is incomplete.' }
}

/** Makes the payment method that a checked form describes. */
export function methodOf(work: Work, form: HostedForm, customer: Customer | null): PaymentMethod {
  const billing = {
    address: customer?.address ?? null,
    email: customer?.email ?? null,
    name: form.name || (customer?.name ?? null),
    phone: customer?.phone ?? null,
  }
  const owner = customer?.id ?? null
  if (form.method === 'us_bank_account') {
    const last4 = digits(form.account).slice(-4)
    const routing = digits(form.routing)
    return newPaymentMethod(work, { brand: 'bank', last4, routing, customer: owner, billing })
  }
  const number = digits(form.number)
  const expires = expiryOf(form.expiry) ?? undefined
  return newPaymentMethod(work, {
    brand: brandOf(number),
    last4: number.slice(-4),
    customer: owner,
    billing,
    ...(expires ? { expires } : {}),
  })
}

function checkCard(form: HostedForm, now: Date): FormTrouble | null {
  const number = digits(form.number)
  if (!/^\d{12,19}$/.test(number) || !passesLuhn(number)) {
    return { field: 'number', message: 'Your card number is invalid.' }
  }
  const expiry = expiryOf(form.expiry)
  if (!expiry) {
    return { field: 'expiry', message: 'Your card’s expiration date is incomplete: write MM / YY.' }
  }
  const month = now.getUTCFullYear() * 12 + now.getUTCMonth()
  if (expiry.year * 12 + expiry.month - 1 < month) {
    return { field: 'expiry', message: 'Your card’s expiration date is in the past.' }
  }
  if (!/^\d{3,4}$/.test(form.cvc.trim())) {
    return { field: 'cvc', message: 'Your card’s security code is incomplete.' }
  }
  if (form.name === '') {
    return { field: 'name', message: 'Write the name as it is on the card.' }
  }
  if (TEST_CARDS.has(number)) return null
  const message =
    'Your card was declined. Your request was in test mode, but used a non test card. Use one of the test numbers below.'
  return { field: 'number', message }
}

function checkBank(form: HostedForm): FormTrouble | null {
  if (digits(form.routing) !== TEST_ROUTING) {
    const message = `Your routing number is invalid. In test mode it is ${TEST_ROUTING}.`
    return { field: 'routing', message }
  }
  if (!/^\d{4,17}$/.test(digits(form.account))) {
    return { field: 'account', message: 'Your account number is invalid.' }
  }
  return null
}

function digits(text: string): string {
  return text.replaceAll(/[\s-]/g, '')
}

function expiryOf(text: string): { month: number; year: number } | null {
  const match = /^(0?[1-9]|1[0-2])\s*\/?\s*(?:20)?(\d\d)$/.exec(text.trim())
  return match ? { month: Number(match[1]), year: 2000 + Number(match[2]) } : null
}

/** The check digit of card numbers, https://www.iso.org/standard/70484.html (ISO/IEC 7812-1). */
function passesLuhn(number: string): boolean {
  const sum = [...number].toReversed().reduce((total, digit, place) => {
    const doubled = Number(digit) * (place % 2 === 0 ? 1 : 2)
    return total + (doubled > 9 ? doubled - 9 : doubled)
  }, 0)
  return sum % 10 === 0
}

function brandOf(number: string): string {
  if (number.startsWith('4')) return 'visa'
  if (number.startsWith('3')) return 'amex'
  return number.startsWith('6') ? 'discover' : 'mastercard'
}

const TEST_ROUTING = '110000000'

/** https://docs.stripe.com/testing#cards */
const TEST_CARDS = new Set([
  '4242424242424242',
  '4000056655665556',
  '5555555555554444',
  '2223003122003222',
  '5200828282828210',
  '5105105105105100',
  '378282246310005',
  '371449635398431',
  '6011111111111117',
  '6011000990139424',
  '4000000000000002',
  '4000000000000069',
  '4000000000000119',
  '4000000000000127',
  '4000000000000341',
  '4000000000009979',
  '4000000000009987',
  '4000000000009995',
  '4000002500003155',
  '4000002760003184',
  '4000000000003220',
  '4000000000005126',
  '4000000000007726',
])
