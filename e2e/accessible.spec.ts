import { AxeBuilder } from '@axe-core/playwright'
import type { Page } from '@playwright/test'
import { z } from 'zod'
import { makeOlder } from './older-template.ts'
import { expect, test } from './world.ts'

const SCREENS = [
  { path: '/', heading: 'Home' },
  { path: '/flows', heading: 'Flows' },
  {
    path: '/flows/stripe-invoice-to-netsuite-invoice',
    heading: 'Stripe Invoice → NetSuite Invoice Add',
  },
  { path: '/flows/search?q=customer.email', heading: 'Search in all flows' },
  { path: '/templates', heading: 'Templates' },
  {
    path: '/templates/stripe-invoice-to-netsuite-invoice',
    heading: 'Stripe Invoice → NetSuite Invoice Add',
  },
  {
    path: '/templates/stripe-invoice-to-netsuite-invoice/use?step=Settings',
    heading: 'Use Stripe Invoice → NetSuite Invoice Add',
  },
  { path: '/runs', heading: 'Runs' },
  { path: '/records', heading: 'Records' },
  { path: '/errors', heading: 'Errors' },
  { path: '/connections', heading: 'Connections' },
  { path: '/connections/add/stripe', heading: 'Add connection to Stripe' },
  { path: '/connections/add/netsuite', heading: 'Add connection to NetSuite' },
  { path: '/sandbox', heading: 'Sandbox' },
]

for (const colorScheme of ['light', 'dark'] as const) {
  test(`axe finds nothing on any screen, ${colorScheme}`, async ({ office }) => {
    test.setTimeout(360_000)
    await office.emulateMedia({ colorScheme })
    for (const { path, heading } of SCREENS) {
      await office.goto(path)
      await expect(office.getByRole('heading', { name: heading, level: 1 })).toBeVisible()
      if (path.includes('?q=')) await expect(office.getByText(/places? in /)).toBeVisible()
      await expectClean(office, path)
    }
  })
}

test('axe finds nothing on the page of a connection, whichever tab is open', async ({ office }) => {
  test.setTimeout(120_000)
  await office.goto('/connections')
  await office.getByRole('link', { name: 'NetSuite sandbox' }).click()
  for (const tab of ['Overview', 'Use', 'Exchange log', 'Field lists']) {
    await office.getByRole('tab', { name: tab, exact: true }).click()
    await expect(office.getByRole('tabpanel', { name: tab })).toBeVisible()
    await expectClean(office, tab)
  }
})

for (const colorScheme of ['light', 'dark'] as const) {
  test(`axe finds nothing in the designer, whatever is open, ${colorScheme}`, async ({
    office,
  }) => {
    test.setTimeout(360_000)
    await office.emulateMedia({ colorScheme })
    await office.goto('/flows/stripe-invoice-to-netsuite-invoice')
    const clean = (what: string) => expectClean(office, what)
    const canvas = office.getByRole('application', { name: 'Flow' })
    await canvas.focus()
    await office.keyboard.press('ArrowRight')
    await expect(office.getByRole('complementary', { name: 'Inspector' })).toBeVisible()
    await clean('inspector')

    await canvas.focus()
    await office.keyboard.press('Shift+F10')
    await expect(office.getByRole('menuitem', { name: 'Rename' })).toBeVisible()
    await clean('menu of a node')
    await office.keyboard.press('Escape')

    await canvas.focus()
    await office.keyboard.press('a')
    await expect(office.getByRole('dialog', { name: 'Add a node' })).toBeVisible()
    await clean('search for a node')
    await office.keyboard.press('Escape')

    await office.getByRole('button', { name: 'Outline' }).click()
    await expect(office.getByRole('tree', { name: 'Outline' })).toBeVisible()
    await clean('outline')

    await office.getByRole('button', { name: 'Problems' }).click()
    await clean('drawer')
  })
}

const FLOW = 'stripe-invoice-to-netsuite-invoice'

