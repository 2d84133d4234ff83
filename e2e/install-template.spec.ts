import { expect, test } from './world.ts'

const TITLE = 'Stripe Invoice → NetSuite Invoice Add'

test('a template becomes a live flow in five steps, tried on real records first', async ({
  office,
}) => {
  test.setTimeout(240_000)
  await office.goto('/templates')
  await expect(office.getByRole('article')).not.toHaveCount(0)
  await office.getByRole('link', { name: `Use template ${TITLE}`, exact: true }).click()
  await expect(office.getByRole('heading', { name: `Use ${TITLE}`, level: 1 })).toBeVisible()

  await expect(office.getByText('Everything that the flow needs is there.')).toBeVisible({
    timeout: 90_000,
  })
  await expect(office.getByRole('list', { name: 'Checks' })).toContainText(
    'custbody_stripe_invoice_id: works',
  )
  await office.getByRole('button', { name: 'Next' }).click()

  await expect(office.getByText('NetSuite sandbox')).toBeVisible()
  await office.getByRole('button', { name: 'Next' }).click()

  const names = office.getByRole('region', { name: 'Fields in NetSuite' })
  await names.getByRole('button', { name: 'NovaModule field names' }).click()
  const invoiceId = names.getByLabel(/Stripe Invoice Id/)
  await expect(invoiceId).toHaveValue('custbody_nm_stripe_invoice_id')
  await names.getByRole('button', { name: 'Tributary field names' }).click()
  await expect(invoiceId).toHaveValue('custbody_stripe_invoice_id')
  const itemMap = office.getByRole('group', { name: 'Items of products' })
  await itemMap.getByRole('button', { name: 'Add row' }).click()
  for (const column of ['Stripe product 1', 'NetSuite item 1']) {
    await itemMap.getByLabel(column).click()
    await office.getByRole('option').first().click()
    await expect(itemMap.getByLabel(column)).not.toHaveValue('')
  }
  await itemMap.getByRole('button', { name: 'Remove row 1' }).click()
  await office.getByRole('button', { name: 'Save and go on' }).click()

  await office.getByRole('button', { name: 'Run test' }).click()
  const results = office.getByRole('region', { name: 'Test results' })
  await expect(results.getByRole('status')).toContainText('20 read', { timeout: 90_000 })
  await expect(results.getByRole('row')).not.toHaveCount(1)
  await office.getByRole('button', { name: 'Next' }).click()

  await office.getByRole('combobox', { name: 'How often' }).click()
  await office.getByRole('option', { name: 'Every Monday at 6:00' }).click()
  await office.getByRole('button', { name: 'Go live', exact: true }).click()
  await expect(office).toHaveURL(/\/flows\/stripe-invoice-to-netsuite-invoice-2/, {
    timeout: 60_000,
  })
  await expect(office.getByText('Enabled').first()).toBeVisible()
})

test('the NetSuite project comes as a ZIP file, for those who are signed in only', async ({
  office,
  instance,
}) => {
  await office.goto('/templates')
  const waiting = office.waitForEvent('download')
  await office.getByRole('link', { name: 'NetSuite project' }).click()
  const download = await waiting
  expect(download.suggestedFilename()).toBe('tributary-netsuite-project.zip')
  const stranger = await fetch(`${instance.url}/api/netsuite-project`)
  expect(stranger.status).toBe(401)
})

test('a template tells its steps, its settings and what it is proven to do', async ({ office }) => {
  await office.goto('/templates')
  await office.getByRole('link', { name: TITLE, exact: true }).click()
  await expect(office.getByRole('heading', { name: TITLE, level: 1 })).toBeVisible()
  await expect(office.getByRole('list', { name: 'Steps' }).getByRole('listitem')).not.toHaveCount(0)
  await expect(office.getByRole('heading', { name: 'Proven' })).toBeVisible()
})
