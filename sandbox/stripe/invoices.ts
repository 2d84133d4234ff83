import { z } from 'zod'
import { changeableCustomer } from './customers.ts'
import type { Endpoints } from './endpoint.ts'
import { missing, StripeError } from './errors.ts'
import {
  clearable,
  currency,
  flag,
  integer,
  mergeMetadata,
  metadata,
  moments,
  text,
} from './form.ts'
import { addLines } from './invoice-lines.ts'
import { lineParams, toLineSpecs, takePendingItems } from './invoice-items.ts'
import { newInvoice } from './invoice-record.ts'
import {
  deleteDraft,
  finalizeInvoice,
  markUncollectible,
  payInvoice,
  voidInvoice,
} from './invoice-states.ts'
import { listRecords, paging } from './lists.ts'
import type { Invoice } from './records.ts'
import { findRecord } from './store.ts'
import type { Work } from './work.ts'

/** The calls under `/v1/invoices` (https://docs.stripe.com/api/invoices). */
export function invoiceCalls({ read, write }: Endpoints) {
  return {
    create: write(createParams, createInvoice),
    retrieve: read({}, async (sql, _params, id) => {
      const invoice = await findRecord(sql, 'invoice', id)
      if (!invoice) throw missing('invoice', id, 'invoice', 404)
      return invoice
    }),
    update: write(editable, async (work, params, id) =>
      updateInvoice(work, await changeable(work, id), params),
    ),
    remove: write({}, async (work, _params, id) => deleteDraft(work, await changeable(work, id))),
    finalize: write({ auto_advance: flag.optional() }, async (work, _params, id) =>
      finalizeInvoice(work, await changeable(work, id)),
    ),
    pay: write(payParams, async (work, params, id) =>
      payInvoice(work, await changeable(work, id), {
        outOfBand: params.paid_out_of_band ?? false,
        paymentMethod: params.payment_method,
      }),
    ),
    send: write({}, async (work, _params, id) => {
      const invoice = await changeable(work, id)
      const open = invoice.status === 'draft' ? await finalizeInvoice(work, invoice) : invoice
      work.emit('invoice.sent', open)
      return open
    }),
    void: write({}, async (work, _params, id) => voidInvoice(work, await changeable(work, id))),
    markUncollectible: write({}, async (work, _params, id) =>
      markUncollectible(work, await changeable(work, id)),
    ),
    addLines: write(
      { lines: z.array(lineParams), invoice_metadata: metadata.optional() },
      async (work, params, id) => {
        const invoice = await changeable(work, id)
        const specs = await toLineSpecs(work, invoice, params.lines)
        const after = await addLines(work, invoice, specs)
        if (params.invoice_metadata === undefined) return after
        return updateInvoice(work, after, { metadata: params.invoice_metadata })
      },
    ),
    lines: read(paging, async (sql, page, id) => {
      const invoice = await findRecord(sql, 'invoice', id)
      if (!invoice) throw missing('invoice', id, 'invoice', 404)
      return listRecords(sql, {
        kind: 'line_item',
        url: `/v1/invoices/${id}/lines`,
        page,
        filters: [{ column: 'invoice', is: id }],
        order: 'oldest first',
      })
    }),
    list: read(listParams, (sql, params) => {
      const { created, customer, due_date, status, collection_method, subscription, ...page } =
        params
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

async function createInvoice(work: Work, params: CreateParams): Promise<Invoice> {
  const customer = await changeableCustomer(work, params.customer, 'customer', 400)
  const invoice = newInvoice(work, customer, {
    ...params,
    metadata: mergeMetadata({}, params.metadata),
    payment_method_types: params.payment_settings?.payment_method_types,
  })
  work.save(invoice)
  work.emit('invoice.created', invoice)
  if (params.pending_invoice_items_behavior !== 'include') return invoice
  return takePendingItems(work, invoice)
}

/** Changes what may still be changed; a finalised invoice keeps what was sent to the customer. */
function updateInvoice(work: Work, before: Invoice, params: EditParams): Invoice {
  const given = Object.keys(params).filter((key) => Reflect.get(params, key) !== undefined)
  const locked = given.find((key) => !LATE.has(key))
  if (before.status !== 'draft' && locked !== undefined) {
    const message = `Finalized invoices can't be updated in this way: '${locked}' can only be changed while the invoice is a draft.`
    throw new StripeError(400, message, { code: 'invoice_not_editable', param: locked })
  }
  const { metadata: notes, payment_settings, days_until_due, ...rest } = params
  const types = payment_settings?.payment_method_types
  const plain = Object.fromEntries(Object.entries(rest).filter(([, value]) => value !== undefined))
  const after: Invoice = {
    ...before,
    ...plain,
    ...(days_until_due === undefined ? {} : { due_date: before.created + days_until_due * 86_400 }),
    metadata: mergeMetadata(before.metadata, notes),
    payment_settings: {
      ...before.payment_settings,
      ...(types === undefined ? {} : { payment_method_types: types }),
    },
  }
  if (after.due_date !== before.due_date && after.collection_method !== 'send_invoice') {
    const message = 'You can only set `due_date` when `collection_method` is `send_invoice`.'
    throw new StripeError(400, message, { param: 'due_date' })
  }
  if (JSON.stringify(after) === JSON.stringify(before)) return before
  work.save(after)
  work.emit('invoice.updated', after, before)
  return after
}

/** What may be changed on a finalised invoice. */
const LATE = new Set([
  'auto_advance',
  'custom_fields',
  'default_payment_method',
  'description',
  'due_date',
  'footer',
  'metadata',
  'payment_settings',
])

const editable = {
  auto_advance: flag.optional(),
  collection_method: z.enum(['charge_automatically', 'send_invoice']).optional(),
  custom_fields: clearable(z.array(z.strictObject({ name: text, value: text })).max(4)).optional(),
  days_until_due: integer.optional(),
  default_payment_method: clearable(text).optional(),
  description: clearable(z.string().max(1500)).optional(),
  due_date: integer.optional(),
  effective_at: clearable(integer).optional(),
  footer: clearable(z.string().max(5000)).optional(),
  metadata: metadata.optional(),
  number: clearable(z.string().max(26)).optional(),
  payment_settings: z
    .strictObject({ payment_method_types: clearable(z.array(text)).optional() })
    .optional(),
  statement_descriptor: clearable(z.string().max(22)).optional(),
}

type EditParams = z.output<z.ZodObject<typeof editable>>

const createParams = {
  ...editable,
  customer: text,
  currency: currency.optional(),
  pending_invoice_items_behavior: z.enum(['exclude', 'include']).optional(),
}

type CreateParams = z.output<z.ZodObject<typeof createParams>>

const payParams = {
  forgive: flag.optional(),
  off_session: flag.optional(),
  paid_out_of_band: flag.optional(),
  payment_method: text.optional(),
}

const listParams = {
  ...paging,
  collection_method: z.enum(['charge_automatically', 'send_invoice']).optional(),
  created: moments.optional(),
  customer: text.optional(),
  due_date: moments.optional(),
  status: z.enum(['draft', 'open', 'paid', 'uncollectible', 'void']).optional(),
  subscription: text.optional(),
}
