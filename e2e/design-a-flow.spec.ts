import { expect, test } from './world.ts'

test('an unfinished node keeps the flow from being published, says why, and undo takes it back', async ({
  office,
}) => {
  await office.goto('/flows/stripe-invoice-to-netsuite-invoice')
  const nodes = office.getByRole('region', { name: 'Nodes' })
  await nodes.getByRole('button', { name: /Write NetSuite record/ }).click()
  await expect(office.getByRole('complementary', { name: 'Inspector' })).toBeVisible()

  await office.getByRole('button', { name: 'Publish', exact: true }).click()
  const missing = office.getByText(/"Fields" is missing/)
  await expect(missing.first()).toBeVisible()

  await office.getByRole('button', { name: 'Undo' }).click()
  await expect(missing).toHaveCount(0)
  await expect(office.getByText('Saved', { exact: true })).toBeVisible()
  await office.reload()
  await expect(office.getByRole('heading', { level: 1 })).toBeVisible()
  await expect(missing).toHaveCount(0)
})
