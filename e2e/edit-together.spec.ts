import type { Browser, BrowserContext, Locator, Page } from '@playwright/test'
import type { Instance } from './instance.ts'
import { expect, test } from './world.ts'

const FLOW = '/flows/stripe-invoice-to-netsuite-invoice'

/** Another browser of somebody who is signed in. */
async function anotherBrowser(
  browser: Browser,
  instance: Instance,
  storageState: Awaited<ReturnType<BrowserContext['storageState']>>,
): Promise<Page> {
  const viewport = { width: 1440, height: 900 }
  const context = await browser.newContext({ storageState, baseURL: instance.url, viewport })
  return context.newPage()
}

async function open(page: Page): Promise<void> {
  await page.goto(FLOW)
  await expect(page.getByRole('button', { name: 'Undo' })).toBeVisible()
}

/** The card that both choose. */
function card(page: Page): Locator {
  return page.getByRole('group', { name: /^Only wanted invoices/ })
}

function note(page: Page): Locator {
  return page
    .getByRole('complementary', { name: 'Inspector' })
    .getByRole('textbox', { name: 'Note' })
}

async function saved(page: Page): Promise<void> {
  await expect(page.getByText('Saved', { exact: true })).toBeVisible()
}

test('two browsers edit one flow, see each other, and lose nothing', async ({
  office,
  browser,
  instance,
  ownerSession,
}) => {
  const other = await anotherBrowser(browser, instance, ownerSession)
  await open(office)
  await open(other)

  await test.step('each sees that the other is there, and at which node', async () => {
    await expect(office.getByRole('group', { name: 'Also here' })).toBeVisible()
    await expect(other.getByRole('group', { name: 'Also here' })).toBeVisible()
    await card(office).click()
    await card(other).click()
    await expect(other.getByText(/ is editing this node$/)).toBeVisible()
    await expect(office.getByText(/ is editing this node$/)).toBeVisible()
  })

  await test.step('what one changes comes in at the other, who is told', async () => {
    await note(other).fill('Agreed with sales')
    await expect(note(office)).toHaveValue('Agreed with sales')
    await expect(office.getByText(/ changed Note of “/)).toBeVisible()
    await expect(office.getByRole('button', { name: 'Undo' })).toBeDisabled()
  })

  await test.step('both change something else while one is offline: both are kept', async () => {
    await office.context().setOffline(true)
    await office.getByLabel('Flow name').fill('Named offline')
    await office.getByLabel('Flow name').press('Enter')
    await expect(office.getByText('Offline', { exact: true })).toBeVisible()
    await note(other).fill('Agreed with everybody')
    await saved(other)
    await office.context().setOffline(false)
    await expect(note(office)).toHaveValue('Agreed with everybody')
    await expect(other.getByLabel('Flow name')).toHaveValue('Named offline')
    await saved(office)
  })

  await test.step('undo takes back one’s own change only', async () => {
    await office.getByRole('button', { name: 'Undo' }).click()
    await expect(other.getByLabel('Flow name')).not.toHaveValue('Named offline')
    await expect(note(other)).toHaveValue('Agreed with everybody')
  })

  await test.step('a field that both changed is shown and settled', async () => {
    await card(office).click()
    await office.context().setOffline(true)
    await note(office).fill('Mine')
    await note(other).fill('Theirs')
    await saved(other)
    await office.context().setOffline(false)
    const choice = office.getByRole('region', { name: /needs your choice/ })
    await expect(choice).toContainText('Theirs')
    await expect(note(office)).toHaveValue('Mine')
    await expect(note(other)).toHaveValue('Theirs')
    await choice.getByRole('button', { name: /^Keep mine/ }).click()
    await expect(choice).toHaveCount(0)
    await expect(note(other)).toHaveValue('Mine')
    await saved(office)
  })

  await test.step('who closes the flow is gone', async () => {
    await other.context().close()
    await expect(office.getByRole('group', { name: 'Also here' })).toHaveCount(0)
  })
})

test('a server that is killed in the middle of an edit loses nothing', async ({
  office,
  instance,
}) => {
  await open(office)
  await card(office).click()
  await note(office).fill('Before the end')
  await saved(office)
  await instance.kill()

  await note(office).fill('While it was down')
  await expect(office.getByText('Offline', { exact: true })).toBeVisible()
  const context = office.context()
  await office.close()
  await instance.startAgain()

  const again = await context.newPage()
  await open(again)
  await expect(again.getByText(/Changes that were not saved last time are back/)).toBeVisible()
  await saved(again)
  await card(again).click()
  await expect(note(again)).toHaveValue('While it was down')
  await again.reload()
  await card(again).click()
  await expect(note(again)).toHaveValue('While it was down')
})
