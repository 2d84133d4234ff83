import { mkdtempSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import type { Locator, Page } from '@playwright/test'
import { z } from 'zod'
import type { Instance } from './instance.ts'
import { expect, test } from './world.ts'

const MAPPING = `{
  "companyName": $substring(name, 0, 40) & " " & id,
  "email": $lowercase(email),
  "subsidiary": { "id": $setting("subsidiary") }
}`

test('a test of the draft tells what would be written, and after a change what would differ', async ({
  office,
  instance,
}) => {
  const { flowId, changed, same, unknown } = await ranFlow(instance)
  const before = new Date()
  await office.goto(`/flows/${flowId}`)
  const inspector = office.getByRole('complementary', { name: 'Inspector' })
  const map = office.getByRole('group', { name: /^Fields of the customer,/ })
  const record = office.getByRole('region', { name: 'Tested record' })

  await test.step('on three live records: one is new, one was changed in Stripe, one is as it was', async () => {
    await office.getByRole('button', { name: 'Test', exact: true }).click()
    const panel = office.getByRole('dialog', { name: 'Test', exact: true })
    await panel.getByRole('radio', { name: 'Live records with these ids' }).check()
    await panel.getByRole('textbox', { name: 'Ids' }).fill([changed, same, unknown].join('\n'))
    await panel.getByRole('button', { name: 'Run test' }).click()
    await says(office, '1 would create · 1 would update · 1 no change')
  })

  await test.step('the differences are read field by field, and the request as it would be sent', async () => {
    await chooseRecord(office, changed)
    const row = record
      .getByRole('table', { name: 'Would change' })
      .getByRole('row', { name: /email/ })
    await expect(row).toContainText('moved@example.com')
    await chooseRecord(office, unknown)
    await expect(record).toContainText('POST')
    await expect(record).toContainText('/services/rest/record/v1/customer')
    await expect(
      record.getByRole('group', { name: 'the request that would be sent' }),
    ).toContainText(`story_${unknown}`)
    await chooseRecord(office, same)
    await expect(record.getByText('No change').first()).toBeVisible()
  })

  await test.step('a changed mapping makes the results out of date, and tested again another difference', async () => {
    await map.click()
    await inspector
      .getByRole('textbox', { name: 'Expression of email' })
      .fill('"books+" & $lowercase(email)')
    await expect(office.getByText('Changed since this test')).toBeVisible()
    await office.getByRole('button', { name: 'Test again' }).click()
    await says(office, '1 would create · 2 would update')
    await office.getByRole('button', { name: 'Show the records of all nodes' }).click()
    await chooseRecord(office, same)
    const row = record
      .getByRole('table', { name: 'Would change' })
      .getByRole('row', { name: /email/ })
    await expect(row.getByRole('cell').last()).toContainText('books+')
  })

  await test.step('run to here ends at the mapping', async () => {
    await map.click()
    await inspector.getByRole('button', { name: 'Run to here' }).click()
    await says(office, '3 went through')
  })

  await test.step('the output of the mapping is pinned, and a test goes on from it', async () => {
    await inspector.getByRole('tab', { name: 'Output' }).click()
    await inspector.getByRole('button', { name: 'Pin output' }).click()
    await expect(map.getByRole('img', { name: /^Output pinned/ })).toBeVisible()
    await office.getByRole('button', { name: 'Test again' }).click()
    await says(office, '1 would create · 2 would update')
    await expect(record.getByText('Pinned output: this node was not run.')).toBeVisible()
    await inspector.getByRole('button', { name: 'Unpin' }).click()
    await expect(map.getByRole('img', { name: /^Output pinned/ })).toHaveCount(0)
  })

  expect(await writingCalls(instance, before)).toEqual([0, 0])
})

async function says(office: Page, counts: string): Promise<void> {
  await expect(office.getByRole('status', { name: 'Test state' })).toHaveText(`Tested: ${counts}`)
}

async function chooseRecord(office: Page, key: string): Promise<void> {
  const table: Locator = office.getByRole('table', { name: 'Tested records' })
  await table.getByRole('row').filter({ hasText: key }).getByRole('button').click()
}

/** A published flow that has booked two customers, of whom one was changed in Stripe since. */
async function ranFlow(instance: Instance) {
  const [changed = '', same = '', unknown = ''] = await customerIds(instance)
  const node = (at: number, id: string, kind: string, name: string, config: object) => ({
    ...{ id, kind, version: 1, name, config },
    position: { x: at * 320, y: 0 },
  })
  const nodes = [
    node(0, 'read', 'stripe.list-source', 'Every customer', { object: 'customer' }),
    node(1, 'map', 'transform.map', 'Fields of the customer', { mapping: MAPPING, into: 'body' }),
    node(2, 'write', 'netsuite.upsert', 'Write the customer', {
      ...{ recordType: 'customer', externalId: '"story_" & id', body: 'body' },
      ...{ into: 'netsuiteCustomer', linkType: 'customer' },
    }),
  ]
  const edges = [
    { from: 'read', port: 'out', to: 'map' },
    { from: 'map', port: 'out', to: 'write' },
  ]
  const file = join(mkdtempSync(join(tmpdir(), 'tributary-flow-')), 'customers.flow.json')
  writeFileSync(file, JSON.stringify({ format: 1, name: 'Customers to try', nodes, edges }))
  const imported = await instance.cli('flow', 'import', file)
  const { flowId } = z.object({ flowId: z.string() }).parse(imported)
  await instance.cli('flow', 'publish', flowId)
  await instance.cli('flow', 'run', flowId, '--ids', `${changed},${same}`, '--wait')
  const answer = await fetch(`${instance.stripeUrl}/v1/customers/${changed}`, {
    method: 'POST',
    headers: { authorization: 'Bearer sk_test_story' },
    body: new URLSearchParams({ email: 'moved@example.com' }),
  })
  expect(answer.status).toBe(200)
  return { flowId, changed, same, unknown }
}

async function customerIds({ stripeUrl }: Instance): Promise<string[]> {
  const answer = await fetch(`${stripeUrl}/v1/customers?limit=20`, {
    headers: { authorization: 'Bearer sk_test_story' },
  })
  const { data } = z
    .object({ data: z.array(z.object({ id: z.string(), email: z.string().nullish() })) })
    .parse(await answer.json())
  return data.filter(({ email }) => email).map(({ id }) => id)
}

async function writingCalls({ stripeUrl, netsuiteUrl }: Instance, since: Date): Promise<number[]> {
  return Promise.all(
    [stripeUrl, netsuiteUrl].map(async (url) => {
      const calls = await fetch(`${url}/_sandbox/calls?since=${since.toISOString()}`)
      return z.object({ writing: z.number() }).parse(await calls.json()).writing
    }),
  )
}
