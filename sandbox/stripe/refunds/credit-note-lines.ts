import Big from 'big.js'
import { z } from 'zod'
import { missing, StripeError } from '../protocol/errors.ts'
import { clearable, decimal, integer, mergeMetadata, metadata, text } from '../protocol/form.ts'
import { lineAmount, roundMinor, sum } from '../invoices/invoice-math.ts'
import { taxRatesOf } from '../invoices/line-taxes.ts'
import type { Invoice, LineItem, Records } from '../store/records.ts'
import type { Work } from '../store/work.ts'

export type CreditLine = Records['credit_note']['lines']['data'][number]

/** The lines of a credit note: parts of the invoice's lines with their taxes, or lines of its own. */
export async function creditLines(
  work: Work,
  invoice: Invoice,
  params: { lines?: LineParams[]; amount?: number },
): Promise<CreditLine[]> {
  const lines: CreditLine[] = []
  for (const [index, line] of (params.lines ?? []).entries()) {
    const made =
      line.type === 'invoice_line_item'
        ? await partOfLine(work, invoice, line, `lines[${index}]`)
        : await ownLine(work, invoice, line, `lines[${index}]`)
    lines.push(made)
  }
  if (lines.length > 0 || params.amount === undefined) return lines
  return [{ ...blankLine(work), amount: params.amount, type: 'custom_line_item' }]
}

/** The sums of a credit note: subtotal − discounts + exclusive taxes = total. */
export function creditTotals(lines: CreditLine[]) {
  const subtotal = sum(lines.map((line) => line.amount))
  const discount = sum(lines.map((line) => line.discount_amount))
  const taxes = lines.flatMap((line) => line.taxes ?? [])
  const taxOf = (behavior: string) =>
    sum(taxes.filter((tax) => tax.tax_behavior === behavior).map((tax) => tax.amount))
  const total = subtotal - discount + taxOf('exclusive')
  return {
    discount_amount: discount,
    discount_amounts: merged(lines.flatMap((line) => line.discount_amounts)),
    subtotal,
    subtotal_excluding_tax: subtotal - taxOf('inclusive'),
    total,
    total_excluding_tax: total - taxOf('exclusive') - taxOf('inclusive'),
    total_taxes: taxes,
  }
}

async function partOfLine(
  work: Work,
  invoice: Invoice,
  params: LineParams,
  param: string,
): Promise<CreditLine> {
  const id = params.invoice_line_item ?? ''
  const line = await work.find('line_item', id)
  if (line?.invoice !== invoice.id) {
    throw missing('invoice line item', id, `${param}[invoice_line_item]`, 400)
  }
  const quantity = params.quantity ?? (params.amount === undefined ? (line.quantity ?? 1) : null)
  const whole = new Big(line.quantity_decimal ?? '1')
  const amount =
    params.amount ??
    (whole.eq(0)
      ? line.amount
      : roundMinor(new Big(line.amount).times(quantity ?? 1).div(whole), invoice.currency))
  if (amount > line.amount) {
    const message = `The credited amount (${amount}) is greater than the amount of the invoice line item (${line.amount}).`
    throw new StripeError(400, message, { param: `${param}[amount]` })
  }
  const share = (part: number) =>
    line.amount === 0 ? 0 : roundMinor(new Big(part).times(amount).div(line.amount), line.currency)
  const discounts = (line.discount_amounts ?? []).map((one) => ({
    ...one,
    amount: share(one.amount),
  }))
  return {
    ...blankLine(work),
    amount,
    description: params.description ?? line.description,
    discount_amount: sum(discounts.map((one) => one.amount)),
    discount_amounts: discounts,
    invoice_line_item: line.id,
    metadata: mergeMetadata({}, params.metadata),
    quantity,
    taxes: taxesOf(line, share),
    type: 'invoice_line_item',
    unit_amount: null,
    unit_amount_decimal: line.pricing?.unit_amount_decimal ?? null,
  }
}

