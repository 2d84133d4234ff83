import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import type { NetSuiteBench } from '../../../testing/netsuite-bench.ts'
import { startNetSuite } from '../../../testing/netsuite-bench.ts'
import { netsuiteQuerySource } from './kind.ts'
import { runNetsuiteQuerySource } from './run.ts'

const CONFIG = {
  sql: `SELECT id, companyname AS name FROM customer
    WHERE lastmodifieddate >= :since AND lastmodifieddate <= :until AND companyname <> ':since'`,
  key: 'id',
  backfillDays: 365,
}

let netsuite: NetSuiteBench
const signal = new AbortController().signal
beforeAll(async () => {
  netsuite = await startNetSuite()
})
afterAll(() => netsuite.close())

describe('the source of a NetSuite query', () => {
  test('reads the rows of the period in the order of the key', async () => {
    const since = await netsuite.read.serverTime(signal)
    const customer = { companyName: 'Fresh', subsidiary: { id: '1' } }
    const id = await netsuite.write.create('customer', customer, signal)
    const context = netsuite.sourceContext({ since, until: new Date(Date.now() + 60_000) })
    const page = await runNetsuiteQuerySource.read(CONFIG, context, null)
    expect(page).toMatchObject({
      records: [{ key: id, record: { id, name: 'Fresh' }, facts: { name: 'Fresh' } }],
      next: null,
    })
  })

  test('goes on after a key, and narrows to wanted ids', async () => {
    const config = { ...CONFIG, sql: 'SELECT id FROM customer' }
    const first = await runNetsuiteQuerySource.read(
      config,
      netsuite.sourceContext({ pageSize: 4 }),
      null,
    )
    const next = await runNetsuiteQuerySource.read(
      config,
      netsuite.sourceContext({ pageSize: 4 }),
      first.next,
    )
    const keys = [...first.records, ...next.records].map(({ key }) => key)
    expect(new Set(keys).size).toBe(6)
    const [wanted = ''] = keys
    const ids = netsuite.sourceContext({ ids: [wanted, '99999999'] })
    expect(await runNetsuiteQuerySource.read(config, ids, null)).toMatchObject({
      records: [{ key: wanted }],
      skipped: [{ key: '99999999' }],
    })
  })

  test('knows :since and :until only, and says so in the designer', () => {
    const check = (sql: string) => netsuiteQuerySource.check({ sql, key: 'id' })
    expect(check(CONFIG.sql)).toEqual([])
    expect(check('SELECT id FROM customer WHERE id > :last')).toMatchObject([{ field: 'sql' }])
    expect(check('SELECT id FROM customer ORDER BY id')).toMatchObject([
      { message: expect.stringContaining('ORDER BY') },
    ])
  })
})
