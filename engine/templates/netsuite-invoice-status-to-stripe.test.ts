import { afterAll, beforeAll, expect, test } from 'vitest'
import { netSuiteBusiness, type NetSuiteBusiness } from '../../testing/netsuite-business.ts'
import { openTemplateWorld, type TemplateWorld } from '../../testing/template-world.ts'

const FLOW = 'netsuite-invoice-status-to-stripe'
const SEND = 'netsuite-invoice-to-stripe-invoice'

let world: TemplateWorld
let business: NetSuiteBusiness

beforeAll(async () => {
  world = await openTemplateWorld([SEND, FLOW])
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

async function stampOf(id: string) {
  return (await business.read(id)).custbody_stripe_status
}

async function outcomeOf(id: string) {
  const [record] = await world.records(await world.run(FLOW, { ids: [id] }))
  return { outcome: record?.outcome, reason: record?.reason }
}

/** The customer pays on the invoice's page; a bank debit takes days to settle. */
async function payInStripe(stripeId: string, how: 'card' | 'bank') {
  const { customer } = await inStripe(stripeId)
  const name = how === 'card' ? 'pm_card_visa' : 'pm_usBankAccount_success'
  const method = await world.stripe.paymentMethods.attach(name, { customer: String(customer) })
  await world.stripe.invoices.pay(stripeId, { payment_method: method.id })
}

test('check payment in NS → Stripe open invoice becomes paid, out of band', async () => {
  const { id, stripeId } = await sent(120)
  await business.pay(id, 120)
  expect(await world.run(FLOW)).toMatchObject({ state: 'done', counts: { done: 1, failed: 0 } })
  const invoice = await inStripe(stripeId)
  expect(invoice).toMatchObject({ status: 'paid', amount_remaining: 0 })
  expect(invoice.payments?.data.filter(({ status }) => status === 'paid')).toEqual([])
  expect(invoice.metadata).toMatchObject({
    netsuite_invoice_id: id,
    netsuite_payment_numbers: expect.stringContaining('PYMT'),
    netsuite_paid_date: expect.stringMatching(/^\d{4}-\d\d-\d\d$/),
  })
  expect(await stampOf(id)).toBe('paid')
})

test('NS payment that came from Stripe → ignored', async () => {
  const { id, stripeId } = await sent(50)
  await business.pay(id, 50, { custbody_stripe_payment_id: 'pi_link' })
  expect(await stampOf(id)).toBe('open')
  const before = await world.markCalls()
  expect(await outcomeOf(id)).toMatchObject({
    outcome: 'filtered',
    reason: expect.stringContaining('came from Stripe'),
  })
  expect(await world.writesSince(before)).toBe(0)
  expect(await inStripe(stripeId)).toMatchObject({ status: 'open' })
})

test('a Stripe invoice that was paid there is only noted in NetSuite', async () => {
  const { id, stripeId } = await sent(55)
  await payInStripe(stripeId, 'card')
  await business.pay(id, 55, { custbody_stripe_payment_id: 'pi_card' })
  expect(await outcomeOf(id)).toMatchObject({ outcome: 'done' })
  expect(await stampOf(id)).toBe('paid')
  expect((await inStripe(stripeId)).metadata).not.toHaveProperty('netsuite_paid_date')
})

test('void in Stripe → open error', async () => {
  const { id, stripeId } = await sent(60)
  await world.stripe.invoices.voidInvoice(stripeId)
  await business.pay(id, 60)
  expect(await outcomeOf(id)).toMatchObject({ outcome: 'failed' })
  const [error, ...others] = await world.openErrors(FLOW)
  expect(others).toEqual([])
  expect(error).toMatchObject({
    class: 'value',
    message: expect.stringContaining('paid in NetSuite, void in Stripe'),
  })
  expect(await stampOf(id)).toBe('void')
})

test('ACH processing → deferred', async () => {
  const { id, stripeId } = await sent(70)
  await payInStripe(stripeId, 'bank')
  await business.pay(id, 70)
  expect(await outcomeOf(id)).toMatchObject({
    outcome: 'filtered',
    reason: expect.stringContaining('Deferred'),
  })
  expect(await inStripe(stripeId)).toMatchObject({ status: 'open', amount_paid: 0 })
  await world.advance(1)
  await world.run(FLOW)
  expect(await inStripe(stripeId)).toMatchObject({ status: 'open' })

  // It is looked at again by itself when the money has come, although NetSuite's invoice is as it was.
  await world.advance(7)
  expect(await inStripe(stripeId)).toMatchObject({ status: 'paid', amount_paid: 7000 })
  await world.run(FLOW)
  expect(await stampOf(id)).toBe('paid')
})

test('a part paid in Stripe stays, and only the rest counts as paid elsewhere', async () => {
  const { id, stripeId } = await sent(100)
  const link = await world.stripe.paymentIntents.create({
    ...{ amount: 4000, currency: 'usd', confirm: true, payment_method: 'pm_card_visa' },
    automatic_payment_methods: { enabled: true, allow_redirects: 'never' },
    customer: String((await inStripe(stripeId)).customer),
  })
  await world.stripe.invoices.attachPayment(stripeId, { payment_intent: link.id })
  await business.pay(id, 40, { custbody_stripe_payment_id: link.id })
  await business.pay(id, 60)
  expect(await outcomeOf(id)).toMatchObject({ outcome: 'done' })
  const invoice = await inStripe(stripeId)
  expect(invoice).toMatchObject({ status: 'paid', amount_remaining: 0 })
  const paid = invoice.payments?.data.filter(({ status }) => status === 'paid')
  expect(paid).toMatchObject([{ amount_paid: 4000 }])
})

test('what a credit memo settled becomes a credit note, not a payment', async () => {
  const { id, stripeId } = await sent(80)
  const memo = await business.credit(id, 80)
  expect(await outcomeOf(id)).toMatchObject({ outcome: 'done' })
  const notes = await world.stripe.creditNotes.list({ invoice: stripeId })
  expect(notes.data).toMatchObject([{ amount: 8000, metadata: { netsuite_credit_memo_id: memo } }])
  expect(await inStripe(stripeId)).toMatchObject({ status: 'paid', amount_paid: 0 })
  expect(await stampOf(id)).toBe('paid')
})

test('credit memo and check make a credit note and a payment outside of Stripe', async () => {
  const { id, stripeId } = await sent(90)
  await business.credit(id, 20)
  await business.pay(id, 70)
  expect(await outcomeOf(id)).toMatchObject({ outcome: 'done' })
  const notes = await world.stripe.creditNotes.list({ invoice: stripeId })
  expect(notes.data).toMatchObject([{ amount: 2000 }])
  expect(await inStripe(stripeId)).toMatchObject({ status: 'paid', amount_remaining: 0 })
})

test('where paying fails behind the credit note, the next run goes on from there', async () => {
  const { id, stripeId } = await sent(90)
  await business.credit(id, 60)
  await business.pay(id, 30)
  const refusal = { kind: 'status', status: 400, method: 'POST', path: '/pay$', times: 1 }
  await world.control('stripe', 'POST', '/faults', refusal)
  expect(await outcomeOf(id)).toMatchObject({ outcome: 'failed' })
  expect(await inStripe(stripeId)).toMatchObject({ status: 'open', amount_remaining: 3000 })
  expect(await outcomeOf(id)).toMatchObject({ outcome: 'done' })
  const notes = await world.stripe.creditNotes.list({ invoice: stripeId })
  expect(notes.data).toMatchObject([{ amount: 6000 }])
  expect(await inStripe(stripeId)).toMatchObject({ status: 'paid', amount_remaining: 0 })
})

test('an invoice that is held back in Stripe is left as it is', async () => {
  const { id, stripeId } = await sent(70)
  await business.pay(id, 70)
  const metadata = { netsuite_block_integration: 'true' }
  await world.stripe.invoices.update(stripeId, { metadata })
  expect(await outcomeOf(id)).toMatchObject({ outcome: 'filtered' })
  expect(await inStripe(stripeId)).toMatchObject({ status: 'open' })
})

test('a credited invoice is voided, or counts as paid, when the settings say so', async () => {
  await world.set(FLOW, { credited: 'void' })
  const voided = await sent(85)
  await business.credit(voided.id, 85)
  await world.run(FLOW, { ids: [voided.id] })
  expect(await inStripe(voided.stripeId)).toMatchObject({ status: 'void' })
  expect(await stampOf(voided.id)).toBe('void')

  await world.set(FLOW, { credited: 'paid' })
  const paid = await sent(86)
  await business.credit(paid.id, 86)
  await world.run(FLOW, { ids: [paid.id] })
  await world.set(FLOW, { credited: 'credit_note' })
  expect(await inStripe(paid.stripeId)).toMatchObject({ status: 'paid' })
  expect((await world.stripe.creditNotes.list({ invoice: paid.stripeId })).data).toEqual([])
})

test('an invoice that a marked credit memo has voided is left to the flow that voids', async () => {
  const { id, stripeId } = await sent(88)
  await business.credit(id, 88, { custbody_stripe_void_reason: 'Wrong customer' })
  expect(await outcomeOf(id)).toMatchObject({
    outcome: 'filtered',
    reason: expect.stringContaining('credited in full instead of voided'),
  })
  expect(await inStripe(stripeId)).toMatchObject({ status: 'open' })
})

test('a draft is finalized and then marked as paid', async () => {
  const id = await business.invoice(33)
  const draft = await world.stripe.invoices.create({
    ...{ customer: String((await world.stripe.customers.list()).data[0]?.id), currency: 'usd' },
    ...{ collection_method: 'send_invoice', days_until_due: 30, auto_advance: false },
  })
  await world.stripe.invoices.addLines(draft.id, {
    lines: [{ amount: 3300, description: 'Workshop' }],
  })
  const named = { custbody_stripe_invoice_id: draft.id }
  await world.netsuite.update('invoice', id, named, { signal: world.signal })
  await business.pay(id, 33)
  expect(await outcomeOf(id)).toMatchObject({ outcome: 'done' })
  expect(await inStripe(draft.id)).toMatchObject({ status: 'paid', total: 3300 })
})

test('an invoice that is open again after it was marked as paid is reported', async () => {
  const { id, stripeId } = await sent(44)
  const payment = await business.pay(id, 44)
  await world.run(FLOW, { ids: [id] })
  expect(await inStripe(stripeId)).toMatchObject({ status: 'paid' })
  const apply = { items: [{ doc: { id }, apply: false }] }
  await world.netsuite.update('customerPayment', payment, { apply }, { signal: world.signal })
  expect(await outcomeOf(id)).toMatchObject({
    outcome: 'failed',
    reason: expect.stringContaining('open again in NetSuite'),
  })
})

test('payments of a part are put on record in Stripe when the settings say so', async () => {
  const { id, stripeId } = await sent(200)
  await business.pay(id, 80)
  await world.set(FLOW, { partialPayments: 'on' })
  await world.run(FLOW, { ids: [id] })
  expect(await inStripe(stripeId)).toMatchObject({ status: 'open', amount_remaining: 12_000 })
  await business.pay(id, 30)
  await world.run(FLOW, { ids: [id] })
  expect(await inStripe(stripeId)).toMatchObject({ status: 'open', amount_remaining: 9000 })
  await business.pay(id, 90)
  await world.run(FLOW, { ids: [id] })
  await world.set(FLOW, { partialPayments: 'off' })
  const invoice = await inStripe(stripeId)
  expect(invoice).toMatchObject({ status: 'paid', amount_remaining: 0 })
  const onRecord = invoice.payments?.data.filter(({ payment }) => payment.payment_record)
  expect(onRecord).toHaveLength(2)
  expect(await stampOf(id)).toBe('paid')
})

test('a dry run says what it would do and does nothing', async () => {
  const { id, stripeId } = await sent(47)
  await business.pay(id, 47)
  expect((await inStripe(stripeId)).status).toBe('open')
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
