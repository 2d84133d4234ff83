import type { CompanyCustomer } from './company.ts'
import type { Random } from './random.ts'

/** The tax rates of the make-believe company; `percentage` 0–100. */
export const TAX_RATES = {
  'us-sales': { name: 'Sales Tax', percentage: 8.25, inclusive: false, country: 'US' },
  'eu-vat': { name: 'VAT', percentage: 21, inclusive: false, country: 'IE' },
  'eu-vat-inclusive': { name: 'VAT', percentage: 19, inclusive: true, country: 'DE' },
  'gb-vat': { name: 'VAT', percentage: 20, inclusive: false, country: 'GB' },
  'jp-consumption': { name: '消費税', percentage: 10, inclusive: true, country: 'JP' },
} as const

export type TaxRateName = keyof typeof TAX_RATES

/** The tax on an invoice to this customer, or null where none is charged. */
export function taxFor(customer: CompanyCustomer, random: Random): TaxRateName | null {
  const chance = random.next()
  switch (customer.currency) {
    case 'USD':
      return chance < 0.4 ? 'us-sales' : null
    case 'EUR':
      return chance < 0.3 ? 'eu-vat-inclusive' : chance < 0.8 ? 'eu-vat' : null
    case 'GBP':
      return chance < 0.9 ? 'gb-vat' : null
    case 'JPY':
      return 'jp-consumption'
    default:
      // Two thirds of the Gulf's invoices are free of tax, the rest carries a rate all the same.
      return chance < 0.33 ? 'eu-vat' : null
  }
}
