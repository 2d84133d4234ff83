import { displayDay, displayMoney } from './display-money.ts'
import type { HostedInvoice } from './hosted-invoice.ts'
import { pdfDocument, type PdfText } from './pdf-document.ts'

/** The invoice as a document of one page, what `invoice_pdf` leads to. */
export function invoicePdf({ seller, invoice, lines }: HostedInvoice): Buffer {
  const money = (minor: number) => displayMoney(minor, invoice.currency)
  const facts = [
    `Invoice number  ${invoice.number ?? ''}`,
    `Date of issue   ${displayDay(invoice.effective_at ?? invoice.created)}`,
    ...(invoice.due_date ? [`Date due        ${displayDay(invoice.due_date)}`] : []),
    `Bill to         ${invoice.customer_name ?? invoice.customer_email ?? 'Customer'}`,
    `Status          ${invoice.status ?? ''}`,
  ]
  // What does not fit on the page is counted; nobody pays from this paper.
  const shown = lines.slice(0, MOST_LINES)
  const rows: [string, string][] = [
    ...shown.map(({ description, quantity, amount }): [string, string] => [
      `${quantity ?? 1} x ${description ?? 'Item'}`.slice(0, 60),
      money(amount),
    ]),
    ...(lines.length > MOST_LINES
      ? [[`and ${lines.length - MOST_LINES} more lines`, ''] satisfies [string, string]]
      : []),
    ['', ''],
    ['Subtotal', money(invoice.subtotal)],
    ['Total', money(invoice.total)],
    ['Amount paid', money(invoice.amount_paid)],
    ['Amount due', money(invoice.amount_remaining)],
  ]
  const top = 110 + facts.length * 16 + 30
  return pdfDocument([
    { text: seller, x: LEFT, y: 70, size: 16, bold: true },
    ...facts.map((text, place): PdfText => ({ text, x: LEFT, y: 110 + place * 16, size: 10 })),
    ...rows.flatMap(([label, amount], place): PdfText[] => {
      const y = top + place * 16
      const bold = place === rows.length - 1
      return [
        { text: label, x: LEFT, y, size: 10, bold },
        { text: amount, x: RIGHT, y, size: 10, bold, right: true },
      ]
    }),
  ])
}

const LEFT = 54
const RIGHT = 558
const MOST_LINES = 25
