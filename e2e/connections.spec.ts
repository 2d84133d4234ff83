import { z } from 'zod'
import { expect, test } from './world.ts'

const FLOW = 'stripe-invoice-to-netsuite-invoice'

test('a wrong key takes the connection offline with its sentence, and the right one brings it back', async ({
  office,
  instance,
}) => {
  test.setTimeout(240_000)
  await office.goto('/connections')
  await office.getByRole('link', { name: 'Stripe sandbox' }).click()
  const replaceKey = async (key: string) => {
    await office.getByRole('button', { name: 'Replace secret' }).click()
    await office.getByLabel(/^Secret key/).fill(key)
    await office.getByRole('button', { name: 'Test and save' }).click()
  }
  await replaceKey('sk_' + 'live_nobodyknowsthiskey')
  await expect(office.getByRole('list', { name: 'Checks' })).toContainText('does not work')
  await office.getByRole('button', { name: 'Save anyway' }).click()

  const invoiceId = await anyInvoice(instance.stripeUrl)
  const { runId } = z
    .object({ runId: z.number() })
    .parse(await instance.cli('flow', 'run', FLOW, '--ids', invoiceId))
  const state = office.getByRole('status', { name: 'Connection state' })
  await expect(state).toHaveText('Offline', { timeout: 60_000 })
  const note = office.getByRole('status', { name: 'Stripe sandbox is offline' })
  await expect(note).toContainText(/key/i)
  await expect(note).toContainText(/prob(e in|ing)/)
  const page = office.url()

  await office.goto(`/runs/${runId}`)
  await expect(office.getByRole('status', { name: 'Paused' })).toContainText('Stripe sandbox')

  await office.goto(page)
  const credentials = await fetch(`${instance.stripeUrl}/_sandbox/credentials`)
  await replaceKey(z.object({ apiKey: z.string() }).parse(await credentials.json()).apiKey)
  await expect(state).toHaveText('Online', { timeout: 60_000 })
  await office.goto(`/runs/${runId}`)
  await expect(office.getByRole('status', { name: 'Run state' })).toHaveText(/^Done/, {
    timeout: 120_000,
  })
})

async function anyInvoice(stripeUrl: string): Promise<string> {
  const state = await fetch(`${stripeUrl}/_sandbox/state`)
  const schema = z.object({ invoices: z.array(z.object({ id: z.string() })).min(1) })
  return schema.parse(await state.json()).invoices[0]?.id ?? ''
}

test('a test says line by line what works, and the log shows what was asked without secrets', async ({
  office,
}) => {
  await office.goto('/connections')
  await office.getByRole('link', { name: 'NetSuite sandbox' }).click()
  await office.getByRole('button', { name: 'Test connection' }).click()
  const checks = office.getByRole('list', { name: 'Checks' }).getByRole('listitem')
  await expect(checks.first()).toContainText('works')
  expect(await checks.count()).toBeGreaterThan(2)

  await office.getByRole('tab', { name: 'Exchange log' }).click()
  const log = office.getByRole('table', { name: 'Exchange log' })
  const signIn = log.getByRole('row', { name: /oauth2\/v1\/token/ }).first()
  await signIn.getByRole('button', { name: 'Show request and answer' }).click()
  await expect(log.getByRole('group', { name: 'the answer' })).toContainText('••••')

  await office.getByRole('switch', { name: 'Failed only' }).click()
  await expect(office).toHaveURL(/failed=1/)
})
