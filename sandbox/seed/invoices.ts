import type { Company, CompanyCustomer } from './company.ts'
import { planLines, type PlannedLine } from './invoice-lines.ts'
import { createRandom, type Random } from './random.ts'
import { taxFor, type TaxRateName } from './taxes.ts'

/** One invoice of the make-believe company: what is billed, and how the story ends. */
export interface PlannedInvoice {
  customer: CompanyCustomer
  /** Unix seconds. */
  created: number
  /** A subscription's monthly invoice, or one made by hand. */
  subscription: string | null
  collectionMethod: 'charge_automatically' | 'send_invoice'
  lines: PlannedLine[]
  /** `percent` 0–100 off, or a fixed amount in minor units. */
  discount: { percent: number } | { amount: number } | null
  tax: TaxRateName | null
  /** Credit the customer has and this invoice uses up, minor units, ≥ 0. */
  credit: number
  metadata: Record<string, string>
  customFields: { name: string; value: string }[] | null
  description: string | null
  /** Null for a draft. */
  finalized: number | null
  ending: Ending
}

/** How the story ends, and when (unix seconds). */
type Ending =
  | { kind: 'draft' | 'open' }
  | { kind: 'paid by card' | 'paid out of band' | 'void' | 'uncollectible'; at: number }

/**
 * The company's invoices over `days` that end two hours before its `now`, oldest first: pure, the
 * same for the same company. Shares are those of a healthy software company: a quarter is open, most
 * are paid, a few are drafts, void or uncollectible.
 */
export function companyInvoices(
  company: Company,
  options: { invoices: number; days: number },
): PlannedInvoice[] {
  const random = createRandom(company.seed, 'invoices')
  const until = Math.floor(company.now.getTime() / 1000) - 2 * HOUR
  const step = (options.days * DAY) / Math.max(1, options.invoices)
  const roles = castRoles(options.invoices, random)
  const customers = random.shuffle(company.customers)
  return roles.map((role, index) => {
    const remaining = options.invoices - 1 - index
    const created = Math.floor(until - (remaining + random.next() * 0.9) * step)
    const customer = customers[index] ?? random.pick(nonEmpty(company.customers))
    return planInvoice(company, { role, created, customer, index, random })
  })
}

/** What is special about an invoice; `usual` is an ordinary one that was paid. */
type Role =
  | 'usual'
  | 'open'
  | 'draft'
  | 'void'
  | 'uncollectible'
  | 'out of band'
  | 'trial'
  | 'long'
  | 'from netsuite'
  | 'blocked'
  | 'credit'
  | 'purchase order'

/** Deals the roles; bad debts are old and drafts are new, everything else is anywhere. */
function castRoles(count: number, random: Random): Role[] {
  const roles = Array.from({ length: count }, (): Role => 'usual')
  const deal = (role: Role, share: number, from: number, to: number) => {
    const places = roles
      .map((held, index) => ({ held, index }))
      .filter(({ held, index }) => held === 'usual' && index >= count * from && index < count * to)
    const wanted = Math.max(count >= 20 ? 1 : 0, Math.round(count * share))
    for (const { index } of random.shuffle(places).slice(0, wanted)) roles[index] = role
  }
  deal('long', 0.0025, 0.7, 0.95)
  deal('blocked', 0.005, 0, 1)
  deal('from netsuite', 0.015, 0, 1)
  deal('draft', 0.02, 0.6, 1)
  deal('uncollectible', 0.015, 0, 0.5)
  deal('void', 0.02, 0, 0.95)
  deal('trial', 0.02, 0, 1)
  deal('credit', 0.0125, 0, 1)
  deal('purchase order', 0.035, 0, 1)
  deal('out of band', 0.03, 0, 0.9)
  deal('open', 0.25, 0.2, 1)
  return roles
}

interface Cue {
  role: Role
  created: number
  customer: CompanyCustomer
  index: number
  random: Random
}

function planInvoice(company: Company, cue: Cue): PlannedInvoice {
  const { role, created, customer, index, random } = cue
  const manual = role === 'from netsuite' || role === 'purchase order' || random.next() < 0.08
  const lines = planLines(company, {
    style: role === 'trial' || role === 'long' ? role : manual ? 'project' : 'subscription',
    prorated: role !== 'credit' && !manual && random.next() < 0.12,
    created,
    currency: customer.currency,
    random,
  })
  const first = lines[0]?.amount ?? 0
  const byCard = role === 'usual' || role === 'trial' || role === 'credit' || role === 'long'
  const automatic = byCard && !manual && random.next() < 0.65
  const now = Math.floor(company.now.getTime() / 1000)
  const finalized = created + (automatic ? HOUR : random.int(60, 900))
  const number = String(4100 + index)
  return {
    customer,
    created,
    subscription: manual ? null : random.id('sub_1', 23),
    collectionMethod: automatic ? 'charge_automatically' : 'send_invoice',
    lines,
    discount: role === 'trial' ? null : planDiscount(first, customer.currency, random),
    tax: taxFor(customer, random),
    credit: role === 'credit' ? Math.floor(first / 100) * 10 : 0,
    metadata: {
      ...(role === 'from netsuite' ? { netsuite_invoice_id: String(70_000 + index) } : {}),
      ...(role === 'blocked' ? { netsuite_block_integration: 'true' } : {}),
      ...(role === 'purchase order' ? { po_number: `PO-${number}` } : {}),
    },
    customFields:
      role === 'from netsuite'
        ? [{ name: 'NetSuite invoice', value: `INV${number}` }]
        : role === 'purchase order'
          ? [{ name: 'Purchase order', value: `PO-${number}` }]
          : null,
    description: manual ? 'Thank you for your business.' : null,
    finalized: role === 'draft' ? null : finalized,
    ending: planEnding(role, { finalized, automatic, now, random }),
  }
}

function planEnding(
  role: Role,
  scene: { finalized: number; automatic: boolean; now: number; random: Random },
): Ending {
  const { finalized, automatic, now, random } = scene
  if (role === 'draft') return { kind: 'draft' }
  const open = role === 'open' || (role === 'from netsuite' && random.next() < 0.5)
  if (open) return { kind: 'open' }
  const later = (days: number) => {
    const at = finalized + random.int(HOUR, days * DAY)
    return at < now - 60 ? at : finalized + Math.floor((now - 60 - finalized) * random.next())
  }
  if (role === 'void') return { kind: 'void', at: later(10) }
  if (role === 'uncollectible') return { kind: 'uncollectible', at: later(60) }
  if (role === 'out of band') return { kind: 'paid out of band', at: later(40) }
  return { kind: 'paid by card', at: automatic ? finalized + random.int(2, 40) : later(32) }
}

/** A fifth of the invoices carry a discount, by percent or fixed. */
function planDiscount(first: number, currency: string, random: Random): PlannedInvoice['discount'] {
  const chance = random.next()
  if (chance > 0.2) return null
  if (chance < 0.12) return { percent: random.pick([10, 15, 20, 33.3]) }
  const step = currency === 'KWD' ? 100 : 10
  return { amount: Math.max(step, Math.floor((first * random.int(5, 25)) / 100 / step) * step) }
}

function nonEmpty<T>(values: T[]): [T, ...T[]] {
  const [first, ...rest] = values
  if (first === undefined) throw new Error('A company needs at least one customer.')
  return [first, ...rest]
}

const HOUR = 3600
const DAY = 24 * HOUR
