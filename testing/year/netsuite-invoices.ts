import type { Random } from '../../sandbox/seed/random.ts'
import { counterpartOf } from './accountant.ts'
import {
  chanceFor,
  major,
  partOf,
  someMoney,
  someParty,
  type Business,
  type Party,
} from './business.ts'
import { planRefunds } from './refunds.ts'
import { NEVER } from './systems.ts'

/** How an invoice ends that begins in NetSuite, with how many of a hundred do. */
const ENDINGS = {
  hostedCard: 36,
  hostedBank: 10,
  check: 16,
  partCheckThenCheck: 7,
  creditFirst: 7,
  open: 10,
  void: 6,
  credited: 4,
  paidByPayment: 4,
} as const

type Ending = keyof typeof ENDINGS

interface Story {
  business: Business
  party: Party & { netsuiteId: string }
  random: Random
  day: number
  ending: Ending
}

/** A NetSuite invoice of the year. */
interface Invoice {
  id: string
  /** Minor units. */
  total: number
}

/** Lets invoices begin in NetSuite over the year. */
export function planNetSuiteInvoices(business: Business, count: number): void {
  for (let index = 0; index < count; index += 1) {
    const random = chanceFor(business, `netsuite invoice ${index}`)
    const day = random.int(1, business.days - 3)
    const ending = endingOf(random)
    const party = someParty(business, random, {
      day,
      ...(ending === 'hostedBank' ? { currency: 'USD' } : {}),
      where: ({ home }) => home !== 'stripe',
    })
    if (!party) continue
    business.agenda.on(day, party.number, async () => {
      const { netsuiteId } = party
      if (netsuiteId === null) return
      const story = { business, party: { ...party, netsuiteId }, random, day, ending }
      await endInvoice(story, await createInvoice(story))
    })
  }
}

function endingOf(random: Random): Ending {
  let left = random.int(0, 99)
  for (const [name, weight] of Object.entries(ENDINGS)) {
    left -= weight
    if (left < 0 && isEnding(name)) return name
  }
  return 'open'
}

function isEnding(name: string): name is Ending {
  return name in ENDINGS
}

async function createInvoice(story: Story): Promise<Invoice> {
  const { business, party, random, ending } = story
  const { currency } = party
  const { catalogue, systems } = business
  const lines = Array.from({ length: random.int(1, 4) }, () => {
    const id = catalogue.items[random.int(0, catalogue.items.length - 1)] ?? ''
    const quantity = random.int(1, 4)
    return { id, quantity, minor: someMoney(random, currency, 300) }
  })
  const net = lines.reduce((sum, line) => sum + line.minor * line.quantity, 0)
  const tax = random.next() < 0.3 ? partOf(random, Math.floor(net / 5), currency) : 0
  const id = await systems.netsuite.create(
    'invoice',
    {
      entity: { id: party.netsuiteId },
      currency: { id: catalogue.currencies.get(currency) ?? '1' },
      memo: `Party ${party.number}`,
      otherRefNum: `PO-${random.int(1_000, 9_999)}`,
      // What a payment of its own is to pay is never sent to Stripe as an invoice.
      ...(ending === 'paidByPayment' ? { custbody_stripe_skip: true } : {}),
      item: {
        items: lines.map((line, index) => ({
          item: { id: line.id },
          quantity: line.quantity,
          rate: major(line.minor, currency),
          amount: major(line.minor * line.quantity, currency),
          ...(index === 0 && tax > 0 ? { taxAmount: major(tax, currency) } : {}),
        })),
      },
    },
    NEVER,
  )
  business.count('NetSuite invoices')
  return { id, total: net + tax }
}

async function endInvoice(story: Story, invoice: Invoice): Promise<void> {
  const { business, party, random, day, ending } = story
  const later = (days: number, act: () => Promise<void>) =>
    business.agenda.on(day + days, party.number, act)
  switch (ending) {
    case 'hostedCard':
    case 'hostedBank':
      return later(random.int(14, 30), () => payHosted(story, invoice, 14))
    case 'check':
      return later(random.int(2, 40), () => payByCheck(story, invoice, null))
    case 'partCheckThenCheck':
      later(random.int(2, 12), () =>
        payByCheck(story, invoice, partOf(random, invoice.total, party.currency)),
      )
      return later(random.int(40, 60), () => payByCheck(story, invoice, null))
    case 'creditFirst':
      await credit(story, invoice, partOf(random, invoice.total, party.currency))
      business.count('credits applied before an invoice went to Stripe')
      return later(random.int(14, 30), () => payHosted(story, invoice, 14))
    case 'void':
      return later(random.int(1, 30), async () => {
        const { remaining } = await counterpartOf(business, invoice.id)
        if (major(invoice.total, party.currency) !== remaining) return
        await business.systems.atNetSuite('/void', { type: 'invoice', id: invoice.id })
        business.count('invoices voided in NetSuite')
      })
    case 'credited':
      return later(random.int(10, 30), async () => {
        await credit(story, invoice, null)
        business.count('NetSuite invoices credited in full')
      })
    case 'paidByPayment':
      return later(random.int(3, 20), () => payByPayment(story, invoice))
    case 'open':
  }
}

