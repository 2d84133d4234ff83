import type { Page } from '@playwright/test'
import { expect, test } from './world.ts'

/** What is said above the places found. */
function told(page: Page) {
  return page.getByRole('status').filter({ hasText: /in \d+ flows?\.|in no flow\./ })
}

test('a field is found in all flows, replaced everywhere, seen in one of them, and put back', async ({
  office,
}) => {
  test.setTimeout(180_000)
  await office.goto('/flows')
  await office.getByRole('link', { name: 'Search in all flows' }).click()
  await expect(office.getByRole('heading', { name: 'Search in all flows', level: 1 })).toBeVisible()
  const find = office.getByRole('textbox', { name: 'Find' })
  const instead = office.getByRole('textbox', { name: 'Replace with' })
  // Other stories leave copies of this flow behind.
  const places = office.getByRole('list', {
    name: 'Places in Book the Stripe invoice',
    exact: true,
  })

  await test.step('where it is used, with what stands there', async () => {
    await find.fill('customer.business_name')
    await expect(told(office)).toHaveText(/places? in \d+ flows?\.$/)
    await expect(places.getByRole('link')).toContainText('Who pays')
    await find.fill('customer.email')
    await expect(office.getByRole('list', { name: /NetSuite Customer Payment Add$/ })).toBeVisible()
    await expect(places.getByRole('link')).toContainText('customer.email')
    await expect(office).toHaveURL(/q=customer\.email/)
  })

  const before = await told(office).textContent()

  await test.step('what would stand there instead is shown, and asked for', async () => {
    await instead.fill('customer.billing_email')
    await expect(places.locator('ins').first()).toBeVisible()
    await office.getByRole('button', { name: 'Replace everywhere' }).click()
    const question = office.getByRole('dialog', { name: 'Replace everywhere' })
    await expect(question.getByRole('listitem').first()).toBeVisible()
    await expect(question).toContainText('Book the Stripe invoice')
    await question.getByRole('button', { name: 'Replace', exact: true }).click()
  })

  const done = office.getByRole('alert').filter({ hasText: /^Replaced in/ })

  await test.step('it is used nowhere any more, and the new one where it was', async () => {
    // It goes by itself after a while, unless the pointer is over it.
    await done.hover()
    await expect(told(office)).toHaveText(/no flow|through a variable/)
    await find.fill('customer.billing_email')
    await expect(places.getByRole('link')).toContainText('customer.billing_email')
  })

  await test.step('the flow has it in the designer', async () => {
    const designer = await office.context().newPage()
    await designer.goto('/flows/book-stripe-invoice?node=payer')
    await expect(
      designer.getByRole('textbox', { name: 'Expression of email', exact: true }),
    ).toHaveValue('customer.billing_email ?: invoice.customer_email')
    await designer.close()
  })

  await test.step('undo puts it back in every flow', async () => {
    await done.getByRole('button', { name: 'Undo' }).click()
    await expect(office.getByText(/put back\.$/)).toBeVisible()
    await expect(told(office)).toHaveText('It is used in no flow.')
    await find.fill('customer.email')
    await expect(told(office)).toHaveText(before ?? '')
  })

  await test.step('a place leads to its field in the designer', async () => {
    await places.getByRole('link').first().click()
    const inspector = office.getByRole('complementary', { name: 'Inspector' })
    await expect(inspector.getByRole('textbox', { name: 'Name', exact: true })).toHaveValue(
      'Who pays',
    )
    await expect(
      inspector.getByRole('textbox', { name: 'Expression of email', exact: true }),
    ).toHaveValue('customer.email ?: invoice.customer_email')
  })
})
