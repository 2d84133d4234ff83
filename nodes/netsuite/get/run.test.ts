import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { evaluated } from '../../../testing/evaluated.ts'
import type { NetSuiteBench } from '../../../testing/netsuite-bench.ts'
import { startNetSuite } from '../../../testing/netsuite-bench.ts'
import type { Item } from '../../runner.ts'
import { runNetsuiteGet } from './run.ts'

const CONFIG = {
  recordType: 'customer',
  by: 'externalId',
  id: evaluated('ref'),
  fields: [],
  into: 'netsuite',
  onNone: 'error',
}

let netsuite: NetSuiteBench
let id: string
const signal = new AbortController().signal
beforeAll(async () => {
  netsuite = await startNetSuite()
  const customer = { companyName: 'Read me', externalId: 'cus_get', subsidiary: { id: '1' } }
  id = await netsuite.write.create('customer', customer, signal)
})
afterAll(() => netsuite.close())

describe('reading a NetSuite record', () => {
  test('asks once for each distinct record of a batch', async () => {
    const before = (await netsuite.calls()).total
    const items = ['a', 'b'].map((key) => ({ key, record: { ref: 'cus_get' } }))
    const results = await runNetsuiteGet.run(CONFIG, items, netsuite.context())
    expect((await netsuite.calls()).total - before).toBe(1)
    const found = { outcome: 'done', record: { ref: 'cus_get', netsuite: { id } } }
    expect(results).toMatchObject([found, found])
  })

  test('reads by internal id, and only the fields that are wanted', async () => {
    const config = { ...CONFIG, by: 'id', id: evaluated('ref'), fields: ['companyName'] }
    const items = [{ key: 'a', record: { ref: id } }]
    const [result] = await runNetsuiteGet.run(config, items, netsuite.context())
    expect(result).toMatchObject({ record: { netsuite: { companyName: 'Read me' } } })
  })

  test('reports a record that is not there, or goes on without it', async () => {
    const items: Item[] = [
      { key: 'a', record: { ref: 'none' } },
      { key: 'b', record: {} },
    ]
    const strict = await runNetsuiteGet.run(CONFIG, items, netsuite.context())
    expect(strict).toMatchObject([
      { outcome: 'failed', error: { class: 'missing' } },
      { outcome: 'failed', error: { class: 'missing', field: 'id' } },
    ])
    const config = { ...CONFIG, onNone: 'continue' }
    const [on] = await runNetsuiteGet.run(config, items, netsuite.context())
    expect(on).toMatchObject({ outcome: 'done', record: { netsuite: null } })
  })
})
