import type { PlannedInvoice } from '../../seed/invoices.ts'
import type { TaxRateName } from '../../seed/taxes.ts'
import { changeableCustomer, updateCustomer } from '../customers/customers.ts'
import { discountLines, taxLines } from '../invoices/invoice-math.ts'
import { newLine, withLines } from '../invoices/invoice-lines.ts'
import { newInvoice } from '../invoices/invoice-record.ts'
import { finalizeInvoice, markUncollectible, voidInvoice } from '../invoices/invoice-states.ts'
import { payInvoice } from '../invoices/pay-invoice.ts'
import type { Invoice, LineItem, Records } from '../store/records.ts'
import type { Work } from '../store/work.ts'

/** What the seeded invoices refer to. */
export interface SeededCatalogue {
  products: Records['product'][]
  /** By the product's place in the list and the currency, `3 EUR`. */
  prices: Map<string, Records['price']>
  taxRates: Map<TaxRateName, Records['tax_rate']>
  /** Made when first used, by what they take off. */
  coupons: Map<string, Records['coupon']>
}

/** Plays the story of one planned invoice, moving the clock of `work` along. */
export async function playInvoice(
  work: Work,
  plan: PlannedInvoice,
  catalogue: SeededCatalogue,
): Promise<Invoice> {
  work.now = plan.created
  const customer = await changeableCustomer(work, plan.customer.id, 'customer', 400)
  const draft = draftInvoice(work, plan, customer, catalogue)
  if (plan.finalized === null) return draft
  work.now = plan.finalized
  if (plan.credit > 0) updateCustomer(work, customer, { balance: customer.balance - plan.credit })
  const open = await finalizeInvoice(work, draft)
  if (!('at' in plan.ending) || open.status !== 'open') return open
  work.now = plan.ending.at
  switch (plan.ending.kind) {
    case 'void':
      return voidInvoice(work, open)
    case 'uncollectible':
      return markUncollectible(work, open)
    case 'paid by card':
    case 'paid out of band': {
      const paid = await payInvoice(work, open, {
        outOfBand: plan.ending.kind === 'paid out of band',
      })
      if (paid instanceof Error) throw paid
      return paid
    }
  }
}

function draftInvoice(
  work: Work,
  plan: PlannedInvoice,
  customer: Records['customer'],
  catalogue: SeededCatalogue,
): Invoice {
  const automatic = plan.collectionMethod === 'charge_automatically'
  const blank = newInvoice(work, customer, {
    auto_advance: automatic,
    billing_reason: plan.subscription ? 'subscription_cycle' : 'manual',
    collection_method: plan.collectionMethod,
    currency: plan.customer.currency.toLowerCase(),
    custom_fields: plan.customFields,
    description: plan.description,
    metadata: plan.metadata,
    period: { start: plan.created - 30 * 86_400, end: plan.created },
    ...(automatic ? {} : { days_until_due: 30 }),
    ...(plan.subscription ? { subscription: plan.subscription } : {}),
  })
  let lines = planLines(work, plan, blank, catalogue)
  let invoice = blank
  if (plan.discount) {
    const discount = discountOf(work, blank, plan.discount, catalogue)
    invoice = { ...invoice, discounts: [discount.id] }
    lines = discountLines(lines, { id: discount.id, ...plan.discount })
  }
  const rate = plan.tax && catalogue.taxRates.get(plan.tax)
  if (rate) lines = taxLines(lines, rate)
  invoice = withLines(invoice, lines)
  for (const line of lines) work.save(line)
  work.save(invoice)
  work.emit('invoice.created', invoice)
  return invoice
}

function planLines(
  work: Work,
  plan: PlannedInvoice,
  invoice: Invoice,
  catalogue: SeededCatalogue,
): LineItem[] {
  return plan.lines.map((line) => {
    const product = catalogue.products[line.product]
    const price = catalogue.prices.get(`${line.product} ${plan.customer.currency}`)
    return newLine(work, invoice, {
      amount: line.amount,
      description: line.description,
      parent: plan.subscription
        ? { subscription: plan.subscription, subscriptionItem: work.newId('si_', 14) }
        : { invoiceItem: work.newId('ii_1', 23) },
      period: line.period,
      price: price?.id,
      product: product?.id,
      proration: line.proration,
      quantity: line.quantity,
      unitAmount: line.unitAmount,
    })
  })
}

function discountOf(
  work: Work,
  invoice: Invoice,
  rule: { percent: number } | { amount: number },
  catalogue: SeededCatalogue,
): Records['discount'] {
  const percent = 'percent' in rule ? rule.percent : null
  const amount = 'amount' in rule ? rule.amount : null
  const name = percent === null ? `${amount} ${invoice.currency}` : `${percent} %`
  const coupon = catalogue.coupons.get(name) ?? newCoupon(work, invoice, percent, amount)
  if (!catalogue.coupons.has(name)) work.save(coupon)
  catalogue.coupons.set(name, coupon)
  const discount: Records['discount'] = {
    id: work.newId('di_1', 23),
    object: 'discount',
    checkout_session: null,
    customer: invoice.customer,
    customer_account: null,
    end: null,
    invoice: invoice.id,
    invoice_item: null,
    promotion_code: null,
    source: { coupon: coupon.id, type: 'coupon' },
    start: work.now,
    subscription: null,
    subscription_item: null,
  }
  work.save(discount)
  return discount
}

function newCoupon(
  work: Work,
  invoice: Invoice,
  percent: number | null,
  amount: number | null,
): Records['coupon'] {
  return {
    id: work.newId('', 8),
    object: 'coupon',
    amount_off: amount,
    created: work.now,
    currency: amount === null ? null : invoice.currency,
    duration: 'once',
    duration_in_months: null,
    livemode: false,
    max_redemptions: null,
    metadata: {},
    name: percent === null ? 'Goodwill' : `${percent} % off`,
    percent_off: percent,
    redeem_by: null,
    times_redeemed: 1,
    valid: true,
  }
}
