import { expect, test } from './world.ts'

const FLOW = 'stripe-invoice-to-netsuite-invoice'

test('an invoice made in Stripe is paid on its hosted page and stands in NetSuite after a run', async ({
  office,
  instance,
}) => {
  test.setTimeout(240_000)
  await office.getByRole('link', { name: 'Sandbox', exact: true }).click()
  const stripe = office.getByRole('region', { name: 'Stripe' })
  await stripe.getByRole('button', { name: 'Create invoice' }).click()
  const form = office.getByRole('dialog', { name: 'Create invoice in Stripe' })
  await form.getByLabel(/^Customer/).fill('Ferrovia Lombarda')
  await office.getByRole('option', { name: /Ferrovia Lombarda/ }).click()
  await form.getByLabel(/^Description/).fill('Two days of help')
  await form.getByLabel(/^Price/).fill('120.00')
  await form.getByRole('button', { name: 'Create', exact: true }).click()

  const record = office.getByRole('dialog', { name: 'Invoice in Stripe' })
  await expect(record).toContainText('Two days of help')
  const opened = office.context().waitForEvent('page')
  await record.getByRole('link', { name: 'Open hosted invoice page' }).click()
  const hosted = await opened
  await hosted.getByLabel('Card number').fill('4242 4242 4242 4242')
  await hosted.getByLabel('Expiry').fill('12 / 34')
  await hosted.getByLabel('CVC').fill('123')
  await hosted.getByLabel('Name on card').fill('Ada Analyst')
  await hosted.getByRole('button', { name: 'Pay by card' }).click()
  await expect(hosted.getByText(/paid/i).first()).toBeVisible()
  await hosted.close()
  await expect(record.getByText('Paid', { exact: true }).first()).toBeVisible()

  const invoiceId = new URL(office.url()).searchParams.get('open')?.split(':')[2] ?? ''
  await instance.cli('flow', 'run', FLOW, '--ids', invoiceId, '--wait')
  await expect(record.getByText('In NetSuite', { exact: true })).toBeVisible()
  const counterpart = record.getByRole('definition').getByRole('button', { name: /^\d+$/ })
  await counterpart.first().click()
  const booked = office.getByRole('dialog', { name: 'Invoice in NetSuite' })
  await expect(booked).toContainText('Two days of help')
  await expect(booked).toContainText('120.00')
})

test('a lost answer is set where it is to strike, and cleared again', async ({ office }) => {
  await office.goto('/sandbox')
  const netsuite = office.getByRole('region', { name: 'NetSuite' })
  await netsuite.getByRole('button', { name: 'Lost answer' }).click()
  await office.getByRole('button', { name: 'Set', exact: true }).click()
  const faults = netsuite.getByRole('list', { name: 'Present faults' })
  await expect(faults).toContainText('Lost answer')
  await expect(faults).toContainText('1 time left')
  await netsuite.getByRole('button', { name: 'Clear faults' }).click()
  await expect(faults).toHaveCount(0)
})
