import { z } from 'zod'
import { createInvoice, updateInvoice } from './edit-invoice.ts'
import type { Endpoints } from '../protocol/endpoint.ts'
import { missing } from '../protocol/errors.ts'
import { clearable, flag, moments, text } from '../protocol/form.ts'
import { createParams, editParams } from './invoice-params.ts'
import { previewInvoice, previewParams } from './invoice-preview.ts'
import { attachPayment } from './invoice-payments.ts'
import {
  deleteDraft,
  finalizeInvoice,
  markUncollectible,
  sendInvoice,
  voidInvoice,
} from './invoice-states.ts'
import { listRecords, paging } from '../protocol/lists.ts'
import { payInvoice } from './pay-invoice.ts'
import type { Invoice } from '../store/records.ts'
import { findRecord } from '../store/store.ts'
import type { Work } from '../store/work.ts'

/** The calls under `/v1/invoices` (https://docs.stripe.com/api/invoices). */
export function invoiceCalls({ preview, read, write }: Endpoints) {
  return {
    create: write(createParams, createInvoice),
    retrieve: read({}, async (sql, _params, id) => {
      const invoice = await findRecord(sql, 'invoice', id)
      if (!invoice) throw missing('invoice', id, 'invoice', 404)
      return invoice
    }),
    preview: preview(previewParams, previewInvoice),
    update: write(editParams, async (work, params, id) =>
      updateInvoice(work, await changeable(work, id), params),
    ),
    remove: write({}, async (work, _params, id) => deleteDraft(work, await changeable(work, id))),
    finalize: write({ auto_advance: flag.optional() }, async (work, params, id) =>
      finalizeInvoice(work, await changeable(work, id), { autoAdvance: params.auto_advance }),
    ),
    pay: write(payParams, async (work, params, id) =>
      payInvoice(work, await changeable(work, id), {
        outOfBand: params.paid_out_of_band ?? false,
        paymentMethod: params.payment_method ?? params.source,
      }),
    ),
    attachPayment: write(
      { payment_intent: text.optional(), payment_record: text.optional() },
      async (work, params, id) => attachPayment(work, await changeable(work, id), params),
    ),
    send: write({}, async (work, _params, id) => sendInvoice(work, await changeable(work, id))),
    void: write({}, async (work, _params, id) => voidInvoice(work, await changeable(work, id))),
    markUncollectible: write({}, async (work, _params, id) =>
      markUncollectible(work, await changeable(work, id)),
    ),
    list: read(listParams, (sql, params) => {
      const { created, customer, due_date, status, collection_method, subscription, ...rest } =
        params
      const { customer_account: _, ...page } = rest
      return listRecords(sql, {
        kind: 'invoice',
        url: '/v1/invoices',
        page,
        filters: [
          { column: 'customer', is: customer },
          { column: 'status', is: status },
          { field: 'collection_method', is: collection_method },
          { field: 'subscription', is: subscription },
          { moment: 'created', within: created },
          { moment: 'due_date', within: due_date },
        ],
      })
    }),
  }
}

async function changeable(work: Work, id: string): Promise<Invoice> {
  const invoice = await work.find('invoice', id)
  if (!invoice) throw missing('invoice', id, 'invoice', 404)
  return invoice
}

const payParams = {
  forgive: flag.optional(),
  mandate: clearable(text).optional(),
  off_session: flag.optional(),
  paid_out_of_band: flag.optional(),
  payment_method: text.optional(),
  source: text.optional(),
}

const listParams = {
  ...paging,
  collection_method: z.enum(['charge_automatically', 'send_invoice']).optional(),
  created: moments.optional(),
  customer: text.optional(),
  customer_account: text.optional(),
  due_date: moments.optional(),
  status: z.enum(['draft', 'open', 'paid', 'uncollectible', 'void']).optional(),
  subscription: text.optional(),
}
