import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { evaluated } from '../../../testing/evaluated.ts'
import type { NetSuiteBench } from '../../../testing/netsuite-bench.ts'
import { startNetSuite } from '../../../testing/netsuite-bench.ts'
import type { Json, JsonObject } from '../../json.ts'
import type { SourceRecord } from '../../runner.ts'
import { runNetsuiteRecordSource } from './run.ts'

const CONFIG = {
  recordType: 'customer',
  otherType: '',
  criteria: [],
  which: 'changed',
  detail: 'fields',
  columns: ['email'],
  backfillDays: 365,
}

let netsuite: NetSuiteBench
let began: Date
const ids: string[] = []
const signal = new AbortController().signal
beforeAll(async () => {
  netsuite = await startNetSuite()
  began = await netsuite.read.serverTime(signal)
  for (const name of ['One', 'Two', 'Three', 'Four', 'Five']) {
    const customer: JsonObject = { companyName: name, subsidiary: { id: '1' } }
    if (name !== 'Five') customer.email = `${name}@source.test`
    ids.push(await netsuite.write.create('customer', customer, signal))
  }
})
afterAll(() => netsuite.close())

const later = () => new Date(Date.now() + 60_000)
const criterion = (field: string, operator: string, value = '') => ({
  criteria: [{ field, operator, value: evaluated(value || 'null') }],
})

async function readAll(change: object, context: object): Promise<SourceRecord[]> {
  const records: SourceRecord[] = []
  let cursor: Json = null
  do {
    const page = await runNetsuiteRecordSource.read(
      { ...CONFIG, ...change },
      netsuite.sourceContext({ since: began, until: later(), ...context }),
      cursor,
    )
    records.push(...page.records)
    cursor = page.next
  } while (cursor !== null)
  return records
}

describe('the source of NetSuite changes', () => {
  test('gives what changed since the cursor, page by page, each record once', async () => {
    const records = await readAll({}, { pageSize: 2 })
    expect(records.map(({ key }) => key)).toEqual(ids)
    expect(records[0]).toMatchObject({
      record: { id: ids[0], companyname: 'One', email: 'One@source.test' },
      facts: { name: expect.any(String) },
    })
  })

  test('leaves out what was changed before, in spite of the account’s time zone', async () => {
    const after = new Date((await netsuite.read.serverTime(signal)).getTime() + 3000)
    expect(await readAll({}, { since: after })).toEqual([])
    const [, second = ''] = ids
    await netsuite.write.update('customer', second, { phone: '555-0100' }, { signal })
    expect((await readAll({}, {})).map(({ key }) => key)).toContain(second)
  })

  test.each([
    ['email', 'startsWith', '"t"', ['Two', 'Three']],
    ['email', 'is', '"One@source.test"', ['One']],
    ['companyname', 'anyOf', '["One", "Four"]', ['One', 'Four']],
    ['companyname', 'isNot', '"One"', ['Two', 'Three', 'Four', 'Five']],
    ['email', 'empty', '', ['Five']],
    ['email', 'notEmpty', '', ['One', 'Two', 'Three', 'Four']],
    ['isinactive', 'is', 'true', []],
  ])('keeps to the criterion %s %s %s', async (field, operator, value, names) => {
    const records = await readAll(criterion(field, operator, value), {})
    expect(records.map(({ record }) => record.companyname)).toEqual(names)
  })

  test('refuses a field name that is none, before it reaches a query', async () => {
    const reading = readAll(criterion("id = 1 OR 'a'", 'is', '"x"'), {})
    await expect(reading).rejects.toMatchObject({ class: 'value' })
  })

  test('reads wanted ids whatever their date, and says which do not exist', async () => {
    const [first = ''] = ids
    const page = await runNetsuiteRecordSource.read(
      CONFIG,
      netsuite.sourceContext({ since: later(), ids: [first, '99999999', 'abc'] }),
      null,
    )
    expect(page).toMatchObject({
      records: [{ key: first }],
      skipped: [{ key: '99999999' }, { key: 'abc' }],
      next: null,
    })
  })

  test('gives transactions with name, amount and currency, and their lines or the whole record', async () => {
    const { rows } = await netsuite.read.query(
      "SELECT id FROM item WHERE isinactive = 'F' ORDER BY id",
      [],
      { limit: 1, signal },
    )
    const line: JsonObject = { item: { id: rows[0]?.id ?? '' }, quantity: 2, rate: 12.5 }
    const id = await netsuite.write.create(
      'invoice',
      { entity: { id: ids[0] ?? '' }, currency: { id: '1' }, item: { items: [line] } },
      signal,
    )
    const invoices = { recordType: 'invoice', columns: ['memo'] }
    const [withLines] = await readAll({ ...invoices, detail: 'lines' }, {})
    expect(withLines).toMatchObject({
      key: id,
      record: { lines: [{ item: rows[0]?.id, rate: '12.5' }] },
      facts: { amount: '25', currency: 'USD' },
    })
    const [whole] = await readAll({ ...invoices, detail: 'record' }, {})
    expect(whole).toMatchObject({
      key: id,
      record: { id, total: 25, item: { items: [{ quantity: 2 }] } },
    })
  })

  test('gives all that meet the criteria at every run, whenever they were changed', async () => {
    const future = { since: later(), until: new Date(Date.now() + 120_000), pageSize: 2 }
    expect(await readAll({}, future)).toEqual([])
    const all = await readAll(
      { which: 'all', ...criterion('email', 'contains', '"source.test"') },
      future,
    )
    expect(all.map(({ key }) => key)).toEqual(ids.slice(0, 4))
  })
})
