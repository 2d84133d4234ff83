/** How much business there is in a year. */
export interface YearSize {
  /** Customers that come during the year, beside those that are there. */
  customers: number
  /** Invoices that begin in Stripe, and such that begin in NetSuite. */
  stripeInvoices: number
  netsuiteInvoices: number
  /** Charges and payments that are for no invoice, and purchases by payment links. */
  payments: number
  linkPurchases: number
  /** Changes of customers, in either system. */
  edits: number
  days: number
}

/** Some weeks and a quarter for tests, and years up to that of a company with some thousand customers. */
export const YEAR_SIZES = {
  short: {
    customers: 12,
    stripeInvoices: 20,
    netsuiteInvoices: 12,
    payments: 10,
    linkPurchases: 2,
    edits: 6,
    days: 42,
  },
  tiny: {
    customers: 20,
    stripeInvoices: 40,
    netsuiteInvoices: 24,
    payments: 16,
    linkPurchases: 4,
    edits: 12,
    days: 84,
  },
  quick: {
    customers: 150,
    stripeInvoices: 400,
    netsuiteInvoices: 200,
    payments: 60,
    linkPurchases: 15,
    edits: 60,
    days: 364,
  },
  full: {
    customers: 3_000,
    stripeInvoices: 5_500,
    netsuiteInvoices: 2_500,
    payments: 800,
    linkPurchases: 150,
    edits: 900,
    days: 364,
  },
} as const satisfies Record<string, YearSize>

export type YearSizeName = keyof typeof YEAR_SIZES
