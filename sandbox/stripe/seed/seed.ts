import type postgres from 'postgres'
import { company as makeCompany, type Company, type CompanyCustomer } from '../../seed/company.ts'
import { companyInvoices, type PlannedInvoice } from '../../seed/invoices.ts'
import { unitPrice } from '../../seed/prices.ts'
import { createRandom, type Random } from '../../seed/random.ts'
import { TAX_RATES, type TaxRateName } from '../../seed/taxes.ts'
import { createPrice, createProduct } from '../catalogue/catalogue.ts'
import { createCustomer } from '../customers/customers.ts'
import { newPaymentMethod } from '../payments/payment-method-record.ts'
import { playInvoice, type SeededCatalogue } from './seed-invoice.ts'
import type { Kind, Records, StoredRecord } from '../store/records.ts'
import { resetStripe } from '../store/state.ts'
import { storeRecords } from '../store/store.ts'
import { createWork, type Work, type WorkSettings } from '../store/work.ts'

interface SeedOptions {
  seed: number
  customers: number
  invoices: number
  days: number
  now: Date
  settings: WorkSettings
}

/**
 * Empties the account and plays the make-believe company's history into it, through the same
 * changes that the API makes but with the clock of then. The same options give the same account,
 * ids and all. Events older than 30 days are left out, as Stripe forgets them.
 */
export async function seedStripe(sql: postgres.Sql, options: SeedOptions): Promise<object> {
  const { seed, now } = options
  const random = createRandom(seed, 'stripe')
  const company = makeCompany({ seed, customers: options.customers, now })
  const plans = companyInvoices(company, options)
  const memory = createMemory(random, options.settings)
  const nowSeconds = Math.floor(now.getTime() / 1000)
  await sql.begin(async (tx) => {
    await resetStripe(tx)
    const store = (work: Work) => storeRecords(tx, kept(work, nowSeconds), nowSeconds)
    const opening = memory.open(nowSeconds - (options.days + 400) * DAY)
    const catalogue = createCatalogue(opening, company)
    createCustomers(opening, { company, plans, random, now: nowSeconds })
    memory.remember(opening)
    await store(opening)
    for (let from = 0; from < plans.length; from += CHUNK) {
      const work = memory.open(nowSeconds)
      for (const plan of plans.slice(from, from + CHUNK)) await playInvoice(work, plan, catalogue)
      memory.remember(work)
      await store(work)
    }
  })
  return { seed, now, customers: company.customers.length, invoices: plans.length }
}

/** What a history needs to know of itself while it is played: customers change, nothing is read. */
function createMemory(random: Random, settings: WorkSettings) {
  const known = new Map<string, StoredRecord>()
  return {
    open: (now: number): Work =>
      createWork({
        source: {
          find: async (kind, id) => {
            const record = known.get(id)
            return record && isKind(record, kind) ? record : undefined
          },
          related: async () => [],
        },
        now,
        settings,
        request: { id: null, idempotency_key: null },
        newId: (prefix, length) => random.id(prefix, length),
      }),
    remember: (work: Work) => {
      for (const record of work.changes().saved) {
        const lasting = record.object === 'customer' || record.object === 'payment_method'
        if (lasting) known.set(record.id, record)
      }
    },
  }
}

/** Objects, and of the events those of the last 30 days, in the order in which they happened. */
function kept(work: Work, now: number): StoredRecord[] {
  const created = (record: StoredRecord) => ('created' in record ? record.created : 0)
  const { saved } = work.changes()
  const events = saved.filter((record) => record.object === 'event')
  return [
    ...saved.filter((record) => record.object !== 'event').map((record) => asOf(record, now)),
    ...events
      .filter((event) => created(event) >= now - 30 * DAY)
      .sort((a, b) => created(a) - created(b)),
  ]
}

/** Money that came days ago can be paid out by now. */
function asOf(record: StoredRecord, now: number): StoredRecord {
  if (record.object !== 'balance_transaction' || record.available_on > now) return record
  return { ...record, status: 'available' }
}

function createCatalogue(work: Work, company: Company): SeededCatalogue {
  const currencies = [...new Set(company.customers.map((customer) => customer.currency))]
  const prices = new Map<string, Records['price']>()
  const products = company.products.map(({ id, name }, index) => {
    const product = createProduct(work, { id, name })
    for (const currency of currencies) {
      const price = createPrice(work, {
        currency: currency.toLowerCase(),
        product: id,
        unitAmount: unitPrice(index, currency),
        ...(index >= 7 ? {} : { recurring: { interval: 'month' as const } }),
      })
      prices.set(`${index} ${currency}`, price)
    }
    return product
  })
  const taxRates = new Map<TaxRateName, Records['tax_rate']>()
  for (const [name, rate] of Object.entries(TAX_RATES)) {
    const record = taxRate(work, rate)
    work.save(record)
    if (isTaxRateName(name)) taxRates.set(name, record)
  }
  return { products, prices, taxRates, coupons: new Map() }
}

function taxRate(work: Work, rate: (typeof TAX_RATES)[TaxRateName]): Records['tax_rate'] {
  return {
    id: work.newId('txr_1', 23),
    object: 'tax_rate',
    active: true,
    country: rate.country,
    created: work.now,
    description: null,
    display_name: rate.name,
    effective_percentage: rate.percentage,
    flat_amount: null,
    inclusive: rate.inclusive,
    jurisdiction: rate.country,
    jurisdiction_level: 'country',
    livemode: false,
    metadata: {},
    percentage: rate.percentage,
    rate_type: 'percentage',
    state: null,
    tax_type: rate.country === 'US' ? 'sales_tax' : rate.country === 'JP' ? 'jct' : 'vat',
  }
}

/** Every customer is older than the first invoice to it. */
function createCustomers(
  work: Work,
  story: { company: Company; plans: PlannedInvoice[]; random: Random; now: number },
): void {
  const first = new Map<string, number>()
  for (const plan of story.plans) {
    if (!first.has(plan.customer.id)) first.set(plan.customer.id, plan.created)
  }
  const opened = work.now
  for (const customer of story.company.customers) {
    const limit = first.get(customer.id) ?? story.now - 3 * 3600
    work.now = limit - story.random.int(3600, 200 * DAY)
    const params = customerParams(customer, story.random)
    const made = createCustomer(work, params, customer.id)
    newPaymentMethod(work, {
      brand: 'visa',
      customer: made.id,
      id: params.invoice_settings.default_payment_method,
      last4: '4242',
    })
  }
  work.now = opened
}

function customerParams(customer: CompanyCustomer, random: Random) {
  const { address, inNetSuite, netsuiteInternalId } = customer
  const metadata: Record<string, string> = {}
  if (inNetSuite === 'by-metadata' && netsuiteInternalId !== null) {
    metadata.netsuite_customer_id = netsuiteInternalId
  }
  return {
    name: customer.name,
    email: customer.email,
    phone: customer.phone,
    address: {
      line1: address.line1,
      line2: address.line2 ?? '',
      city: address.city,
      state: address.state ?? '',
      postal_code: address.postalCode,
      country: address.country,
    },
    invoice_settings: { default_payment_method: random.id('pm_1', 23) },
    metadata,
  }
}

function isTaxRateName(name: string): name is TaxRateName {
  return name in TAX_RATES
}

function isKind<K extends Kind>(record: StoredRecord, kind: K): record is Records[K] {
  return record.object === kind
}

const DAY = 86_400
/** Invoices whose history is held in memory at once. */
const CHUNK = 500
