import { z } from 'zod'
import { creditLineParams } from './credit-note-lines.ts'
import { issueCreditNote, voidCreditNote } from './credit-note-states.ts'
import type { Endpoints } from '../protocol/endpoint.ts'
import { missing } from '../protocol/errors.ts'
import { clearable, integer, mergeMetadata, metadata, moments, text } from '../protocol/form.ts'
import { listRecords, pageOf, paging } from '../protocol/lists.ts'
import type { Records } from '../store/records.ts'
import { retrieveCall } from '../protocol/retrieve.ts'
import { findRecord } from '../store/store.ts'
import type { Work } from '../store/work.ts'

/** The calls under `/v1/credit_notes` (https://docs.stripe.com/api/credit_notes). */
export function creditNoteCalls({ preview, read, write }: Endpoints) {
  return {
    create: write(createParams, issueCreditNote),
    preview: preview(createParams, issueCreditNote),
    retrieve: retrieveCall(read, 'credit_note'),
    update: write(
      { memo: clearable(text).optional(), metadata: metadata.optional() },
      async (work, params, id) => {
        const before = await changeable(work, id)
        const after = {
          ...before,
          memo: params.memo === undefined ? before.memo : params.memo,
          metadata: mergeMetadata(before.metadata, params.metadata),
        }
        work.save(after)
        work.emit('credit_note.updated', after, before)
        return after
      },
    ),
    void: write({}, async (work, _params, id) => voidCreditNote(work, await changeable(work, id))),
    lines: read(paging, async (sql, page, id) => {
      const note = await findRecord(sql, 'credit_note', id)
      if (!note) throw missing('credit note', id, 'id', 404)
      return pageOf(note.lines.data, page, note.lines.url)
    }),
    list: read(
      {
        ...paging,
        created: moments.optional(),
        customer: text.optional(),
        customer_account: text.optional(),
        invoice: text.optional(),
      },
      (sql, { created, customer, customer_account: _, invoice, ...page }) =>
        listRecords(sql, {
          kind: 'credit_note',
          url: '/v1/credit_notes',
          page,
          filters: [
            { column: 'customer', is: customer },
            { column: 'invoice', is: invoice },
            { moment: 'created', within: created },
          ],
        }),
    ),
  }
}

async function changeable(work: Work, id: string): Promise<Records['credit_note']> {
  const note = await work.find('credit_note', id)
  if (!note) throw missing('credit note', id, 'id', 404)
  return note
}

const createParams = {
  amount: integer.optional(),
  credit_amount: integer.optional(),
  effective_at: integer.optional(),
  email_type: z.enum(['credit_note', 'none']).optional(),
  invoice: text,
  lines: z.array(creditLineParams).optional(),
  memo: text.optional(),
  metadata: metadata.optional(),
  out_of_band_amount: integer.optional(),
  reason: z.enum(['duplicate', 'fraudulent', 'order_change', 'product_unsatisfactory']).optional(),
  refund_amount: integer.optional(),
  refunds: z
    .array(
      z.strictObject({
        amount_refunded: integer.optional(),
        payment_record_refund: z.unknown().optional(),
        refund: text.optional(),
        type: z.enum(['payment_record_refund', 'refund']).optional(),
      }),
    )
    .optional(),
  shipping_cost: z.unknown().optional(),
}

export type CreditNoteParams = z.output<z.ZodObject<typeof createParams>>
