import { discountRule } from './discounts.ts'
import { withLines } from './invoice-lines.ts'
import { discountLines, taxLines } from './invoice-math.ts'
import type { Invoice, LineItem, Records } from '../store/records.ts'
import type { Work } from '../store/work.ts'

/**
 * The invoice with the discounts and taxes of its lines and all sums worked out anew; the lines are
 * stored, the invoice is not. The line's own discounts come first, then those of the invoice, then
 * the taxes: the line's own rates or else the invoice's. Taxes that somebody else has computed
 * stay as they are. `before` is the invoice with the rates that the lines were taxed by so far.
 */
export async function recalculate(
  work: Work,
  invoice: Invoice,
  lines: LineItem[],
  before: Invoice = invoice,
): Promise<Invoice> {
  const items = new Map<string, Records['invoiceitem']>()
  for (const line of lines) {
    const id = line.parent?.invoice_item_details?.invoice_item
    const item = id ? await work.find('invoiceitem', id) : undefined
    if (item) items.set(line.id, item)
  }
  let current = lines.map((line): LineItem => ({ ...line, discount_amounts: [] }))
  for (const [index, line] of current.entries()) {
    for (const id of line.discounts) {
      const rule = await discountRule(work, id)
      const [discounted] = rule ? discountLines([current[index] ?? line], rule) : []
      if (discounted) current[index] = discounted
    }
  }
  for (const id of invoice.discounts) {
    const rule = await discountRule(work, id)
    if (rule) current = discountLines(current, rule)
  }
  const invoiceRates = [...before.default_tax_rates, ...invoice.default_tax_rates]
  current = current.map((line) => {
    const own = items.get(line.id)?.tax_rates ?? []
    const known = new Set([...invoiceRates, ...own].map((rate) => rate.id))
    const foreign = line.taxes?.some((tax) => !known.has(tax.tax_rate_details?.tax_rate ?? ''))
    if (foreign) return line
    const rates = own.length > 0 ? own : invoice.default_tax_rates
    return rates.reduce<LineItem>((taxed, rate) => withTax(taxed, rate, invoice), {
      ...line,
      taxes: [],
    })
  })
  for (const line of current) work.save(line)
  return withLines(invoice, current)
}

function withTax(line: LineItem, rate: Records['tax_rate'], invoice: Invoice): LineItem {
  const exempt = invoice.customer_tax_exempt ?? 'none'
  const percentage = exempt === 'none' ? rate.percentage : 0
  const [taxed] = taxLines([line], { id: rate.id, inclusive: rate.inclusive, percentage })
  if (!taxed || exempt === 'none') return taxed ?? line
  const reason = exempt === 'exempt' ? 'customer_exempt' : 'reverse_charge'
  return {
    ...taxed,
    taxes: (taxed.taxes ?? []).map((tax) => ({ ...tax, taxability_reason: reason })),
  }
}
