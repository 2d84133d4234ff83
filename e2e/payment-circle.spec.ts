import type { Page } from '@playwright/test'
import type { Instance } from './instance.ts'
import { expect, test } from './world.ts'

const INVOICES = 'netsuite-invoice-to-stripe-invoice'
const PAYMENTS = 'stripe-invoice-paid-to-netsuite-payment'

test('a NetSuite invoice gets a payment link, is paid by card behind it, and is paid in full in NetSuite', async ({
  office,
  instance,
}) => {
  test.setTimeout(300_000)
  await invoiceWithLink(office, instance, 'A day of help')
  const hosted = await openLink(office)
  await hosted.getByLabel('Card number').fill('4242 4242 4242 4242')
  await hosted.getByLabel('Expiry').fill('12 / 34')
  await hosted.getByLabel('CVC').fill('123')
  await hosted.getByLabel('Name on card').fill('Ada Analyst')
  await hosted.getByRole('button', { name: 'Pay by card' }).click()
  await expect(hosted.getByText(/paid/i).first()).toBeVisible()
  await hosted.close()
  await expectPaidInFull(office, instance)
})

test('one that is paid from a bank account is paid in full when the debit has settled', async ({
  office,
  instance,
}) => {
  test.setTimeout(300_000)
  await invoiceWithLink(office, instance, 'Two days of help')
  const hosted = await openLink(office)
  await hosted.getByLabel('Routing number').fill('110000000')
  await hosted.getByLabel('Account number').fill('000123456789')
  await hosted.getByRole('button', { name: 'Pay by bank account' }).click()
  await expect(hosted.getByText('Payment processing')).toBeVisible()
  await hosted.close()
  const record = office.getByRole('dialog', { name: 'Invoice in NetSuite' })
  await instance.cli('flow', 'run', PAYMENTS, '--wait')
  await expect(record.getByText('Open', { exact: true }).first()).toBeVisible()
  const place = office.url()
  await office.goto('/sandbox')
  await office.getByRole('button', { name: 'Advance' }).click()
  await office.getByRole('menuitem', { name: 'Four business days' }).click()
  await expect(office.getByRole('status', { name: 'Sandbox clock' })).toContainText(/ahead/i)
  await office.goto(place)
  await expectPaidInFull(office, instance)
})

/** One whom NetSuite knew before anything was connected; bank debits are in US dollars only. */
const DOLLAR_CUSTOMER = 'Harbor Light Logistics'

/** Makes an invoice in US dollars on the Sandbox screen, and lets the flow put its payment link on it. */
async function invoiceWithLink(office: Page, instance: Instance, what: string): Promise<void> {
  await office.goto('/sandbox')
  const netsuite = office.getByRole('region', { name: 'NetSuite' })
  await netsuite.getByRole('button', { name: 'Create invoice' }).click()
  const form = office.getByRole('dialog', { name: 'Create invoice in NetSuite' })
  await form.getByLabel(/^Customer/).fill(DOLLAR_CUSTOMER)
  await office.getByRole('option', { name: DOLLAR_CUSTOMER }).click()
  await expect(form.getByRole('combobox', { name: 'Currency' })).toHaveValue('USD')
  await form.getByRole('combobox', { name: 'Item' }).click()
  await office.getByRole('option').first().click()
  await form.getByLabel(/^Description/).fill(what)
  await form.getByLabel(/^Price/).fill('120.00')
  await form.getByRole('button', { name: 'Create', exact: true }).click()
  const record = office.getByRole('dialog', { name: 'Invoice in NetSuite' })
  await expect(record).toContainText(what)
  const id = new URL(office.url()).searchParams.get('open')?.split(':')[2] ?? ''
  await instance.cli('flow', 'run', INVOICES, '--ids', id, '--wait')
}

/** Opens the link that the NetSuite invoice shows, as its customer would. */
async function openLink(office: Page): Promise<Page> {
  const record = office.getByRole('dialog', { name: 'Invoice in NetSuite' })
  const opened = office.context().waitForEvent('page')
  await record.getByRole('link', { name: 'Open hosted invoice page' }).click()
  return opened
}

async function expectPaidInFull(office: Page, instance: Instance): Promise<void> {
  await instance.cli('flow', 'run', PAYMENTS, '--wait')
  const record = office.getByRole('dialog', { name: 'Invoice in NetSuite' })
  await expect(record.getByText('Paid In Full').first()).toBeVisible()
}
