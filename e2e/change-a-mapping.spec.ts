import type { Page } from '@playwright/test'
import { z } from 'zod'
import { expect, test } from './world.ts'

const CUSTOMER = 'Who pays'

test('a field is dragged into a mapping, its result kept as a test, and what breaks it is not published', async ({
  office,
}) => {
  test.setTimeout(240_000)
  const flowId = await clonedFlow(office)
  await office.goto(`/flows/${flowId}?node=payer`)
  const inspector = office.getByRole('complementary', { name: 'Inspector' })
  await expect(inspector.getByRole('textbox', { name: 'Name', exact: true })).toHaveValue(CUSTOMER)
  await inspector.getByRole('button', { name: 'Open wide' }).click()

  const editor = office.getByRole('dialog', { name: /^Who pays/ })
  const record = editor.getByRole('tree', { name: 'Fields of the record' })
  const result = editor.getByRole('region', { name: 'Result' })
  const taken = editor.getByRole('textbox', { name: 'Expression of business_name', exact: true })

  await expect(result).toContainText('Ada Lovelace')
  await expect(result).not.toContainText('Ada Holding')

  await test.step('the field’s row takes the dragged field, and the result follows', async () => {
    await editor.getByRole('textbox', { name: 'Search source fields' }).fill('account_name')
    await record
      .getByRole('treeitem', { name: /^account_name,/ })
      .dragTo(editor.getByRole('group', { name: 'business_name', exact: true }))
    await expect(taken).toHaveValue('invoice.account_name')
    await expect(result).toContainText('Ada Holding')
  })

  await test.step('where a field comes from is told, and its source is lit up', async () => {
    await taken.focus()
    await expect(editor.getByRole('region', { name: 'Comes from' })).toContainText(
      'invoice.account_name',
    )
  })

  await test.step('rows and code are two views of one text', async () => {
    await editor.getByRole('tab', { name: 'Code' }).click()
    await expect(editor.getByText('invoice.account_name').first()).toBeVisible()
    await editor.getByRole('tab', { name: 'Fields' }).click()
    await expect(taken).toHaveValue('invoice.account_name')
  })

  await test.step('the sample and its result become a test', async () => {
    await result.getByRole('button', { name: 'Save as test' }).click()
    const dialog = office.getByRole('dialog', { name: 'Save as test' })
    await dialog.getByLabel('Name').fill('pays under the address of the invoice')
    await dialog.getByRole('button', { name: 'Save test' }).click()
    await expect(result.getByText('2 tests pass')).toBeVisible()
  })

  await test.step('another expression breaks the test, and the flow is not published', async () => {
    await taken.fill('"nobody"')
    await expect(result.getByText('2 of 2 tests fail')).toBeVisible()
    await editor.getByRole('button', { name: 'Close', exact: true }).click()
    await office.getByRole('button', { name: 'Publish', exact: true }).click()
    await expect(office.getByRole('dialog', { name: /^Publish version/ })).toHaveCount(0)
    await expect(office.getByText(/pays under the address of the invoice/).first()).toBeVisible()
  })

  await test.step('undone, it passes and is published', async () => {
    await office.getByRole('button', { name: 'Undo' }).click()
    await inspector.getByRole('tab', { name: 'Settings' }).click()
    await expect(inspector.getByText('2 tests pass')).toBeVisible()
    await office.getByRole('button', { name: 'Publish', exact: true }).click()
    const dialog = office.getByRole('dialog', { name: 'Publish version 1' })
    await dialog.getByRole('button', { name: 'Publish', exact: true }).click()
    await expect(office.getByText('Version 1 is published.')).toBeVisible()
  })
})