function taxesOf(line: LineItem, share: (part: number) => number): CreditLine['taxes'] {
  return (line.taxes ?? []).map((tax) => ({
    amount: share(tax.amount),
    tax_behavior: tax.tax_behavior,
    tax_rate_details: tax.tax_rate_details,
    taxability_reason: tax.taxability_reason,
    taxable_amount: share(tax.taxable_amount ?? 0),
    type: 'tax_rate_details',
  }))
}

async function ownLine(
  work: Work,
  invoice: Invoice,
  params: LineParams,
  param: string,
): Promise<CreditLine> {
  const unit = params.unit_amount_decimal ?? params.unit_amount?.toString()
  const quantity = params.quantity ?? 1
  const amount =
    params.amount ??
    (unit === undefined ? undefined : lineAmount(unit, String(quantity), invoice.currency))
  if (amount === undefined || params.description === undefined) {
    const name = amount === undefined ? 'unit_amount' : 'description'
    const message = `Missing required param: ${param}[${name}].`
    throw new StripeError(400, message, { code: 'parameter_missing', param: `${param}[${name}]` })
  }
  const rates = await taxRatesOf(work, params.tax_rates, `${param}[tax_rates]`)
  const computed = rates.map(({ id, inclusive, percentage }) => {
    const rate = new Big(percentage).div(100)
    const net = inclusive ? new Big(amount).div(rate.plus(1)) : new Big(amount)
    return {
      id,
      inclusive,
      amount: roundMinor(net.times(rate), invoice.currency),
      base: roundMinor(net, invoice.currency),
    }
  })
  const given = []
  for (const tax of params.tax_amounts ?? []) {
    const [rate] = await taxRatesOf(work, [tax.tax_rate], `${param}[tax_amounts][tax_rate]`)
    const { amount: taxed, taxable_amount: base } = tax
    given.push({ amount: taxed, base, id: tax.tax_rate, inclusive: rate?.inclusive ?? false })
  }
  return {
    ...blankLine(work),
    amount,
    description: params.description,
    metadata: mergeMetadata({}, params.metadata),
    quantity,
    tax_rates: rates,
    taxes: [...computed, ...given].map((tax) => ({
      amount: tax.amount,
      tax_behavior: tax.inclusive ? ('inclusive' as const) : ('exclusive' as const),
      tax_rate_details: { tax_rate: tax.id },
      taxability_reason: 'standard_rated' as const,
      taxable_amount: tax.base,
      type: 'tax_rate_details' as const,
    })),
    type: 'custom_line_item',
    unit_amount: params.unit_amount ?? null,
    unit_amount_decimal: unit ?? null,
  }
}

function blankLine(work: Work): CreditLine {
  return {
    id: work.newId('cnli_1', 23),
    object: 'credit_note_line_item',
    amount: 0,
    description: null,
    discount_amount: 0,
    discount_amounts: [],
    livemode: false,
    metadata: {},
    pretax_credit_amounts: [],
    quantity: null,
    tax_rates: [],
    taxes: [],
    type: 'custom_line_item',
    unit_amount: null,
    unit_amount_decimal: null,
  }
}

function merged(amounts: { amount: number; discount: string }[]) {
  const byDiscount = new Map<string, number>()
  for (const { amount, discount } of amounts) {
    byDiscount.set(discount, (byDiscount.get(discount) ?? 0) + amount)
  }
  return [...byDiscount].map(([discount, amount]) => ({ amount, discount }))
}

export const creditLineParams = z.strictObject({
  amount: integer.optional(),
  description: text.optional(),
  invoice_line_item: text.optional(),
  metadata: metadata.optional(),
  quantity: integer.optional(),
  tax_amounts: clearable(
    z.array(z.strictObject({ amount: integer, tax_rate: text, taxable_amount: integer })),
  ).optional(),
  tax_rates: clearable(z.array(text)).optional(),
  type: z.enum(['custom_line_item', 'invoice_line_item']),
  unit_amount: integer.optional(),
  unit_amount_decimal: decimal.optional(),
})

type LineParams = z.output<typeof creditLineParams>
