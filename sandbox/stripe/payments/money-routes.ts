import type { Hono } from 'hono'
import { balanceCalls } from './balance.ts'
import { chargeCalls } from './charges.ts'
import { creditNoteCalls } from '../refunds/credit-notes.ts'
import type { Endpoints, StripeEnv } from '../protocol/endpoint.ts'
import { moneyCalls } from './money.ts'
import { paymentIntentCalls } from './payment-intents.ts'
import { paymentMethodCalls } from './payment-methods.ts'
import { paymentRecordCalls } from './payment-records.ts'
import { refundCalls } from '../refunds/refunds.ts'

/** Everything that is about money: taken, given back, credited and booked. */
export function addMoneyCalls(app: Hono<StripeEnv>, endpoints: Endpoints): void {
  const balance = balanceCalls(endpoints)
  app.get('/balance', balance.balance)
  app.get('/payouts', balance.listPayouts)

  const money = moneyCalls(endpoints)
  app.get('/invoice_payments', money.listInvoicePayments)
  app.get('/invoice_payments/:id', money.retrieveInvoicePayment)
  app.get('/balance_transactions', money.listBalanceTransactions)
  app.get('/balance_transactions/:id', money.retrieveBalanceTransaction)

  const intents = paymentIntentCalls(endpoints)
  app.get('/payment_intents', intents.list).post(intents.create)
  app.get('/payment_intents/:id', intents.retrieve).post(intents.update)
  app.post('/payment_intents/:id/confirm', intents.confirm)
  app.post('/payment_intents/:id/capture', intents.capture)
  app.post('/payment_intents/:id/cancel', intents.cancel)

  const methods = paymentMethodCalls(endpoints)
  app.get('/payment_methods', methods.list).post(methods.create)
  app.get('/payment_methods/:id', methods.retrieve).post(methods.update)
  app.post('/payment_methods/:id/attach', methods.attach)
  app.post('/payment_methods/:id/detach', methods.detach)
  app.get('/customers/:id/payment_methods', methods.listOfCustomer)
  app.get('/customers/:id/payment_methods/:inner', methods.retrieveOfCustomer)

  const records = paymentRecordCalls(endpoints)
  app.post('/payment_records/report_payment', records.report)
  app.get('/payment_records/:id', records.retrieve)

  const charges = chargeCalls(endpoints)
  app.get('/charges', charges.list).post(charges.create)
  app.get('/charges/:id', charges.retrieve).post(charges.update)
  app.post('/charges/:id/capture', charges.capture)

  const refunds = refundCalls(endpoints)
  app.get('/refunds', refunds.list).post(refunds.create)
  app.get('/refunds/:id', refunds.retrieve).post(refunds.update)
  app.post('/refunds/:id/cancel', refunds.cancel)
  app.get('/charges/:id/refunds', refunds.listOfCharge)

  const notes = creditNoteCalls(endpoints)
  app.get('/credit_notes/preview', notes.preview)
  app.get('/credit_notes', notes.list).post(notes.create)
  app.get('/credit_notes/:id', notes.retrieve).post(notes.update)
  app.get('/credit_notes/:id/lines', notes.lines)
  app.post('/credit_notes/:id/void', notes.void)
}
