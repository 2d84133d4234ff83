import { z } from 'zod'
import { missing } from '../protocol/errors.ts'
import { decimal, flag, integer, text } from '../protocol/form.ts'
import type { LineItem, Records } from '../store/records.ts'
import type { Work } from '../store/work.ts'

type TaxRate = Records['tax_rate']

/** A tax somebody else has computed; its rate is remembered so that it can be looked up. */
export function toTax(work: Work, tax: TaxParams): NonNullable<LineItem['taxes']>[number] {
  const { display_name, inclusive, percentage, country, state, jurisdiction, description } =
    tax.tax_rate_data
  const rate: TaxRate = {
    id: work.newId('txr_1', 23),
    object: 'tax_rate',
    active: false,
    country: country ?? null,
    created: work.now,
    description: description ?? null,
    display_name,
    effective_percentage: null,
    flat_amount: null,
    inclusive,
    jurisdiction: jurisdiction ?? null,
    jurisdiction_level: tax.tax_rate_data.jurisdiction_level ?? null,
    livemode: false,
    metadata: {},
    percentage: Number(percentage),
    rate_type: 'percentage',
    state: state ?? null,
    tax_type: tax.tax_rate_data.tax_type ?? null,
  }
  work.save(rate)
  return {
    amount: tax.amount,
    tax_behavior: inclusive ? 'inclusive' : 'exclusive',
    tax_rate_details: { tax_rate: rate.id },
    taxability_reason: tax.taxability_reason ?? 'not_available',
    taxable_amount: tax.taxable_amount,
    type: 'tax_rate_details',
  }
}

/** The tax rates of these ids; refuses one that does not exist (400). */
export async function taxRatesOf(
  work: Work,
  ids: string[] | null | undefined,
  param: string,
): Promise<TaxRate[]> {
  const rates: TaxRate[] = []
  for (const [index, id] of (ids ?? []).entries()) {
    const rate = await work.find('tax_rate', id)
    if (!rate) throw missing('tax rate', id, `${param}[${index}]`, 400)
    rates.push(rate)
  }
  return rates
}

export const taxParams = z.strictObject({
  amount: integer,
  tax_rate_data: z.strictObject({
    display_name: text,
    inclusive: flag,
    percentage: decimal,
    country: text.optional(),
    description: text.optional(),
    jurisdiction: text.optional(),
    jurisdiction_level: text.optional(),
    state: text.optional(),
    tax_type: text.optional(),
  }),
  taxability_reason: text.optional(),
  taxable_amount: integer,
})

type TaxParams = z.output<typeof taxParams>
