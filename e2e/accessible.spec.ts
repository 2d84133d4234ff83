import { AxeBuilder } from '@axe-core/playwright'
import { expect, test } from './world.ts'

const SCREENS = [
  { path: '/', heading: 'Home' },
  { path: '/flows', heading: 'Flows' },
  {
    path: '/flows/stripe-invoice-to-netsuite-invoice',
    heading: 'Stripe Invoice → NetSuite Invoice',
  },
  { path: '/runs', heading: 'Runs' },
  { path: '/records', heading: 'Records' },
  { path: '/errors', heading: 'Errors' },
  { path: '/connections', heading: 'Connections' },
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
