import { z } from 'zod'
import type { Endpoints } from '../protocol/endpoint.ts'
import { missing, StripeError } from '../protocol/errors.ts'
import { text } from '../protocol/form.ts'
import { listRecords, paging } from '../protocol/lists.ts'
import type { Records } from '../store/records.ts'
import { findRecord } from '../store/store.ts'
import type { Work } from '../store/work.ts'

/** The calls under `/v1/customers/{id}/tax_ids` (https://docs.stripe.com/api/customer_tax_ids). */
export function taxIdCalls({ read, write }: Endpoints) {
  return {
    create: write(taxIdData.shape, async (work, params, customer) => {
      const holder = await work.find('customer', customer)
      if (!holder || holder.deleted) throw missing('customer', customer, 'customer', 404)
      return newTaxId(work, customer, params)
    }),
    retrieve: read({}, async (sql, _params, path) => {
      const [customer = '', id = ''] = path.split('/')
      const taxId = await findRecord(sql, 'tax_id', id)
      if (taxId?.customer !== customer) throw missing('tax_id', id, 'id', 404)
      return taxId
    }),
    remove: write({}, async (work, _params, path) => {
      const [customer = '', id = ''] = path.split('/')
      const taxId = await work.find('tax_id', id)
      if (taxId?.customer !== customer) throw missing('tax_id', id, 'id', 404)
      work.remove(taxId)
      work.emit('customer.tax_id.deleted', taxId)
      return { id, object: 'tax_id', deleted: true }
    }),
    list: read(paging, (sql, page, customer) =>
      listRecords(sql, {
        kind: 'tax_id',
        url: `/v1/customers/${customer}/tax_ids`,
        page,
        filters: [{ column: 'customer', is: customer }],
      }),
    ),
  }
}

/** Gives a customer a tax id and tells of it; nobody verifies it. */
export function newTaxId(
  work: Work,
  customer: string,
  { type, value }: z.output<typeof taxIdData>,
): Records['tax_id'] {
  if (!/^([a-z]{2}|eu_oss)_[a-z_]+$/.test(type)) {
    throw new StripeError(400, `Invalid type: ${type}`, { param: 'type' })
  }
  const [area = ''] = type.split('_')
  const taxId: Records['tax_id'] = {
    id: work.newId('txi_1', 23),
    object: 'tax_id',
    country: area === 'eu' ? value.slice(0, 2).toUpperCase() : area.toUpperCase(),
    created: work.now,
    customer,
    customer_account: null,
    livemode: false,
    owner: { customer, customer_account: null, type: 'customer' },
    type,
    value,
    verification: {
      status: ['eu_vat', 'gb_vat', 'au_abn'].includes(type) ? 'pending' : 'unavailable',
      verified_address: null,
      verified_name: null,
    },
  }
  work.save(taxId)
  work.emit('customer.tax_id.created', taxId)
  return taxId
}

export const taxIdData = z.strictObject({ type: text, value: text })
