import type { Locator, Page } from '@playwright/test'
import { expect, test } from './world.ts'

test('a flow is built from nothing with the mouse, up to its publication', async ({ office }) => {
  await newFlow(office)
  await office
    .getByRole('region', { name: 'Nodes' })
    .getByRole('button', { name: 'Stripe list', exact: true })
    .click()
  await expect(card(office, 'Stripe list')).toBeVisible()
  await choose(office, 'Object', 'Invoice')

  // From the output to the empty canvas: the search for what follows opens there.
  await dragTo(office, handle(card(office, 'Stripe list'), 'Out'), { x: 120, y: 240 })
  await addBySearch(office, 'keep only')
  await fillCondition(office)

  // Into the middle of the edge.
  await office.getByRole('button', { name: /Insert a node here: from Stripe list/ }).click()
  await addBySearch(office, 'note kept')
  await expect(office.getByText('Nothing is called that.')).toBeVisible()
  await office.keyboard.press('Escape')

  await card(office, 'Keep only').click({ button: 'right' })
  await office.getByRole('menuitem', { name: 'Duplicate' }).click()
  await expect(office.locator('.react-flow__node.selected')).toHaveCount(1)
  await office.getByRole('button', { name: 'Undo' }).click()
  await expect(cards(office)).toHaveCount(2)

  await office.getByRole('button', { name: 'Tidy up' }).click()
  await published(office)
})

test('a flow is built from nothing with the keyboard alone, up to its publication', async ({
  office,
}) => {
  await office.goto('/flows')
  await office.getByRole('button', { name: 'New flow' }).focus()
  await office.keyboard.press('Enter')
  const canvas = office.getByRole('application', { name: 'Flow' })
  await canvas.focus()

  await office.keyboard.press('a')
  await addBySearch(office, 'stripe list')
  await expect(card(office, 'Stripe list')).toBeFocused()

  await office.keyboard.press('Enter')
  await expect(office.getByRole('complementary', { name: 'Inspector' })).toBeFocused()
  await chooseByKeyboard(office, 'Object', 'invo')

  await canvas.focus()
  await office.keyboard.press('a')
  await addBySearch(office, 'keep only')
  await expect(card(office, 'Keep only')).toBeFocused()
  await fillCondition(office)

  await canvas.focus()
  await office.keyboard.press('ArrowLeft')
  await expect(card(office, 'Stripe list')).toBeFocused()
  await office.keyboard.press('c')
  const connect = office.getByRole('dialog', { name: /Connect “Stripe list” to/ })
  await expect(connect.getByRole('option', { name: /already connected/ })).toBeVisible()
  await office.keyboard.press('Escape')

  await office.keyboard.press('ArrowRight')
  await expect(card(office, 'Keep only')).toBeFocused()
  await office.keyboard.press('F2')
  await office.keyboard.type('Only real invoices')
  await office.keyboard.press('Enter')
  await expect(card(office, 'Only real invoices')).toBeFocused()

  await office.keyboard.press('Delete')
  await expect(cards(office)).toHaveCount(1)
  await office.keyboard.press('Control+z')
  await expect(cards(office)).toHaveCount(2)

  await office.keyboard.press('o')
  const outline = office.getByRole('tree', { name: 'Outline' })
  await expect(outline.getByRole('treeitem', { name: /Stripe list/ })).toBeVisible()
  await expect(
    outline.getByRole('treeitem', { name: 'Only real invoices', exact: true }),
  ).toBeVisible()

  await office.getByRole('button', { name: 'Publish', exact: true }).focus()
  await office.keyboard.press('Enter')
  await confirmPublishing(office)
})

async function newFlow(page: Page): Promise<void> {
  await page.goto('/flows')
  await page.getByRole('button', { name: 'New flow' }).click()
  await expect(page.getByRole('application', { name: 'Flow' })).toBeVisible()
}

function cards(page: Page): Locator {
  return page.locator('.react-flow__node')
}

function card(page: Page, name: string): Locator {
  return page.getByRole('group', { name: new RegExp(`^${name},`) })
}

function handle(of: Locator, title: string): Locator {
  return of.getByTitle(title, { exact: true })
}

async function dragTo(page: Page, from: Locator, by: { x: number; y: number }): Promise<void> {
  const box = await from.boundingBox()
  if (!box) throw new Error('There is nothing to drag.')
  const start = { x: box.x + box.width / 2, y: box.y + box.height / 2 }
  await page.mouse.move(start.x, start.y)
  await page.mouse.down()
  await page.mouse.move(start.x + by.x / 2, start.y + by.y / 2, { steps: 5 })
  await page.mouse.move(start.x + by.x, start.y + by.y, { steps: 5 })
  await page.mouse.up()
}

async function addBySearch(page: Page, words: string): Promise<void> {
  const search = page.getByRole('combobox', { name: 'Search nodes to add' })
  await expect(search).toBeFocused()
  await page.keyboard.type(words)
  await page.keyboard.press('Enter')
}

async function choose(page: Page, label: string, option: string): Promise<void> {
  const inspector = page.getByRole('complementary', { name: 'Inspector' })
  await inspector.getByRole('combobox', { name: label }).click()
  await page.getByRole('option', { name: option, exact: true }).click()
}

async function chooseByKeyboard(page: Page, label: string, typed: string): Promise<void> {
  const inspector = page.getByRole('complementary', { name: 'Inspector' })
  await inspector.getByRole('combobox', { name: label }).focus()
  await page.keyboard.type(typed)
  await page.keyboard.press('ArrowDown')
  await page.keyboard.press('Enter')
}

async function fillCondition(page: Page): Promise<void> {
  const inspector = page.getByRole('complementary', { name: 'Inspector' })
  await inspector.getByRole('button', { name: 'Add condition' }).press('Enter')
  await inspector.getByRole('textbox', { name: 'Keep when' }).focus()
  await page.keyboard.type('total > 0')
  await inspector.getByRole('textbox', { name: 'Reason when it is not' }).focus()
  await page.keyboard.type('Nothing is owed.')
}

async function published(page: Page): Promise<void> {
  await page.getByRole('button', { name: 'Publish', exact: true }).click()
  await confirmPublishing(page)
}

async function confirmPublishing(page: Page): Promise<void> {
  const dialog = page.getByRole('dialog', { name: 'Publish version 1' })
  await expect(dialog.getByText('No problems')).toBeVisible()
  await expect(dialog.getByRole('textbox', { name: 'Note' })).toBeFocused()
  await page.keyboard.press('Enter')
  await expect(page.getByText('Version 1 is published.')).toBeVisible()
}
