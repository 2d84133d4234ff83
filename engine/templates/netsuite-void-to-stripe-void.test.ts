import { afterAll, beforeAll, expect, test } from 'vitest'
import { netSuiteBusiness, type NetSuiteBusiness } from '../../testing/netsuite-business.ts'
import { openTemplateWorld, type TemplateWorld } from '../../testing/template-world.ts'

const FLOW = 'netsuite-void-to-stripe-void'
const SEND = 'netsuite-invoice-to-stripe-invoice'
const STATUS = 'netsuite-invoice-status-to-stripe'

let world: TemplateWorld
let business: NetSuiteBusiness

beforeAll(async () => {
  world = await openTemplateWorld([SEND, STATUS, FLOW])
  business = await netSuiteBusiness(world)
})

afterAll(async () => {
  await world[Symbol.asyncDispose]()
})

/** An invoice that is open in both systems. */
async function sent(amount: number): Promise<{ id: string; stripeId: string }> {
  const id = await business.invoice(amount)
  await world.run(SEND, { ids: [id] })
  return { id, stripeId: String((await business.read(id)).custbody_stripe_invoice_id) }
}

const inStripe = (id: string) => world.stripe.invoices.retrieve(id, { expand: ['payments'] })

async function outcomeOf(id: string) {
  const [record] = await world.records(await world.run(FLOW, { ids: [id] }))
  return { outcome: record?.outcome, reason: record?.reason }
}

async function payInStripe(stripeId: string, how: 'card' | 'bank') {
  const { customer } = await inStripe(stripeId)
  const name = how === 'card' ? 'pm_card_visa' : 'pm_usBankAccount_success'
  const method = await world.stripe.paymentMethods.attach(name, { customer: String(customer) })
  await world.stripe.invoices.pay(stripeId, { payment_method: method.id })
}

async function payAPart(stripeId: string, amount: number) {
  const intent = await world.stripe.paymentIntents.create({
    ...{ amount, currency: 'usd', confirm: true, payment_method: 'pm_card_visa' },
    automatic_payment_methods: { enabled: true, allow_redirects: 'never' },
    customer: String((await inStripe(stripeId)).customer),
  })
  await world.stripe.invoices.attachPayment(stripeId, { payment_intent: intent.id })
}

test('open → void', async () => {
  const { id, stripeId } = await sent(100)
  await business.void(id)
  expect(await world.run(FLOW)).toMatchObject({ state: 'done', counts: { done: 1, failed: 0 } })
  expect(await inStripe(stripeId)).toMatchObject({
    status: 'void',
    metadata: {
      netsuite_void_date: expect.stringMatching(/^\d{4}-\d\d-\d\d$/),
      netsuite_void_reason: 'Voided in NetSuite',
    },
  })
  const record = await business.read(id)
  expect(record).toMatchObject({ custbody_stripe_status: 'void' })
  expect(record.custbody_stripe_hosted_url ?? null).toBeNull()
})

test('second run → ignored', async () => {
  const { id, stripeId } = await sent(101)
  await business.void(id)
  await world.run(FLOW)
  expect(await inStripe(stripeId)).toMatchObject({ status: 'void' })
  const before = await world.markCalls()
  expect(await world.run(FLOW)).toMatchObject({ counts: { done: 0, failed: 0 } })
  expect(await outcomeOf(id)).toMatchObject({
    outcome: 'filtered',
    reason: expect.stringContaining('void already'),
  })
  expect(await world.writesSince(before)).toBe(0)
})

test('paid → error with the two actions', async () => {
  const { id, stripeId } = await sent(102)
  await payInStripe(stripeId, 'card')
  await business.void(id)
  expect(await outcomeOf(id)).toMatchObject({ outcome: 'failed' })
  const [error] = await world.openErrors(FLOW)
  expect(error).toMatchObject({ class: 'value', recordKey: id })
  expect(error?.message).toContain('issue a credit note in Stripe, with a refund')
  expect(error?.message).toContain('leave it as it is and mark this error as resolved')
  expect(await inStripe(stripeId)).toMatchObject({ status: 'paid' })
  expect(await business.read(id)).toMatchObject({ custbody_stripe_status: 'paid' })
})

