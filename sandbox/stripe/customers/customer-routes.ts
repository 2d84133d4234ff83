import type { Hono } from 'hono'
import { changeBalance } from './customer-balance.ts'
import { changeableCustomer, customerCalls } from './customers.ts'
import type { Endpoints, StripeEnv } from '../protocol/endpoint.ts'
import { missing, StripeError } from '../protocol/errors.ts'
import { clearable, currency, integer, mergeMetadata, metadata, text } from '../protocol/form.ts'
import { listRecords, paging } from '../protocol/lists.ts'
import { findRecord } from '../store/store.ts'
import { taxIdCalls } from './tax-ids.ts'

/** Customers and what belongs to them alone: tax ids and the entries of their balance. */
export function addCustomerCalls(app: Hono<StripeEnv>, endpoints: Endpoints): void {
  const customers = customerCalls(endpoints)
  app.get('/customers', customers.list).post(customers.create)
  app.get('/customers/:id', customers.retrieve).post(customers.update).delete(customers.remove)

  const taxIds = taxIdCalls(endpoints)
  app.get('/customers/:id/tax_ids', taxIds.list).post(taxIds.create)
  app.get('/customers/:id/tax_ids/:inner', taxIds.retrieve).delete(taxIds.remove)

  const balance = balanceCalls(endpoints)
  app.get('/customers/:id/balance_transactions', balance.list).post(balance.create)
  app.get('/customers/:id/balance_transactions/:inner', balance.retrieve).post(balance.update)
}

/** https://docs.stripe.com/api/customer_balance_transactions */
function balanceCalls({ read, write }: Endpoints) {
  return {
    create: write(
      {
        amount: integer,
        currency,
        description: clearable(text).optional(),
        metadata: metadata.optional(),
      },
      async (work, params, id) => {
        const customer = await changeableCustomer(work, id, 'customer', 404)
        if (customer.currency && customer.currency !== params.currency) {
          const message = `The customer's balance is in ${customer.currency}, not in ${params.currency}.`
          throw new StripeError(400, message, { param: 'currency' })
        }
        const change = { ...params, metadata: mergeMetadata({}, params.metadata) }
        return changeBalance(work, customer, { ...change, type: 'adjustment' }).entry
      },
    ),
    retrieve: read({}, async (sql, _params, path) => {
      const [customer = '', id = ''] = path.split('/')
      const entry = await findRecord(sql, 'customer_balance_transaction', id)
      if (entry?.customer !== customer) {
        throw missing('customer balance transaction', id, 'transaction', 404)
      }
      return entry
    }),
    update: write(
      { description: clearable(text).optional(), metadata: metadata.optional() },
      async (work, params, path) => {
        const [customer = '', id = ''] = path.split('/')
        const before = await work.find('customer_balance_transaction', id)
        if (before?.customer !== customer) {
          throw missing('customer balance transaction', id, 'transaction', 404)
        }
        const after = {
          ...before,
          description: params.description === undefined ? before.description : params.description,
          metadata: mergeMetadata(before.metadata, params.metadata),
        }
        work.save(after)
        return after
      },
    ),
    list: read({ ...paging, invoice: text.optional() }, (sql, { invoice, ...page }, id) =>
      listRecords(sql, {
        kind: 'customer_balance_transaction',
        url: `/v1/customers/${id}/balance_transactions`,
        page,
        filters: [
          { column: 'customer', is: id },
          { column: 'invoice', is: invoice },
        ],
      }),
    ),
  }
}
