import { AxeBuilder } from '@axe-core/playwright'
import { expect, test } from './world.ts'

const SCREENS = [
  { path: '/', heading: 'Home' },
  { path: '/flows', heading: 'Flows' },
  {
    path: '/flows/stripe-invoice-to-netsuite-invoice',
    heading: 'Stripe Invoice → NetSuite Invoice Add',
  },
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
    test.setTimeout(180_000)
    await office.emulateMedia({ colorScheme })
    for (const { path, heading } of SCREENS) {
      await office.goto(path)
      await expect(office.getByRole('heading', { name: heading, level: 1 })).toBeVisible()
      const { violations } = await new AxeBuilder({ page: office }).analyze()
      const found = violations.map(({ id, nodes }) => ({
        id,
        where: nodes.map((node) => node.html),
      }))
      expect(found, path).toEqual([])
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
    const { violations } = await new AxeBuilder({ page: office }).analyze()
    expect(
      violations.map(({ id, nodes }) => ({ id, where: nodes.map((node) => node.html) })),
      tab,
    ).toEqual([])
  }
})

for (const colorScheme of ['light', 'dark'] as const) {
  test(`axe finds nothing in the designer, whatever is open, ${colorScheme}`, async ({
    office,
  }) => {
    test.setTimeout(180_000)
    await office.emulateMedia({ colorScheme })
    await office.goto('/flows/stripe-invoice-to-netsuite-invoice')
    const clean = async (what: string) => {
      const { violations } = await new AxeBuilder({ page: office }).analyze()
      expect(
        violations.map(({ id, nodes }) => ({ id, where: nodes.map((node) => node.html) })),
        what,
      ).toEqual([])
    }
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
