import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { evaluated } from '../../../testing/evaluated.ts'
import type { NetSuiteBench } from '../../../testing/netsuite-bench.ts'
import { startNetSuite } from '../../../testing/netsuite-bench.ts'
import { netsuiteQueryLookup } from './kind.ts'
import { runNetsuiteQueryLookup } from './run.ts'

const CONFIG = {
  sql: 'SELECT id, symbol FROM currency WHERE symbol = :code',
  params: [{ name: 'code', value: evaluated('code') }],
  take: 'one',
  into: 'currency',
  onNone: 'continue',
  missingMessage: '',
}

let netsuite: NetSuiteBench
beforeAll(async () => {
  netsuite = await startNetSuite()
  // Signs in, so that the tests count their own calls only.
  await netsuite.read.serverTime(new AbortController().signal)
})
afterAll(() => netsuite.close())

const ask = (codes: (string | null)[], change: object = {}) =>
  runNetsuiteQueryLookup.run(
    { ...CONFIG, ...change },
    codes.map((code, at) => ({ key: String(at), record: { code } })),
    netsuite.context(),
  )

describe('asking NetSuite by a query', () => {
  test('binds the values, and asks each distinct question once', async () => {
    const before = (await netsuite.calls()).total
    const results = await ask(['EUR', 'EUR', "USD' OR 'a'='a"])
    expect((await netsuite.calls()).total - before).toBe(2)
    expect(results).toMatchObject([
      { record: { currency: { symbol: 'EUR' } } },
      { record: { currency: { symbol: 'EUR' } } },
      { record: { currency: null } },
    ])
  })

  test('gives all rows as a list, never one of several', async () => {
    const sql = 'SELECT id, symbol FROM currency WHERE symbol <> :code'
    const [many] = await ask(['EUR'], { sql, take: 'many' })
    expect(many).toMatchObject({
      outcome: 'done',
      record: { currency: expect.arrayContaining([expect.objectContaining({ symbol: 'USD' })]) },
    })
    const [one] = await ask(['EUR'], { sql })
    expect(one).toMatchObject({ outcome: 'failed', error: { class: 'duplicate' } })
  })

  test('takes a list of values, and finds nothing for an empty one', async () => {
    const change = {
      sql: 'SELECT symbol FROM currency WHERE symbol IN (:codes) OR symbol = :code ORDER BY symbol',
      params: [
        { name: 'codes', value: evaluated('$split(code, ",")[$ != ""][]') },
        { name: 'code', value: evaluated('"none"') },
      ],
      take: 'many',
    }
    const symbols = async (codes: string) => {
      const [result] = await ask([codes], change)
      return result?.outcome === 'done' ? result.record.currency : result
    }
    expect(await symbols('USD,EUR')).toEqual([{ symbol: 'EUR' }, { symbol: 'USD' }])
    expect(await symbols('USD')).toEqual([{ symbol: 'USD' }])
    const [none] = await ask([''], {
      ...change,
      params: [{ name: 'codes', value: evaluated('[]') }, change.params[1]],
    })
    expect(none).toMatchObject({ outcome: 'done', record: { currency: [] } })
  })

  test('fails the records whose value is empty or whose row is missing, and no others', async () => {
    const results = await ask(['USD', null, 'XXX'], { onNone: 'error', missingMessage: 'Ask Ann.' })
    expect(results).toMatchObject([
      { outcome: 'done' },
      { outcome: 'failed', error: { class: 'value', field: 'code' } },
      { outcome: 'failed', error: { class: 'missing', message: expect.stringContaining('Ann') } },
    ])
  })

  test('names a value that the query asks for and nobody gives', () => {
    const problems = netsuiteQueryLookup.check({ sql: CONFIG.sql, params: [] })
    expect(problems).toMatchObject([{ field: 'sql', message: expect.stringContaining(':code') }])
  })
})
