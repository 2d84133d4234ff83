import { bookInvoicePayments } from './book-invoice-payments/template.ts'
import { bookPayment } from './book-payment/template.ts'
import { bookStripeInvoice } from './book-stripe-invoice/template.ts'
import { findNetsuiteCustomer } from './find-netsuite-customer/template.ts'
import { putCustomerIntoStripe } from './put-customer-into-stripe/template.ts'
import { netsuiteCustomerToStripeCustomer } from './netsuite-customer-to-stripe-customer/template.ts'
import { netsuiteInvoiceStatusToStripe } from './netsuite-invoice-status-to-stripe/template.ts'
import { netsuiteInvoiceToStripeInvoice } from './netsuite-invoice-to-stripe-invoice/template.ts'
import { netsuiteVoidToStripeVoid } from './netsuite-void-to-stripe-void/template.ts'
import { postingDay } from './posting-day/template.ts'
import { stripeCustomerToNetsuiteCustomer } from './stripe-customer-to-netsuite-customer/template.ts'
import { stripeInvoiceToNetsuiteInvoice } from './stripe-invoice-to-netsuite-invoice/template.ts'
import { stripeInvoiceToNetsuiteInvoiceRealTime } from './stripe-invoice-to-netsuite-invoice-real-time/template.ts'
import { stripeInvoicePaidToNetsuitePayment } from './stripe-invoice-paid-to-netsuite-payment/template.ts'
import { stripeRefundToNetsuiteCreditMemoAndRefund } from './stripe-refund-to-netsuite-credit-memo-and-refund/template.ts'
import { stripePaymentToNetsuitePayment } from './stripe-payment-to-netsuite-payment/template.ts'
import { stripeChargeToNetsuiteInvoice } from './stripe-charge-to-netsuite-invoice/template.ts'
import { stripeDetailsToOpenNetsuiteInvoices } from './stripe-details-to-open-netsuite-invoices/template.ts'
import type { Template } from './template.ts'

/** Every prebuilt flow, in the order of the gallery. A new template adds one line here. */
export const TEMPLATES: readonly Template[] = [
  findNetsuiteCustomer,
  putCustomerIntoStripe,
  postingDay,
  bookPayment,
  bookInvoicePayments,
  bookStripeInvoice,
  netsuiteCustomerToStripeCustomer,
  stripeCustomerToNetsuiteCustomer,
  netsuiteInvoiceToStripeInvoice,
  stripeChargeToNetsuiteInvoice,
  stripeInvoiceToNetsuiteInvoice,
  stripeInvoiceToNetsuiteInvoiceRealTime,
  netsuiteInvoiceStatusToStripe,
  stripeInvoicePaidToNetsuitePayment,
  stripeDetailsToOpenNetsuiteInvoices,
  stripePaymentToNetsuitePayment,
  netsuiteVoidToStripeVoid,
  stripeRefundToNetsuiteCreditMemoAndRefund,
]
