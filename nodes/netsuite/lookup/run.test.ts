import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { evaluated } from '../../../testing/evaluated.ts'
import type { NetSuiteBench } from '../../../testing/netsuite-bench.ts'
import { startNetSuite } from '../../../testing/netsuite-bench.ts'
import type { JsonObject } from '../../json.ts'
import type { Item } from '../../runner.ts'
import { selectByValues } from '../common/question.ts'
import { runNetsuiteLookup } from './run.ts'

const CONFIG = {
  recordType: 'customer',
  criteria: [
    { field: 'externalid', value: evaluated('id') },
    { field: 'email', value: evaluated('email') },
  ],
  extra: [],
  activeOnly: true,
  columns: ['companyname'],
  each: false,
  into: 'customer',
  onNone: 'continue',
  missingMessage: '',
  waitForSystem: 'stripe',
  waitForId: evaluated('id'),
}

let netsuite: NetSuiteBench
const ids = new Map<string, string>()
const signal = new AbortController().signal
beforeAll(async () => {
  netsuite = await startNetSuite()
  const add = async (name: string, fields: JsonObject) => {
    const body = { companyName: name, subsidiary: { id: '1' }, ...fields }
    ids.set(name, await netsuite.write.create('customer', body, signal))
  }
  await add('By id', { externalId: 'cus_1', email: 'first@look.test' })
  await add('By mail', { email: 'Mixed.Case@look.test' })
  await add('Twin one', { email: 'twin@look.test' })
  await add('Twin two', { email: 'twin@look.test' })
  await add('Retired', { email: 'old@look.test', isInactive: true })
})
afterAll(() => netsuite.close())

const item = (record: JsonObject): Item => ({ key: 'k', record })
const find = (records: JsonObject[], change: object = {}) =>
  runNetsuiteLookup.run({ ...CONFIG, ...change }, records.map(item), netsuite.context())

