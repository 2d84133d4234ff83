import { afterAll, beforeAll, beforeEach, expect, test } from 'vitest'
import {
  netsuiteInvoice,
  netsuiteRecord,
  newBuyer,
  payInParts,
  paymentsOf,
  stripeInvoice,
  type Buyer,
} from '../../testing/payment-business.ts'
import { openTemplateWorld, type TemplateWorld } from '../../testing/template-world.ts'
import { retryErrors, traceKey, waitForRun } from '../api.ts'

const FLOW = 'stripe-invoice-paid-to-netsuite-payment'

let world: TemplateWorld
let buyer: Buyer

beforeAll(async () => {
  world = await openTemplateWorld([FLOW])
})

beforeEach(async () => {
  buyer = await newBuyer(world)
})

afterAll(async () => {
  await world[Symbol.asyncDispose]()
})

/** An invoice over 100.00 in both systems. */
async function invoiceOfBoth() {
  const invoice = await stripeInvoice(world, buyer, 10_000)
  const { id = '' } = invoice
  const booked = await netsuiteInvoice(world, buyer, 100, {
    ...{ externalId: id, custbody_stripe_invoice_id: id, custbody_stripe_status: 'open' },
  })
  return { invoice, id, booked }
}

const run = (id: string) => world.run(FLOW, { ids: [id] })

async function notes(key: string): Promise<string[]> {
  const [trace] = await traceKey(world.engine, key)
  return (trace?.steps ?? []).flatMap(({ reason, nodeName }) => (reason ? [nodeName + reason] : []))
}

test('one invoice, two partial payments 40 + 60 → two customer payments, invoice paid in full', async () => {
  const { invoice, id, booked } = await invoiceOfBoth()
  const [first, second] = await payInParts(world, buyer, invoice, [4000, 6000])
  expect(await run(id)).toMatchObject({ state: 'done', counts: { read: 2, done: 2, failed: 0 } })
  const payments = await paymentsOf(world, buyer)
  expect(payments.map(({ payment }) => Number(payment)).toSorted()).toEqual([40, 60])
  expect(payments).toMatchObject([
    { unapplied: 0, custbody_stripe_payment_id: expect.stringMatching(/^pi_/) },
    { unapplied: 0, externalId: expect.stringMatching(/^inpay_/) },
  ])
  expect(await netsuiteRecord(world, 'invoice', booked)).toMatchObject({
    amountRemaining: 0,
    custbody_stripe_status: 'paid',
  })
  const told = await Promise.all(
    [first, second].map((intent) => world.stripe.paymentIntents.retrieve(intent?.id ?? '')),
  )
  expect(told.map(({ metadata }) => metadata.netsuite_customer_payment_id).toSorted()).toEqual(
    payments.map(({ id: payment }) => payment),
  )
})