test('a mapping is changed with the keyboard alone', async ({ office }) => {
  test.setTimeout(120_000)
  const flowId = await clonedFlow(office)
  await office.goto(`/flows/${flowId}?node=payer`)
  await office.getByRole('button', { name: 'Open wide' }).press('Enter')
  const editor = office.getByRole('dialog', { name: /^Who pays/ })

  await editor.getByRole('button', { name: 'Add field', exact: true }).press('Enter')
  await expect(office.getByRole('combobox', { name: 'Field to add' })).toBeFocused()
  await office.keyboard.type('reference')
  await office.keyboard.press('Enter')
  const row = editor.getByRole('textbox', { name: 'Expression of reference', exact: true })
  await expect(row).toBeFocused()
  await office.keyboard.type('invoice.numb')
  await office.keyboard.press('Enter')
  await expect(row).toHaveValue('invoice.number')
  await expect(editor.getByRole('img', { name: /^reference: Gives a value/ })).toBeVisible()

  const rows = editor.getByRole('textbox', { name: /^Expression of/ })
  await office.keyboard.press('Alt+ArrowUp')
  await expect(row).toBeFocused()
  await expect(rows.last()).toHaveAccessibleName('Expression of currency')
  await office.keyboard.press('Control+z')
  await expect(editor.getByRole('button', { name: 'Redo' })).toBeEnabled()
  await expect(editor.locator(':focus')).toHaveCount(1)
  await office.keyboard.press('Control+Shift+z')
  await expect(editor.getByRole('button', { name: 'Redo' })).toBeDisabled()
  await expect(rows.last()).toHaveAccessibleName('Expression of currency')
  await office.keyboard.press('Escape')
  await expect(editor).toHaveCount(0)
  await expect(office.getByRole('button', { name: 'Open wide' })).toBeFocused()
})

test('code stands as it is typed, spaces too, and its result follows', async ({ office }) => {
  const flowId = await clonedFlow(office)
  await office.goto(`/flows/${flowId}?node=payer`)
  await office.getByRole('button', { name: 'Open wide' }).click()
  const editor = office.getByRole('dialog', { name: /^Who pays/ })
  await editor.getByRole('tab', { name: 'Code' }).click()
  await editor.locator('.monaco-editor').click()
  await office.keyboard.press('Control+a')
  await office.keyboard.type('{ "id": invoice.number & " of " & customer.name }')
  const result = editor.getByRole('region', { name: 'Result' })
  await expect(result).toContainText('NC-1042 of Ada Lovelace')
  await office.keyboard.press('Control+a')
  await office.keyboard.type('{ "id": ')
  await expect(editor.getByRole('alert').filter({ hasText: 'Character' })).toBeInViewport({
    ratio: 1,
  })
})

const SAMPLE = {
  invoice: {
    ...{ id: 'in_1042', number: 'NC-1042', customer: 'cus_ada', currency: 'usd' },
    ...{ customer_name: 'Ada GmbH', account_name: 'Ada Holding' },
  },
  customer: { id: 'cus_ada', name: 'Ada Lovelace', email: 'ada@ada.example' },
}

/** A copy of the flow that books one invoice, with a sample at the mapping of who pays. */
async function clonedFlow(page: Page): Promise<string> {
  const copy = z.object({ flowId: z.string() })
  const { flowId } = copy.parse(await call(page, 'clone', { flowId: 'book-stripe-invoice' }))
  const { revision } = z
    .object({ revision: z.number() })
    .parse(await ask(page, 'draft', { flowId }))
  const sample = { node: 'payer', name: 'Invoice NC-1042', record: SAMPLE }
  const edits = [{ type: 'put-sample', sample }]
  await call(page, 'saveEdits', { flowId, baseRevision: revision, edits })
  return flowId
}

const answerSchema = z.object({ result: z.object({ data: z.unknown() }) })

async function call(page: Page, procedure: string, data: object): Promise<unknown> {
  const answer = await page.request.post(`/api/trpc/flows.${procedure}`, { data })
  expect(answer.status(), procedure).toBe(200)
  return answerSchema.parse(await answer.json()).result.data
}

async function ask(page: Page, procedure: string, input: object): Promise<unknown> {
  const params = { input: JSON.stringify(input) }
  const answer = await page.request.get(`/api/trpc/flows.${procedure}`, { params })
  expect(answer.status(), procedure).toBe(200)
  return answerSchema.parse(await answer.json()).result.data
}