test('draft → deleted', async () => {
  const id = await business.invoice(103)
  const [customer] = (await world.stripe.customers.list()).data
  const draft = await world.stripe.invoices.create({
    ...{ customer: customer?.id ?? '', currency: 'usd', auto_advance: false },
    ...{ collection_method: 'send_invoice', days_until_due: 30 },
  })
  const named = { custbody_stripe_invoice_id: draft.id }
  await world.netsuite.update('invoice', id, named, { signal: world.signal })
  await business.void(id)
  expect(await outcomeOf(id)).toStrictEqual({ outcome: 'done', reason: null })
  await expect(inStripe(draft.id)).rejects.toMatchObject({ statusCode: 404 })
  expect(await business.read(id)).toMatchObject({ custbody_stripe_status: 'void' })
})

test('an uncollectible invoice is voided', async () => {
  const { id, stripeId } = await sent(104)
  await world.stripe.invoices.markUncollectible(stripeId)
  await business.void(id)
  await world.run(FLOW, { ids: [id] })
  expect(await inStripe(stripeId)).toMatchObject({ status: 'void' })
})

test('of an invoice that is paid in part the rest is credited and the part reported', async () => {
  const { id, stripeId } = await sent(100)
  await payAPart(stripeId, 4000)
  await business.void(id)
  expect(await outcomeOf(id)).toMatchObject({
    outcome: 'failed',
    reason: expect.stringContaining('40 USD of it are paid in Stripe'),
  })
  const notes = await world.stripe.creditNotes.list({ invoice: stripeId })
  expect(notes.data).toMatchObject([{ amount: 6000 }])
  expect(await inStripe(stripeId)).toMatchObject({ status: 'paid', amount_remaining: 0 })
  await world.run(FLOW, { ids: [id] })
  expect((await world.stripe.creditNotes.list({ invoice: stripeId })).data).toHaveLength(1)
})

test('while a bank payment is on its way nothing is done, and then it is looked at again', async () => {
  const { id, stripeId } = await sent(106)
  await payInStripe(stripeId, 'bank')
  await business.void(id)
  expect(await outcomeOf(id)).toMatchObject({
    outcome: 'filtered',
    reason: expect.stringContaining('Deferred'),
  })
  expect(await inStripe(stripeId)).toMatchObject({ status: 'open' })
  await world.advance(8)
  await world.run(FLOW)
  expect((await world.openErrors(FLOW)).map(({ recordKey }) => recordKey)).toContain(id)
})

test('an invoice that a marked credit memo settled is voided, and the flow of statuses leaves it', async () => {
  const { id, stripeId } = await sent(107)
  await business.credit(id, 107, { custbody_stripe_void_reason: 'Wrong customer' })
  await world.run(STATUS)
  expect(await inStripe(stripeId)).toMatchObject({ status: 'open' })
  await world.run(FLOW)
  expect(await inStripe(stripeId)).toMatchObject({
    status: 'void',
    metadata: { netsuite_void_reason: 'Wrong customer' },
  })
  await world.run(STATUS)
  expect(await business.read(id)).toMatchObject({ custbody_stripe_status: 'void' })
})

test('a credit memo stands for voiding by its item too', async () => {
  const { id, stripeId } = await sent(108)
  await business.credit(id, 108)
  expect(await outcomeOf(id)).toMatchObject({ outcome: 'filtered' })
  await world.share({ voidItems: '12, 90' })
  expect(await outcomeOf(id)).toMatchObject({ outcome: 'done' })
  await world.share({ voidItems: '' })
  expect(await inStripe(stripeId)).toMatchObject({ status: 'void' })
})

