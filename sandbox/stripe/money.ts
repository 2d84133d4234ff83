import { z } from 'zod'
import type { Endpoints } from './endpoint.ts'
import { currency, moments, text } from './form.ts'
import { listRecords, paging } from './lists.ts'
import { retrieveCall } from './retrieve.ts'

/** Reading what was paid: invoice payments, payment intents, charges, balance transactions. */
export function moneyCalls({ read }: Endpoints) {
  return {
    retrieveInvoicePayment: retrieveCall(read, 'invoice_payment'),
    listInvoicePayments: read(
      {
        ...paging,
        created: moments.optional(),
        invoice: text.optional(),
        payment: z
          .strictObject({
            type: z.enum(['payment_intent', 'payment_record']),
            payment_intent: text.optional(),
            payment_record: text.optional(),
          })
          .optional(),
        status: z.enum(['canceled', 'open', 'paid']).optional(),
      },
      (sql, { created, invoice, payment, status, ...page }) =>
        listRecords(sql, {
          kind: 'invoice_payment',
          url: '/v1/invoice_payments',
          page,
          filters: [
            { column: 'invoice', is: invoice },
            // The stand-in has no payment records, so that asking for one finds nothing.
            { column: 'payment_intent', is: payment?.payment_record ?? payment?.payment_intent },
            { column: 'status', is: status },
            { moment: 'created', within: created },
          ],
        }),
    ),
    retrievePaymentIntent: retrieveCall(read, 'payment_intent'),
    listPaymentIntents: read(
      { ...paging, created: moments.optional(), customer: text.optional() },
      (sql, { created, customer, ...page }) =>
        listRecords(sql, {
          kind: 'payment_intent',
          url: '/v1/payment_intents',
          page,
          filters: [
            { column: 'customer', is: customer },
            { moment: 'created', within: created },
          ],
        }),
    ),
    retrieveCharge: retrieveCall(read, 'charge'),
    listCharges: read(
      {
        ...paging,
        created: moments.optional(),
        customer: text.optional(),
        payment_intent: text.optional(),
      },
      (sql, { created, customer, payment_intent, ...page }) =>
        listRecords(sql, {
          kind: 'charge',
          url: '/v1/charges',
          page,
          filters: [
            { column: 'customer', is: customer },
            { column: 'payment_intent', is: payment_intent },
            { moment: 'created', within: created },
          ],
        }),
    ),
    retrieveBalanceTransaction: retrieveCall(read, 'balance_transaction'),
    listBalanceTransactions: read(
      {
        ...paging,
        created: moments.optional(),
        currency: currency.optional(),
        source: text.optional(),
        type: text.optional(),
      },
      (sql, { created, currency: money, source, type, ...page }) =>
        listRecords(sql, {
          kind: 'balance_transaction',
          url: '/v1/balance_transactions',
          page,
          filters: [
            { field: 'currency', is: money },
            { field: 'source', is: source },
            { column: 'type', is: type },
            { moment: 'created', within: created },
          ],
        }),
    ),
  }
}