for (const colorScheme of ['light', 'dark'] as const) {
  test(`axe finds nothing in what is compared, published and imported, ${colorScheme}`, async ({
    office,
    instance,
  }) => {
    test.setTimeout(360_000)
    await office.emulateMedia({ colorScheme })
    const { flowId } = z
      .object({ flowId: z.string() })
      .parse(await call(office, 'flows.clone', { flowId: FLOW }))
    await call(office, 'flows.publish', { flowId, note: 'The first' })

    await office.goto(`/flows/${flowId}`)
    await office.getByRole('group', { name: /^Only wanted invoices,/ }).click()
    const inspector = office.getByRole('complementary', { name: 'Inspector' })
    await inspector.getByRole('textbox', { name: 'Note' }).fill('Agreed with sales')
    await expect(office.getByText('Saved', { exact: true })).toBeVisible()
    await office.getByRole('button', { name: 'Publish', exact: true }).click()
    const asked = office.getByRole('dialog', { name: 'Publish version 2' })
    await expect(asked.getByText('1 change since version 1')).toBeVisible()
    await expectClean(office, 'publish')

    await office.goto(`/flows/${flowId}/versions`)
    const versions = office.getByRole('dialog', { name: 'Versions' })
    await versions.getByRole('button', { name: 'Compare version 1' }).click()
    await expect(versions.getByRole('list', { name: 'Changes' })).toContainText('Agreed with sales')
    await expectClean(office, 'versions')

    await makeOlder(instance, flowId, 'wanted')
    await office.goto(`/flows/${flowId}/update`)
    const update = office.getByRole('dialog', { name: 'Review update' })
    await expect(update.getByText('As we call it').first()).toBeVisible()
    await expectClean(office, 'update of the template')

    await office.goto('/flows')
    for (const [name, document] of Object.entries(FILES)) {
      const chooser = office.waitForEvent('filechooser')
      await office.getByRole('button', { name: 'Import', exact: true }).click()
      const buffer = Buffer.from(JSON.stringify(document))
      await (await chooser).setFiles({ name, mimeType: 'application/json', buffer })
      const dialog = office.getByRole('dialog', { name: /^Import “|was not imported$/ })
      await expect(dialog.getByRole('listitem').first()).toBeVisible()
      await expectClean(office, name)
      await office.keyboard.press('Escape')
      await expect(dialog).toHaveCount(0)
    }
  })

  test(`axe finds nothing in the wide mapping editor and where a choice is needed, ${colorScheme}`, async ({
    office,
    browser,
    instance,
    ownerSession,
  }) => {
    test.setTimeout(360_000)
    await office.emulateMedia({ colorScheme })
    await office.goto('/flows/book-stripe-invoice?node=map')
    await office.getByRole('button', { name: 'Open wide' }).click()
    const editor = office.getByRole('dialog', { name: /^Fields of the NetSuite invoice/ })
    await expect(editor.getByRole('group', { name: '$header', exact: true })).toBeVisible()
    await expectClean(office, 'fields')
    await editor.getByRole('tab', { name: 'Code' }).click()
    await expect(editor.getByText('$money').first()).toBeVisible()
    await expectClean(office, 'code')

    const { flowId } = z
      .object({ flowId: z.string() })
      .parse(await call(office, 'flows.clone', { flowId: FLOW }))
    await office.goto(`/flows/${flowId}`)
    await expect(office.getByLabel('Flow name')).toBeVisible()
    const other = await browser.newContext({ storageState: ownerSession, baseURL: instance.url })
    const elsewhere = await other.newPage()
    await office.context().setOffline(true)
    await office.getByLabel('Flow name').fill('Mine')
    await office.getByLabel('Flow name').press('Enter')
    await elsewhere.goto(`/flows/${flowId}`)
    await elsewhere.getByLabel('Flow name').fill('Theirs')
    await elsewhere.getByLabel('Flow name').press('Enter')
    await expect(elsewhere.getByText('Saved', { exact: true })).toBeVisible()
    await office.context().setOffline(false)
    await expect(office.getByRole('region', { name: /needs your choice/ })).toBeVisible()
    await expectClean(office, 'a choice')
    await other.close()
  })
}

/** One that can be stored and has to be mended, and one that is no flow. */
const FILES = {
  'problems.json': {
    ...{ format: 1, name: 'With problems', edges: [] },
    nodes: [
      {
        ...{ id: 'map', kind: 'transform.map', version: 1, name: 'Map' },
        ...{ config: { mapping: '{ "a": ' }, position: { x: 0, y: 0 } },
      },
    ],
  },
  'faults.json': { format: 1, name: 7, nodes: [{}] },
}

async function expectClean(page: Page, what: string): Promise<void> {
  const { violations } = await new AxeBuilder({ page }).analyze()
  const found = violations.map(({ id, nodes }) => ({ id, where: nodes.map((node) => node.html) }))
  expect(found, what).toEqual([])
}

async function call(page: Page, procedure: string, data: object): Promise<unknown> {
  const answer = await page.request.post(`/api/trpc/${procedure}`, { data })
  expect(answer.status(), procedure).toBe(200)
  return z.object({ result: z.object({ data: z.unknown() }) }).parse(await answer.json()).result
    .data
}
