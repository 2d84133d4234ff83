import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { evaluated } from '../../../testing/evaluated.ts'
import type { NetSuiteBench } from '../../../testing/netsuite-bench.ts'
import { startNetSuite } from '../../../testing/netsuite-bench.ts'
import type { JsonObject } from '../../json.ts'
import { isJsonObject } from '../../json.ts'
import type { Intent, Item } from '../../runner.ts'
import { presentFields } from '../common/present-fields.ts'
import { runNetsuiteUpsert } from './run.ts'

const nothing = () => Promise.resolve(undefined)

const CONFIG = {
  recordType: 'invoice',
  otherType: '',
  externalId: evaluated('$key'),
  body: evaluated('body'),
  id: nothing,
  onExisting: 'update',
  createOnly: [],
  replaceSublists: ['item'],
  lineKeys: [],
  alsoBy: '',
  into: '',
  identity: nothing,
  linkSystem: 'stripe',
  linkType: 'invoice',
  linkId: nothing,
}

let netsuite: NetSuiteBench
let body: JsonObject
const signal = new AbortController().signal
beforeAll(async () => {
  netsuite = await startNetSuite()
  const entity = await netsuite.write.create(
    'customer',
    { companyName: 'Buyer', subsidiary: { id: '1' }, currency: { id: '1' } },
    signal,
  )
  const { rows } = await netsuite.read.query(
    "SELECT id FROM item WHERE isinactive = 'F' ORDER BY id",
    [],
    { limit: 1, signal },
  )
  const line = { item: { id: rows[0]?.id ?? '' }, quantity: 2, rate: 500 }
  body = {
    entity: { id: entity },
    currency: { id: '1' },
    memo: 'Seats',
    item: { items: [line, { ...line, quantity: 1 }] },
  }
})
afterAll(() => netsuite.close())

async function intended(item: Item, change: object = {}): Promise<Intent> {
  const intent = await runNetsuiteUpsert.intend({ ...CONFIG, ...change }, item, netsuite.context())
  if ('outcome' in intent) throw new Error('no intent')
  return intent
}

const writing = () => ({ ...netsuite.context(), client: netsuite.write, idempotencyKey: 'unused' })

async function linesOf(id: string): Promise<number> {
  const record = await netsuite.read.get('invoice', { id }, { signal })
  const items = isJsonObject(record?.item) ? record.item.items : undefined
  return Array.isArray(items) ? items.length : 0
}

describe('writing a NetSuite record', () => {
  test('creates it once, whatever is tried again', async () => {
    const intent = await intended({ key: 'in_once', record: { body } })
    expect(intent).toMatchObject({
      identity: 'in_once',
      target: { system: 'netsuite', type: 'invoice' },
      payload: { memo: 'Seats', externalId: 'in_once' },
      link: { system: 'stripe', type: 'invoice', id: 'in_once' },
    })
    expect(await runNetsuiteUpsert.look(CONFIG, intent, netsuite.context())).toBeNull()
    const first = await runNetsuiteUpsert.write(CONFIG, intent, null, writing())
    const again = await runNetsuiteUpsert.write(CONFIG, intent, null, writing())
    expect(first.changed).toBe(true)
    expect(again.id).toBe(first.id)
    expect(await linesOf(first.id)).toBe(2)
  })

  test('finds what a lost answer left behind', async () => {
    const intent = await intended({ key: 'in_lost', record: { body } })
    await netsuite.fault({ kind: 'drop-after', method: 'POST', path: '/invoice$', times: 1 })
    await expect(runNetsuiteUpsert.write(CONFIG, intent, null, writing())).rejects.toMatchObject({
      outcomeUnknown: true,
    })
    const existing = await runNetsuiteUpsert.look(CONFIG, intent, netsuite.context())
    expect(existing?.fields).toMatchObject({
      externalId: 'in_lost',
      entity: body.entity,
      memo: 'Seats',
      item: {
        items: [
          { quantity: 2, rate: 500 },
          { quantity: 1, rate: 500 },
        ],
      },
    })
  })

  test('replaces the lines on an update, so that dropped ones disappear', async () => {
    const intent = await intended({ key: 'in_lines', record: { body } })
    const { id } = await runNetsuiteUpsert.write(CONFIG, intent, null, writing())
    const items = isJsonObject(body.item) && Array.isArray(body.item.items) ? body.item.items : []
    const shorter = { ...body, item: { items: items.slice(0, 1) } }
    const next = await intended({ key: 'in_lines', record: { body: shorter } })
    const existing = await runNetsuiteUpsert.look(CONFIG, next, netsuite.context())
    const written = await runNetsuiteUpsert.write(CONFIG, next, existing, writing())
    expect(written).toEqual({ id, changed: true })
    expect(await linesOf(id)).toBe(1)
  })

  test('leaves an existing record alone where the flow says so', async () => {
    const config = { ...CONFIG, onExisting: 'leave' }
    const intent = await intended({ key: 'in_leave', record: { body } })
    const { id } = await runNetsuiteUpsert.write(config, intent, null, writing())
    const other = await intended({ key: 'in_leave', record: { body: { ...body, memo: 'New' } } })
    expect(await runNetsuiteUpsert.write(config, other, null, writing())).toEqual({
      id,
      changed: false,
    })
    const record = await netsuite.read.get('invoice', { id }, { signal })
    expect(record?.memo).toBe('Seats')
  })

  test('leaves a taken name to a person, when the record there is not ours', async () => {
    const change = { recordType: 'customer', linkType: '' }
    const customer = { entityId: 'TAKEN-1', companyName: 'Taken', subsidiary: { id: '1' } }
    await netsuite.write.create('customer', customer, signal)
    const intent = await intended({ key: 'cus_taken', record: { body: customer } }, change)
    expect(intent.link).toBeNull()
    await expect(
      runNetsuiteUpsert.write({ ...CONFIG, ...change }, intent, null, writing()),
    ).rejects.toMatchObject({ class: 'duplicate', code: 'already-exists' })
  })

  test('refuses an external id that NetSuite could not address, and a mapping without fields', async () => {
    await expect(intended({ key: 'in_1#a b', record: { body } })).rejects.toMatchObject({
      class: 'value',
      field: 'externalId',
    })
    await expect(intended({ key: 'in_1', record: {} })).rejects.toMatchObject({ field: 'body' })
  })

  test('puts the id into the record only where the flow says so', async () => {
    const item = { key: 'in_x', record: { body } }
    const intent = await intended(item)
    expect(runNetsuiteUpsert.settle(CONFIG, item, intent, '7')).toEqual(item.record)
    const settled = runNetsuiteUpsert.settle({ ...CONFIG, into: 'netsuite' }, item, intent, '7')
    expect(settled).toEqual({ ...item.record, netsuite: { id: '7' } })
  })
})

describe('the fields of a record beside a payload', () => {
  test('have its shape: references by id, lines in order, null where nothing is', () => {
    const payload = {
      tranid: 'INV1',
      entity: { id: '9' },
      terms: '3',
      poNumber: 'PO',
      item: { items: [{ rate: 1 }] },
    }
    const record = {
      tranId: 'INV0',
      entity: { id: '8', refName: 'Acme', links: [] },
      terms: { id: '2', refName: 'Net 30' },
      item: {
        links: [],
        items: [
          { rate: 5, line: 1 },
          { rate: 6, line: 2 },
        ],
      },
    }
    expect(presentFields(payload, record)).toEqual({
      tranid: 'INV0',
      entity: { id: '8' },
      terms: '2',
      poNumber: null,
      item: { items: [{ rate: 5 }, { rate: 6 }] },
    })
  })
})
