import { z } from 'zod'
import type { Endpoints } from '../protocol/endpoint.ts'
import { currency, moments, text } from '../protocol/form.ts'
import { listRecords, paging } from '../protocol/lists.ts'
import { retrieveCall } from '../protocol/retrieve.ts'

/** Reading what was paid: invoice payments and balance transactions. */
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
            // The column holds whichever of the two the payment is.
            { column: 'payment_intent', is: payment?.payment_record ?? payment?.payment_intent },
            { column: 'status', is: status },
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
        payout: text.optional(),
        source: text.optional(),
        type: text.optional(),
      },
      (sql, { created, currency: money, payout: _, source, type, ...page }) =>
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
