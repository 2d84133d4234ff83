import { afterAll, beforeAll, expect, test } from 'vitest'
import { testDatabase } from '../../../testing/database.ts'
import { startSandbox, type Sandbox } from '../../main.ts'
import { stripeAt } from '../stand-in.ts'

let sandbox: Sandbox
let database: Awaited<ReturnType<typeof testDatabase>>
beforeAll(async () => {
  database = await testDatabase()
  sandbox = await startSandbox({ databaseUrl: database.url, stripePort: 0, netsuitePort: 0 })
})
afterAll(async () => {
  await sandbox.close()
  await database.drop()
})

test('a test clock that is advanced lets a bank debit settle before it is ready again', async () => {
  const stripe = stripeAt(sandbox.stripeUrl)
  const start = Math.floor(Date.now() / 1000)
  const clock = await stripe.testHelpers.testClocks.create({ frozen_time: start, name: 'Debit' })
  expect(clock).toMatchObject({ frozen_time: start, status: 'ready' })
  const customer = await stripe.customers.create({ name: 'Slow', test_clock: clock.id })
  expect(customer.test_clock).toBe(clock.id)
  const intent = await stripe.paymentIntents.create({
    amount: 5000,
    confirm: true,
    currency: 'usd',
    customer: customer.id,
    payment_method: 'pm_usBankAccount_success',
  })
  expect(intent.status).toBe('processing')
  const later = start + 7 * 86_400
  await stripe.testHelpers.testClocks.advance(clock.id, { frozen_time: later })
  const ready = await stripe.testHelpers.testClocks.retrieve(clock.id)
  expect(ready).toMatchObject({ frozen_time: later, status: 'ready' })
  const charges = await stripe.charges.list({ payment_intent: intent.id })
  expect(charges.data).toMatchObject([{ status: 'succeeded' }])
  const back = stripe.testHelpers.testClocks.advance(clock.id, { frozen_time: start })
  await expect(back).rejects.toMatchObject({ param: 'frozen_time' })
  expect(await stripe.testHelpers.testClocks.del(clock.id)).toMatchObject({ deleted: true })
})
