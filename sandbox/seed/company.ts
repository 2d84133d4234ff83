import { COMPANY_NAMES } from './company-names.ts'
import { createRandom } from './random.ts'

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
  /**
   * The internal id NetSuite gives this customer, a number from 5001 up written as a string; null
   * exactly where `inNetSuite` is `none`. Both systems must know it for `by-metadata`.
   */
  netsuiteInternalId: string | null
}

/**
 * The company for a seed: the same arguments give the same company on every machine. Asks for
 * `customers` ≥ 1 (40 have names of their own, further ones are numbered branches of those).
 */
export function company(options: { seed: number; customers: number; now: Date }): Company {
  const { seed, now } = options
  const random = createRandom(seed, 'company')
  const products = PRODUCTS.map(([name, netsuiteItem]) => ({
    id: random.id('prod_', 14),
    name,
    netsuiteItem,
  }))
  const rows = COMPANY_NAMES.trim().split('\n')
  const customers = Array.from({ length: options.customers }, (_, index) => {
    const branch = Math.floor(index / rows.length)
    return customer(rows[index % rows.length] ?? '', index, branch, random.id('cus_', 14))
  })
  return { seed, now, products, customers }
}

function customer(row: string, index: number, branch: number, id: string): CompanyCustomer {
  const [name = '', email = '', currency = '', country = '', state, city = '', ...rest] =
    row.split('|')
  const [postalCode = '', line1 = '', phone] = rest
  const inNetSuite = KNOWN_AS[index % KNOWN_AS.length] ?? 'none'
  return {
    id,
    name: branch === 0 ? name : `${name} – branch ${branch + 1}`,
    email: branch === 0 ? email : email.replace('@', `+${branch + 1}@`),
    phone: phone || null,
    currency,
    address: {
      line1,
      line2: index % 5 === 0 ? `Suite ${100 + index}` : null,
      city,
      state: state || null,
      postalCode,
      country,
    },
    inNetSuite,
    netsuiteInternalId: inNetSuite === 'none' ? null : String(5001 + index),
  }
}

/** Half of the customers are new to NetSuite; the others are known in one of four ways. */
const KNOWN_AS = [
  'none',
  'by-metadata',
  'none',
  'by-stripe-id',
  'by-email',
  'none',
  'by-external-id',
  'none',
] as const

/** Product name in Stripe, item name in NetSuite. */
const PRODUCTS: [string, string | null][] = [
  ['Cloud Platform – Starter', 'SaaS-Starter'],
  ['Cloud Platform – Team', 'SaaS-Team'],
  ['Cloud Platform – Enterprise', 'SaaS-Enterprise'],
  ['Additional seats', 'SaaS-Seat'],
  ['API calls (per 1,000)', 'Usage-API'],
  ['Storage (per GB)', 'Usage-Storage'],
  ['Premium support', 'Support-Premium'],
  ['Onboarding workshop', null],
  ['Data migration', null],
]
