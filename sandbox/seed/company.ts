/**
 * The make-believe company both stand-in systems are seeded from, so that they tell one story:
 * "Northwind Cloud", a software company that sells subscriptions in five currencies.
 */
export interface Company {
  seed: number
  /** The seeding moment, UTC: the newest business happened just before it. */
  now: Date
  products: CompanyProduct[]
  customers: CompanyCustomer[]
}

export interface CompanyProduct {
  /** Stripe product id, `prod_…`. */
  id: string
  name: string
  /** NetSuite item name, or null where NetSuite has no item for it (the default item is used). */
  netsuiteItem: string | null
}

export interface CompanyCustomer {
  /** Stripe customer id, `cus_…`. */
  id: string
  name: string
  email: string
  phone: string | null
  /** ISO 4217, upper case. */
  currency: string
  address: {
    line1: string
    line2: string | null
    city: string
    state: string | null
    postalCode: string
    /** ISO 3166-1 alpha-2. */
    country: string
  }
  /**
   * How NetSuite knows this customer already: not at all, by the same e-mail only, by the Stripe
   * id in `custentity_stripe_customer_id`, by externalId = Stripe id, or (`by-metadata`) Stripe
   * carries the NetSuite internal id in `metadata.netsuite_customer_id`.
   */
  inNetSuite: 'none' | 'by-email' | 'by-stripe-id' | 'by-external-id' | 'by-metadata'
}
