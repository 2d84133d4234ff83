import { mkdtempSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { z } from 'zod'
import type { Instance } from './instance.ts'
import { expect, test } from './world.ts'

const MAPPING = `{
  "companyName": name,
  "memo": description ?: "none"
}`

test('a changed mapping is published with a note, compared, tried on real records and taken back', async ({
  office,
  instance,
}) => {
  const { flowId, read } = await ranFlow(instance)
  await office.goto(`/flows/${flowId}`)
  const card = office.getByRole('group', { name: /^Fields of the customer,/ })
  await card.click()
  const inspector = office.getByRole('complementary', { name: 'Inspector' })
  const memo = inspector.getByRole('textbox', { name: 'Expression of memo' })
  await memo.fill('"Stripe " & id')
  await expect(office.getByText('Published v1 · edited', { exact: true })).toBeVisible()

  const publish = office.getByRole('button', { name: 'Publish', exact: true })
  await publish.click()
  const asked = office.getByRole('dialog', { name: 'Publish version 2' })
  await expect(asked.getByText('1 change since version 1')).toBeVisible()
  await expect(asked.getByText(`${read} of ${read} records`)).toBeVisible()
  await asked.getByRole('textbox', { name: 'Note' }).fill('The memo names the customer.')
  await office.keyboard.press('Enter')
  await expect(office.getByText('Version 2 is published.')).toBeVisible()
  await expect(office.getByText('Published v2', { exact: true })).toBeVisible()

  await office.getByRole('button', { name: 'Versions' }).click()
  const versions = office.getByRole('dialog', { name: 'Versions' })
  await expect(versions.getByText('The memo names the customer.')).toBeVisible()
  await versions.getByRole('button', { name: 'Compare version 1' }).click()
  await expect(
    versions.getByRole('group', { name: 'Fields of the customer, changed' }),
  ).toBeVisible()
  await expect(versions.getByRole('group', { name: 'Every customer, unchanged' })).toBeVisible()
  const changes = versions.getByRole('list', { name: 'Changes' })
  await expect(changes).toContainText('memo')
  await expect(changes).toContainText('description ?: "none"')
  await expect(changes).toContainText('"Stripe " & id')
  await versions.getByRole('tab', { name: 'Effect on records' }).click()
  const effect = versions.getByRole('region', { name: 'Effect on Fields of the customer' })
  await effect.getByRole('button', { name: `${read} of ${read} records would change memo` }).click()
  await expect(effect.getByRole('table').getByRole('row')).toHaveCount(6)

  await versions.getByRole('button', { name: 'Restore version 1' }).click()
  await office
    .getByRole('dialog', { name: 'Restore version 1?' })
    .getByRole('button', { name: 'Restore' })
    .click()
  await expect(versions).toHaveCount(0)
  await card.click()
  await expect(memo).toHaveValue('description ?: "none"')
  await office.getByRole('button', { name: 'Undo' }).click()
  await expect(memo).toHaveValue('"Stripe " & id')
  await expect(office.getByText('Published v2', { exact: true })).toBeVisible()
  await office.getByRole('button', { name: 'Redo' }).click()
  await expect(memo).toHaveValue('description ?: "none"')

  await publish.click()
  await office
    .getByRole('dialog', { name: 'Publish version 3' })
    .getByRole('button', { name: 'Publish', exact: true })
    .click()
  await expect(office.getByText('Version 3 is published.')).toBeVisible()
})

/** A published flow that has read the customers of the sandbox once. */
async function ranFlow(instance: Instance): Promise<{ flowId: string; read: number }> {
  const node = (id: string, kind: string, name: string, config: object) => ({
    ...{ id, kind, version: 1, name, config },
    position: { x: id === 'read' ? 0 : 320, y: 0 },
  })
  const document = {
    format: 1,
    name: 'Customers to compare',
    nodes: [
      node('read', 'stripe.list-source', 'Every customer', { object: 'customer' }),
      node('map', 'transform.map', 'Fields of the customer', { mapping: MAPPING }),
    ],
    edges: [{ from: 'read', port: 'out', to: 'map' }],
  }
  const file = join(mkdtempSync(join(tmpdir(), 'tributary-flow-')), 'customers.flow.json')
  writeFileSync(file, JSON.stringify(document))
  const imported = await instance.cli('flow', 'import', file)
  const { flowId } = z.object({ flowId: z.string() }).parse(imported)
  await instance.cli('flow', 'publish', flowId)
  const run = await instance.cli('flow', 'run', flowId, '--since', '2000-01-01T00:00:00Z', '--wait')
  return {
    flowId,
    read: z.object({ counts: z.object({ read: z.number() }) }).parse(run).counts.read,
  }
}
