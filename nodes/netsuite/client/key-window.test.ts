import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import type { NetSuiteBench } from '../../../testing/netsuite-bench.ts'
import { startNetSuite } from '../../../testing/netsuite-bench.ts'
import { queryAll, windowAfter } from './key-window.ts'

let netsuite: NetSuiteBench
const signal = new AbortController().signal
beforeAll(async () => {
  netsuite = await startNetSuite({ customers: 2200 })
})
afterAll(() => netsuite.close())

const CUSTOMERS = { sql: 'SELECT id FROM customer WHERE 1 = 1', params: [], key: 'id' }

describe('a moving window', () => {
  test('reads more rows than NetSuite gives at once, each once', async () => {
    const keys: string[] = []
    for await (const { id = '' } of queryAll(netsuite.read, CUSTOMERS, signal)) keys.push(id)
    const { total } = await netsuite.read.query(CUSTOMERS.sql, [], { limit: 1, signal })
    expect(total).toBeGreaterThan(1000)
    expect(keys).toHaveLength(total)
    expect(new Set(keys).size).toBe(total)
  })

  test('goes on after the key it was left at, whatever was deleted or added before it', async () => {
    const options = { limit: 6, signal }
    const first = await windowAfter(netsuite.read, CUSTOMERS, { after: null, ...options })
    const next = await windowAfter(netsuite.read, CUSTOMERS, { after: first.next, ...options })
    expect(first.rows).toHaveLength(5)
    expect(Number(next.rows[0]?.id)).toBeGreaterThan(Number(first.rows.at(-1)?.id))
  })

  test('refuses a key that repeats itself, also where two windows meet', async () => {
    const first = await windowAfter(netsuite.read, CUSTOMERS, { after: null, limit: 2, signal })
    const [{ id = '' } = {}] = first.rows
    // The first customer comes once and every other twice, so the twins meet where windows do.
    const query = {
      sql: `SELECT * FROM (SELECT c.id AS id FROM customer c LEFT JOIN currency x
        ON x.symbol IN ('USD', 'EUR') AND c.id > ?) q WHERE 1 = 1`,
      params: [id],
      key: 'id',
    }
    const single = await windowAfter(netsuite.read, query, { after: null, limit: 2, signal })
    expect(single).toEqual({ rows: [{ id }], next: id })
    const twins = windowAfter(netsuite.read, query, { after: single.next, limit: 2, signal })
    await expect(twins).rejects.toMatchObject({ class: 'value', code: 'query-key' })
  })

  test('refuses rows without a key instead of leaving them out', async () => {
    const query = { sql: 'SELECT id, fax FROM customer WHERE id > 0', params: [], key: 'fax' }
    const reading = windowAfter(netsuite.read, query, { after: null, limit: 10, signal })
    await expect(reading).rejects.toMatchObject({ code: 'query-key' })
  })
})
