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

test('the canvas takes all the room, and gives it back to whoever opens a node', async ({
  office,
}) => {
  await office.goto('/flows/stripe-invoice-to-netsuite-invoice')
  const inspector = office.getByRole('complementary', { name: 'Flow settings' })
  const nodes = office.getByRole('region', { name: 'Nodes' })
  await expect(inspector).toBeVisible()
  await office.getByRole('button', { name: 'Canvas alone' }).click()
  await expect(inspector).toHaveCount(0)
  await expect(nodes).toHaveCount(0)

  const card = office.getByRole('group', { name: /^Changed invoices,/ })
  await card.click()
  await office.keyboard.press('Enter')
  await expect(office.getByRole('complementary', { name: 'Inspector' })).toBeFocused()
  await expect(nodes).toBeVisible()
})
