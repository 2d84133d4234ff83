import type Stripe from 'stripe'
import type { Choice } from '../connection.ts'

type Type = Stripe.InvoiceCreateParams.PaymentSettings.PaymentMethodType

/** Ways to pay an invoice that can be offered. https://docs.stripe.com/api/invoices/create */
const TYPES = [
  ['card', 'Card'],
  ['us_bank_account', 'ACH direct debit (US bank account)'],
  ['customer_balance', 'Bank transfer'],
  ['link', 'Link'],
  ['ach_credit_transfer', 'ACH credit transfer'],
  ['acss_debit', 'Pre-authorised debit (Canada)'],
  ['au_becs_debit', 'BECS direct debit (Australia)'],
  ['bacs_debit', 'Bacs direct debit (UK)'],
  ['sepa_debit', 'SEPA direct debit'],
  ['bancontact', 'Bancontact'],
  ['boleto', 'Boleto'],
  ['cashapp', 'Cash App Pay'],
  ['eps', 'EPS'],
  ['fpx', 'FPX'],
  ['giropay', 'giropay'],
  ['grabpay', 'GrabPay'],
  ['ideal', 'iDEAL'],
  ['konbini', 'Konbini'],
  ['p24', 'Przelewy24'],
  ['paynow', 'PayNow'],
  ['paypal', 'PayPal'],
  ['promptpay', 'PromptPay'],
  ['revolut_pay', 'Revolut Pay'],
  ['sofort', 'Sofort'],
  ['swish', 'Swish'],
  ['wechat_pay', 'WeChat Pay'],
] as const satisfies readonly (readonly [Type, string])[]

/** The choices of a "payment methods" field. */
export const PAYMENT_METHOD_TYPES: Choice[] = TYPES.map(([id, label]) => ({ id, label }))