describe('finding a NetSuite record', () => {
  test('takes the first criterion that finds one, with one query each for the whole batch', async () => {
    const before = (await netsuite.calls()).total
    const results = await find([
      { id: 'cus_1', email: 'mixed.case@look.test' },
      { id: 'cus_other', email: 'MIXED.case@look.test' },
      { id: 'cus_1' },
    ])
    expect((await netsuite.calls()).total - before).toBe(2)
    const byId = { customer: { id: ids.get('By id'), companyname: 'By id' } }
    expect(results).toMatchObject([
      { outcome: 'done', record: byId, note: 'Found by externalid (criterion 1).' },
      {
        outcome: 'done',
        record: { customer: { id: ids.get('By mail') } },
        note: 'Found by email (criterion 2).',
      },
      { outcome: 'done', record: byId },
    ])
  })

  test('reports every candidate when several fit, and fails that record only', async () => {
    const results = await find([{ email: 'twin@look.test' }, { email: 'first@look.test' }])
    expect(results).toMatchObject([
      {
        outcome: 'failed',
        error: { class: 'duplicate', field: 'email', message: expect.stringContaining('Twin two') },
      },
      { outcome: 'done', record: { customer: { companyname: 'By id' } } },
    ])
  })

  test('leaves inactive records out unless told otherwise', async () => {
    const [active] = await find([{ email: 'old@look.test' }])
    expect(active).toMatchObject({ outcome: 'done', record: { customer: null } })
    const [any] = await find([{ email: 'old@look.test' }], { activeOnly: false })
    expect(any).toMatchObject({ record: { customer: { id: ids.get('Retired') } } })
  })

  test('lets a record wait for the one that is to bring it', async () => {
    const record = { id: 'cus_9', email: 'none@look.test' }
    const [waiting, found] = await find([record, { id: 'cus_1' }], { onNone: 'wait' })
    expect(waiting).toMatchObject({
      outcome: 'failed',
      error: {
        ...{ class: 'missing', code: 'waits', waitFor: { system: 'stripe', id: 'cus_9' } },
        message: expect.stringContaining('no customer with externalid cus_9 or email none@look'),
      },
    })
    expect(found).toMatchObject({ outcome: 'done' })
    const unnamed = { onNone: 'wait', waitForId: evaluated('nothing') }
    const [open] = await find([record], unnamed)
    expect(open).toMatchObject({ error: { code: 'not-found', waitFor: undefined } })
    const [nothing] = await find([{}], { onNone: 'wait' })
    expect(nothing).toMatchObject({ error: { code: 'not-found', waitFor: undefined } })
  })

  test('waits for the value that is missing where a list is looked for', async () => {
    const each = {
      ...{ onNone: 'wait', each: true, waitForId: evaluated('ids') },
      criteria: [{ field: 'externalid', value: evaluated('ids') }],
    }
    const [waiting, found] = await find([{ ids: ['cus_1', 'cus_9'] }, { ids: ['cus_1'] }], each)
    expect(waiting).toMatchObject({ error: { waitFor: { system: 'stripe', id: 'cus_9' } } })
    expect(found).toMatchObject({ outcome: 'done', record: { customer: { cus_1: {} } } })
  })

  test('goes on with null, or reports what was looked for and what to do', async () => {
    const record = { id: 'cus_9', email: 'none@look.test' }
    const [on] = await find([record])
    expect(on).toMatchObject({ outcome: 'done', record: { customer: null } })
    const [stopped] = await find([record], { onNone: 'error', missingMessage: 'Ask billing.' })
    expect(stopped).toMatchObject({
      outcome: 'failed',
      error: {
        class: 'missing',
        message:
          'NetSuite has no active customer with externalid cus_9 or email none@look.test. Ask billing.',
      },
    })
  })

  test('passes over criteria without a value instead of matching blanks', async () => {
    const before = (await netsuite.calls()).total
    const [result] = await find([{ id: '', email: null }])
    expect(result).toMatchObject({ outcome: 'done', record: { customer: null } })
    expect((await netsuite.calls()).total).toBe(before)
  })

  test('keeps to further conditions, and fails a record that has no value for one', async () => {
    const extra = [{ field: 'currency', value: evaluated('currency') }]
    const results = await find(
      [{ id: 'cus_1', currency: '1' }, { id: 'cus_1', currency: '5' }, { id: 'cus_1' }],
      { extra },
    )
    expect(results).toMatchObject([
      { record: { customer: { id: ids.get('By id') } } },
      { record: { customer: null } },
      { outcome: 'failed', error: { class: 'value', field: 'currency' } },
    ])
  })

  test('finds one result for each value of a list', async () => {
    const config = {
      recordType: 'currency',
      criteria: [{ field: 'symbol', value: evaluated('codes') }],
      columns: ['name'],
      each: true,
      into: 'currencies',
    }
    const results = await find(
      [{ codes: ['USD', 'JPY', 'USD'] }, { codes: ['XXX', 'USD'] }],
      config,
    )
    expect(results).toMatchObject([
      { record: { currencies: { USD: { id: '1' }, JPY: { id: '5' } } } },
      { record: { currencies: { USD: { id: '1' } } }, note: 'Not found: XXX.' },
    ])
    const [strict] = await find([{ codes: ['XXX', 'USD'] }], { ...config, onNone: 'error' })
    expect(strict).toMatchObject({
      outcome: 'failed',
      error: { class: 'missing', message: expect.stringContaining('symbol XXX') },
    })
  })

  test('asks for at most 200 values at a time', async () => {
    const before = (await netsuite.calls()).total
    const many = Array.from({ length: 450 }, (_, at) => ({ id: `cus_many_${at}` }))
    const results = await find([...many, { id: 'cus_1' }])
    expect((await netsuite.calls()).total - before).toBe(3)
    expect(results.at(-1)).toMatchObject({ record: { customer: { id: ids.get('By id') } } })
  })

  test('fails the records of a refused query with what NetSuite says', async () => {
    const [result] = await find([{ id: 'cus_1' }], {
      criteria: [{ field: 'nosuchfield', value: evaluated('id') }],
    })
    expect(result).toMatchObject({
      outcome: 'failed',
      error: { class: 'value', message: expect.stringContaining('nosuchfield') },
    })
  })

  test('keeps a value that cannot be compared from spoiling the others', async () => {
    const good = ids.get('By id') ?? ''
    const results = await find([{ id: good }, { id: 'garbage' }, { id: '99999999' }, { id: 'x' }], {
      criteria: [{ field: 'id', value: evaluated('id') }],
    })
    expect(results).toMatchObject([
      { outcome: 'done', record: { customer: { id: good } } },
      { outcome: 'failed', error: { class: 'value' } },
      { outcome: 'done', record: { customer: null } },
      { outcome: 'failed', error: { class: 'value' } },
    ])
  })

  test('never lets a field name become SQL', () => {
    const question = {
      recordType: 'invoice',
      values: [],
      conditions: [],
      columns: [],
      activeOnly: true,
    }
    const select = (field: string) => selectByValues({ ...question, field }, ['a', 'b'])
    expect(() => select('id) OR (1=1')).toThrow(/no NetSuite field id/)
    expect(select('tranid')).toEqual({
      sql: 'SELECT id, tranid, tranid AS matched FROM transaction WHERE tranid IN (?, ?) AND type = ?',
      params: ['a', 'b', 'CustInvc'],
    })
  })
})