/** The customer pays behind the link on the invoice, as soon as a flow has put one there. */
async function payHosted(story: Story, invoice: Invoice, patience: number): Promise<void> {
  const { business, party, random, ending } = story
  const { page, stripeId, remaining } = await counterpartOf(business, invoice.id)
  if (remaining === 0) return
  if (!page || !stripeId) {
    const again = story.day + 14
    if (patience > 0 && again < business.days) {
      const waiting = { ...story, day: again }
      business.agenda.on(again + 14, party.number, () => payHosted(waiting, invoice, patience - 1))
    }
    return
  }
  const bank = ending === 'hostedBank'
  const status = await business.systems.submit(page, bank ? BANK_FORM : CARD_FORM)
  if (status !== 303) return business.count('payment pages that were closed')
  business.count(bank ? 'hosted pages paid by bank' : 'hosted pages paid by card')
  planRefunds(business, { invoice: stripeId, party, random, day: story.day + 31 })
}

const CARD_FORM = {
  ...{ method: 'card', number: '4242424242424242', expiry: '12/40' },
  ...{ cvc: '123', name: 'A Payer' },
}

const BANK_FORM = {
  ...{ method: 'us_bank_account', routing: '110000000', account: '000123456789' },
  name: 'A Payer',
}

/** The accountant enters a check for a part, or for all that is left. */
async function payByCheck(story: Story, invoice: Invoice, minor: number | null): Promise<void> {
  const { business, party } = story
  const { catalogue, systems } = business
  const { remaining } = await counterpartOf(business, invoice.id)
  const amount = minor === null ? remaining : major(minor, party.currency)
  if (remaining === 0 || amount > remaining) return
  await systems.netsuite.create(
    'customerPayment',
    {
      customer: { id: party.netsuiteId },
      currency: { id: catalogue.currencies.get(party.currency) ?? '1' },
      account: { id: catalogue.bank },
      paymentOption: { id: catalogue.check },
      memo: 'Check',
      payment: amount,
      apply: { items: [{ doc: { id: invoice.id }, apply: true, amount }] },
    },
    NEVER,
  )
  business.count(minor === null ? 'checks in NetSuite' : 'checks for a part')
}

/** A credit memo of the invoice for an amount, or for all of it. */
async function credit(story: Story, invoice: Invoice, minor: number | null): Promise<void> {
  const { business, party } = story
  const { catalogue, systems } = business
  const { remaining } = await counterpartOf(business, invoice.id)
  const amount = minor === null ? remaining : major(minor, party.currency)
  if (remaining === 0) return
  await systems.netsuite.create(
    'creditMemo',
    {
      entity: { id: party.netsuiteId },
      currency: { id: catalogue.currencies.get(party.currency) ?? '1' },
      memo: 'Credit',
      item: { items: [{ item: { id: catalogue.items[0] ?? '' }, quantity: 1, rate: amount }] },
      apply: { items: [{ doc: { id: invoice.id }, apply: true, amount }] },
    },
    NEVER,
  )
  business.count('credit memos in NetSuite')
}

/** A payment without an invoice in Stripe that says which NetSuite invoice it is for. */
async function payByPayment(story: Story, invoice: Invoice): Promise<void> {
  const { business, party } = story
  await business.systems.stripe.paymentIntents.create({
    amount: invoice.total,
    currency: party.currency.toLowerCase(),
    payment_method: 'pm_card_visa',
    confirm: true,
    ...(party.stripeId ? { customer: party.stripeId } : {}),
    metadata: { netsuite_invoice_id: invoice.id, party: String(party.number) },
  })
  business.count('payments that name a NetSuite invoice')
}