test('what was credited instead of voided gets a credit note when the settings say so', async () => {
  await world.set(FLOW, { creditedBecomes: 'credit_note' })
  const { id, stripeId } = await sent(109)
  await business.credit(id, 109, { custbody_stripe_void_reason: 'Cancelled' })
  expect(await outcomeOf(id)).toMatchObject({ outcome: 'done' })
  await world.set(FLOW, { creditedBecomes: 'void' })
  expect(await inStripe(stripeId)).toMatchObject({ status: 'paid', amount_paid: 0 })
  const notes = await world.stripe.creditNotes.list({ invoice: stripeId })
  expect(notes.data).toMatchObject([{ amount: 10_900 }])
  expect(await business.read(id)).toMatchObject({ custbody_stripe_status: 'paid' })
})

test('an invoice that is deleted in NetSuite is voided in Stripe', async () => {
  const { id, stripeId } = await sent(110)
  await world.netsuite.remove('invoice', { id }, world.signal)
  await world.run(FLOW)
  expect(await inStripe(stripeId)).toMatchObject({
    status: 'void',
    metadata: { netsuite_void_reason: 'Deleted in NetSuite' },
  })
})

test('a deleted invoice that never was in Stripe is left out with its reason', async () => {
  const id = await business.invoice(111)
  await world.netsuite.remove('invoice', { id }, world.signal)
  expect(await outcomeOf(id)).toMatchObject({
    outcome: 'filtered',
    reason: expect.stringContaining('never sent'),
  })
})

test('a paid invoice is refunded by a credit note when the settings say so', async () => {
  await world.set(FLOW, { onPaid: 'refund' })
  const { id, stripeId } = await sent(112)
  await payInStripe(stripeId, 'card')
  await business.void(id)
  expect(await outcomeOf(id)).toMatchObject({ outcome: 'done' })
  await world.set(FLOW, { onPaid: 'error' })
  const notes = await world.stripe.creditNotes.list({ invoice: stripeId })
  expect(notes.data).toMatchObject([{ amount: 11_200, refunds: [{ amount_refunded: 11_200 }] }])
})

test('as it comes the flow only lists what it would void', async () => {
  const { id, stripeId } = await sent(113)
  await business.void(id)
  await world.share({ confirmVoids: 'list' })
  expect(await inStripe(stripeId)).toMatchObject({ status: 'open' })
  const before = await world.markCalls()
  expect(await outcomeOf(id)).toMatchObject({
    outcome: 'filtered',
    reason: expect.stringContaining('Would be voided'),
  })
  expect(await world.writesSince(before)).toBe(0)
  await world.share({ confirmVoids: 'act' })
  await world.run(FLOW)
  expect(await inStripe(stripeId)).toMatchObject({ status: 'void' })
})

test('a deleted invoice that was only listed is voided later when the flow runs for its id', async () => {
  const { id, stripeId } = await sent(115)
  await world.share({ confirmVoids: 'list' })
  await world.netsuite.remove('invoice', { id }, world.signal)
  await world.run(FLOW)
  await world.advance(10)
  await world.run(FLOW)
  await world.share({ confirmVoids: 'act' })
  expect(await outcomeOf(id)).toMatchObject({ outcome: 'done' })
  expect(await inStripe(stripeId)).toMatchObject({ status: 'void' })
})

test('a dry run says what it would do and does nothing', async () => {
  const { id, stripeId } = await sent(114)
  await business.void(id)
  expect(await inStripe(stripeId)).toMatchObject({ status: 'open' })
  const before = await world.markCalls()
  const dry = await world.run(FLOW, { ids: [id], dryRun: true })
  expect(dry).toMatchObject({ counts: { done: 1, failed: 0 } })
  expect(await world.writesSince(before)).toBe(0)
})

test('Running it again with nothing changed makes zero writing calls', async () => {
  await world.run(FLOW)
  const before = await world.markCalls()
  expect(await world.run(FLOW)).toMatchObject({ state: 'done', counts: { done: 0 } })
  expect(await world.writesSince(before)).toBe(0)
})
