import { StripeError } from '../protocol/errors.ts'
import { newLine, type LineSpec } from './invoice-lines.ts'
import { recalculate } from './recalculate.ts'
import type { Invoice, LineItem } from '../store/records.ts'
import type { Work } from '../store/work.ts'

/** Adds lines to a draft, stores everything and tells of it (`invoice.updated`). */
export async function addLines(work: Work, invoice: Invoice, specs: LineSpec[]): Promise<Invoice> {
  const lines = await editableLines(work, invoice)
  if (lines.length + specs.length > 250) {
    const message = 'Invoices can have at most 250 line items.'
    throw new StripeError(400, message, { param: 'lines' })
  }
  const added = specs.map((spec) => newLine(work, invoice, spec))
  for (const line of added) work.save(line)
  return storeEdited(work, invoice, [...lines, ...added])
}

/** Replaces what a line of a draft says; it keeps its id and its place. */
export async function changeLine(
  work: Work,
  invoice: Invoice,
  line: LineItem,
  spec: LineSpec,
): Promise<LineItem> {
  const lines = await editableLines(work, invoice)
  const changed: LineItem = { ...newLine(work, invoice, spec), id: line.id, parent: line.parent }
  const edited = lines.map((one) => (one.id === line.id ? changed : one))
  await storeEdited(work, invoice, edited)
  return (await work.find('line_item', line.id)) ?? changed
}

/** Takes lines off a draft; what becomes of their invoice items is the caller's affair. */
export async function dropLines(work: Work, invoice: Invoice, ids: string[]): Promise<Invoice> {
  const lines = await editableLines(work, invoice)
  for (const line of lines) if (ids.includes(line.id)) work.remove(line)
  return storeEdited(
    work,
    invoice,
    lines.filter((line) => !ids.includes(line.id)),
  )
}

/** The line that an invoice item became. */
export async function lineOfItem(
  work: Work,
  invoice: Invoice,
  item: string,
): Promise<LineItem | undefined> {
  const lines = await work.related('line_item', 'invoice', invoice.id)
  return lines.find((line) => line.parent?.invoice_item_details?.invoice_item === item)
}

async function editableLines(work: Work, invoice: Invoice): Promise<LineItem[]> {
  if (invoice.status !== 'draft') {
    const message = 'This invoice is no longer editable: lines can only be changed on a draft.'
    throw new StripeError(400, message, { code: 'invoice_not_editable' })
  }
  return work.related('line_item', 'invoice', invoice.id)
}

async function storeEdited(work: Work, invoice: Invoice, lines: LineItem[]): Promise<Invoice> {
  const after = await recalculate(work, invoice, lines)
  work.save(after)
  work.emit('invoice.updated', after, invoice)
  return after
}
