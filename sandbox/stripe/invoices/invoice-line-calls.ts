import { z } from 'zod'
import { discountParams, useDiscounts } from './discounts.ts'
import { addLines, changeLine, dropLines } from './edit-lines.ts'
import type { Endpoints } from '../protocol/endpoint.ts'
import { missing } from '../protocol/errors.ts'
import { clearable, flag, integer, mergeMetadata, metadata, text } from '../protocol/form.ts'
import { asLine, costBefore, costFields, newItem } from './invoice-item-record.ts'
import type { LineSpec } from './invoice-lines.ts'
import { costOf, costParams } from './line-cost.ts'
import { taxParams, taxRatesOf, toTax } from './line-taxes.ts'
import { listRecords, paging } from '../protocol/lists.ts'
import type { Invoice, LineItem, Records } from '../store/records.ts'
import { findRecord } from '../store/store.ts'
import type { Work } from '../store/work.ts'

/** The calls on the lines of an invoice (https://docs.stripe.com/api/invoice-line-item). */
export function invoiceLineCalls({ read, write }: Endpoints) {
  return {
    list: read(paging, async (sql, page, id) => {
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
    add: write(
      { ...common, lines: z.array(addParams).min(1).max(250) },
      async (work, params, id) => {
        const invoice = await changeable(work, id)
        const specs: LineSpec[] = []
        for (const line of params.lines) specs.push(await toLine(work, invoice, line))
        return withMetadata(work, await addLines(work, invoice, specs), params.invoice_metadata)
      },
    ),
    updateMany: write(
      {
        ...common,
        lines: z
          .array(updateParams.extend({ id: text }))
          .min(1)
          .max(250),
      },
      async (work, params, id) => {
        for (const { id: line, ...change } of params.lines) {
          await updateLine(work, await changeable(work, id), line, change)
        }
        return withMetadata(work, await changeable(work, id), params.invoice_metadata)
      },
    ),
    remove: write(
      { ...common, lines: z.array(removeParams).min(1).max(250) },
      async (work, params, id) => {
        const invoice = await changeable(work, id)
        for (const { id: line, behavior } of params.lines) {
          await release(work, await lineOf(work, invoice, line, 400), behavior)
        }
        const ids = params.lines.map((line) => line.id)
        const after = await dropLines(work, invoice, ids)
        return withMetadata(work, after, params.invoice_metadata)
      },
    ),
    updateOne: write(updateParams.shape, async (work, params, path) => {
      const [id = '', line = ''] = path.split('/')
      return updateLine(work, await changeable(work, id), line, params)
    }),
  }
}

async function changeable(work: Work, id: string): Promise<Invoice> {
  const invoice = await work.find('invoice', id)
  if (!invoice) throw missing('invoice', id, 'invoice', 404)
  return invoice
}

async function lineOf(
  work: Work,
  invoice: Invoice,
  id: string,
  status: 400 | 404,
): Promise<LineItem> {
  const line = await work.find('line_item', id)
  if (line?.invoice !== invoice.id) throw missing('invoice line item', id, 'line_item', status)
  return line
}

/** A line that is added makes an invoice item, or takes one that has been waiting. */
async function toLine(work: Work, invoice: Invoice, params: AddParams): Promise<LineSpec> {
  const taxes = (params.tax_amounts ?? []).map((tax) => toTax(work, tax))
  if (params.invoice_item !== undefined) {
    const waiting = await work.find('invoiceitem', params.invoice_item)
    if (waiting?.invoice !== null) {
      throw missing('invoiceitem', params.invoice_item, 'lines[invoice_item]', 400)
    }
    const taken = { ...waiting, invoice: invoice.id }
    work.save(taken)
    return asLine(taken, taxes)
  }
  const blank = newItem(work, {
    cost: await costOf(work, params, invoice.currency),
    currency: invoice.currency,
    customer: invoice.customer ?? '',
    description: params.description,
    discountable: params.discountable,
    invoice: invoice.id,
    metadata: mergeMetadata({}, params.metadata),
    period: params.period,
    tax_rates: await taxRatesOf(work, params.tax_rates, 'lines[tax_rates]'),
  })
  const holder = { customer: invoice.customer, invoiceItem: blank.id }
  const item = { ...blank, discounts: await useDiscounts(work, params.discounts, holder) }
  work.save(item)
  return asLine(item, taxes)
}

/** Changes a line of a draft together with the invoice item behind it. */
async function updateLine(
  work: Work,
  invoice: Invoice,
  id: string,
  params: UpdateParams,
): Promise<LineItem> {
  const line = await lineOf(work, invoice, id, 404)
  const item = await itemBehind(work, invoice, line)
  const priced = Object.keys(costParams).some((key) => Reflect.get(params, key) !== undefined)
  const cost = priced && (await costOf(work, params, invoice.currency, costBefore(item)))
  const holder = { customer: invoice.customer, invoiceItem: item.id }
  const after: Records['invoiceitem'] = {
    ...item,
    ...(cost ? costFields(cost) : {}),
    description: params.description ?? item.description,
    discountable: params.discountable ?? item.discountable,
    ...(params.discounts === undefined
      ? {}
      : { discounts: await useDiscounts(work, params.discounts, holder) }),
    metadata: mergeMetadata(item.metadata, params.metadata),
    period: params.period ?? item.period,
    ...(params.tax_rates === undefined
      ? {}
      : { tax_rates: await taxRatesOf(work, params.tax_rates, 'tax_rates') }),
  }
  work.save(after)
  const given = params.tax_amounts?.map((tax) => toTax(work, tax))
  const untaxed = params.tax_amounts === null || params.tax_rates !== undefined
  return changeLine(work, invoice, line, asLine(after, given ?? (untaxed ? [] : line.taxes)))
}

/** The invoice item behind a line; lines of a subscription have none, so one is made up. */
async function itemBehind(work: Work, invoice: Invoice, line: LineItem) {
  const id = line.parent?.invoice_item_details?.invoice_item ?? ''
  const item = await work.find('invoiceitem', id)
  if (item) return item
  const made = newItem(work, {
    cost: costBefore(line),
    currency: invoice.currency,
    customer: invoice.customer ?? '',
    description: line.description ?? undefined,
    discountable: line.discountable,
    invoice: invoice.id,
    metadata: line.metadata,
    period: line.period,
  })
  return id === '' ? made : { ...made, id }
}

async function release(work: Work, line: LineItem, behavior: 'delete' | 'unassign'): Promise<void> {
  const id = line.parent?.invoice_item_details?.invoice_item ?? ''
  const item = await work.find('invoiceitem', id)
  if (!item) return
  if (behavior === 'unassign') work.save({ ...item, invoice: null })
  else work.remove(item)
}

function withMetadata(
  work: Work,
  before: Invoice,
  notes: Record<string, string> | null | undefined,
): Invoice {
  if (notes === undefined) return before
  const after = { ...before, metadata: mergeMetadata(before.metadata, notes) }
  work.save(after)
  work.emit('invoice.updated', after, before)
  return after
}

const common = { invoice_metadata: metadata.optional() }

const updateParams = z.strictObject({
  ...costParams,
  description: text.optional(),
  discountable: flag.optional(),
  discounts: discountParams.optional(),
  metadata: metadata.optional(),
  period: z.strictObject({ start: integer, end: integer }).optional(),
  tax_amounts: clearable(z.array(taxParams)).optional(),
  tax_rates: clearable(z.array(text)).optional(),
})

type UpdateParams = z.output<typeof updateParams>

const addParams = updateParams.extend({ invoice_item: text.optional() })

type AddParams = z.output<typeof addParams>

const removeParams = z.strictObject({ behavior: z.enum(['delete', 'unassign']), id: text })
