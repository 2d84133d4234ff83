import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import type { NetSuiteBench } from '../../../testing/netsuite-bench.ts'
import { startNetSuite } from '../../../testing/netsuite-bench.ts'
import { runNetsuiteSavedSearchSource } from './run.ts'

const CONFIG = { search: 'customsearch_stripe_customers', onlyChanged: true }

let netsuite: NetSuiteBench
const signal = new AbortController().signal
beforeAll(async () => {
  netsuite = await startNetSuite()
})
afterAll(() => netsuite.close())

describe('the source of a saved search', () => {
  test('reads its results page by page', async () => {
    const context = netsuite.sourceContext({ pageSize: 5 })
    const first = await runNetsuiteSavedSearchSource.read(CONFIG, context, null)
    const second = await runNetsuiteSavedSearchSource.read(CONFIG, context, first.next)
    const keys = [...first.records, ...second.records].map(({ key }) => key)
    expect(new Set(keys).size).toBe(10)
    expect(first.records[0]?.record).toMatchObject({
      id: keys[0],
      type: 'customer',
      email: expect.stringContaining('@'),
    })
  })

  test('keeps to what changed since the last run', async () => {
    const since = await netsuite.read.serverTime(signal)
    const customer = { companyName: 'Fresh', email: 'fresh@search.test', subsidiary: { id: '1' } }
    const id = await netsuite.write.create('customer', customer, signal)
    const page = await runNetsuiteSavedSearchSource.read(
      CONFIG,
      netsuite.sourceContext({ since }),
      null,
    )
    expect(page).toMatchObject({ records: [{ key: id }], next: null })
  })

  test('fails with the cure when the RESTlet is not in the account', async () => {
    const { openNetSuite } = await import('../client/client.ts')
    const config = { restletScript: 'customscript_other' }
    const client = openNetSuite(netsuite.connection({ config }))
    const context = netsuite.sourceContext({ client: client.read })
    await expect(runNetsuiteSavedSearchSource.read(CONFIG, context, null)).rejects.toMatchObject({
      class: 'missing',
      message: expect.stringContaining('tributary-restlet.js'),
    })
    await client.close()
  })
})
