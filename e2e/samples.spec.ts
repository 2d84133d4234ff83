import { expect, test } from './world.ts'

test('real records are fetched, one is kept masked, and becomes a test of the node', async ({
  office,
}) => {
  await office.goto('/flows/stripe-invoice-to-netsuite-invoice')
  await office.getByRole('group', { name: /^Only wanted invoices,/ }).click()
  const drawer = office.getByRole('region', { name: 'Drawer' })
  await drawer.getByRole('tab', { name: 'Samples' }).click()

  await test.step('the newest five records that get to the node', async () => {
    await expect(drawer.getByRole('textbox', { name: 'How many' })).toHaveValue('5')
    await drawer.getByRole('button', { name: 'Fetch', exact: true }).click()
    const fetched = drawer.getByRole('region', { name: 'Fetched' })
    await expect(fetched.getByRole('listitem')).toHaveCount(5, { timeout: 60_000 })
  })

  await test.step('personal data is masked, and what was masked is told', async () => {
    await expect(drawer.getByText(/personal values? (is|are) masked/)).toBeVisible()
    await drawer.getByRole('button', { name: 'Keep as sample' }).click()
    await expect(drawer.getByRole('textbox', { name: 'Sample name' })).toBeVisible()
    await expect(drawer.getByRole('region', { name: 'Fetched' }).getByRole('listitem')).toHaveCount(
      4,
    )
  })

  await test.step('it is saved as a test, which passes', async () => {
    await drawer.getByRole('button', { name: 'Save as test' }).click()
    const question = office.getByRole('dialog', { name: 'Save as test' })
    await question.getByRole('textbox', { name: 'Name' }).fill('a real invoice is booked')
    await question.getByRole('button', { name: 'Save test' }).click()
    await office.getByRole('tab', { name: 'Tests', exact: true }).click()
    const line = office.getByRole('listitem').filter({ hasText: 'a real invoice is booked' })
    await expect(line.getByLabel('Passes')).toBeVisible()
  })

  await test.step('the test gets another name, under which it stays open', async () => {
    await office.getByRole('button', { name: /a real invoice is booked/ }).click()
    const name = office.getByRole('textbox', { name: 'Test name' })
    await name.fill('invoice 1042 is booked')
    await name.press('Enter')
    await expect(office.getByRole('button', { name: /invoice 1042 is booked/ })).toBeFocused()
    await expect(name).toHaveValue('invoice 1042 is booked')
    await office.getByRole('button', { name: 'Undo' }).click()
    await expect(office.getByRole('button', { name: /a real invoice is booked$/ })).toBeVisible()
  })

  await test.step('records are also taken from a run, here from that of the fetch', async () => {
    await drawer.getByRole('combobox', { name: 'Which' }).click()
    await office.getByRole('option', { name: 'From a run' }).click()
    await expect(drawer.getByRole('combobox', { name: 'Run' })).toHaveValue(/^Run \d+ · Test/)
    await drawer.getByRole('button', { name: 'Fetch', exact: true }).click()
    await expect(office.getByText(/^5 records of run \d+\.$/)).toBeVisible()
  })

  await test.step('undo takes the test and the sample back', async () => {
    await office.getByRole('button', { name: 'Undo' }).click()
    await office.getByRole('button', { name: 'Undo' }).click()
    await expect(office.getByText('a real invoice is booked')).toHaveCount(0)
  })
})
