import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { evaluated } from '../../../testing/evaluated.ts'
import type { NetSuiteBench } from '../../../testing/netsuite-bench.ts'
import { startNetSuite } from '../../../testing/netsuite-bench.ts'
import type { JsonObject } from '../../json.ts'
import type { Intent } from '../../runner.ts'
import { blank } from '../../testing.ts'
import { runNetsuiteUpdate } from './run.ts'

const CONFIG = {
  recordType: 'customer',
  id: evaluated('id'),
  fields: [
    { field: 'custentity_stripe_customer_id', value: evaluated('stripe') },
    { field: 'phone', value: evaluated('phone') },
  ],
  body: blank,
  into: '',
  linkSystem: 'stripe',
  linkType: '',
  linkId: blank,
}

let netsuite: NetSuiteBench
let id: string
const signal = new AbortController().signal
beforeAll(async () => {
  netsuite = await startNetSuite()
  const customer = { companyName: 'Stamp me', phone: '555-0100', subsidiary: { id: '1' } }
  id = await netsuite.write.create('customer', customer, signal)
})
afterAll(() => netsuite.close())

async function intended(record: JsonObject): Promise<Intent> {
  const item = { key: 'cus_1', record: { id, ...record } }
  const intent = await runNetsuiteUpdate.intend(CONFIG, item, netsuite.context())
  if ('outcome' in intent) throw new Error('no intent')
  return intent
}

describe('updating NetSuite fields', () => {
  test('shows what is there, writes the difference, and writes nothing a second time', async () => {
    const intent = await intended({ stripe: 'cus_1', phone: null })
    const before = await runNetsuiteUpdate.look(CONFIG, intent, netsuite.context())
    expect(before?.fields).toEqual({ custentity_stripe_customer_id: null, phone: '555-0100' })
    const write = () => runNetsuiteUpdate.write(CONFIG, intent, null, netsuite.writeContext())
    expect(await write()).toEqual({ id, changed: true })
    const record = await netsuite.read.get('customer', { id }, { signal })
    expect(record).toMatchObject({
      companyName: 'Stamp me',
      custentity_stripe_customer_id: 'cus_1',
    })
    expect(record?.phone).toBeUndefined()
    const calls = (await netsuite.calls()).writing
    expect(await write()).toEqual({ id, changed: false })
    expect((await netsuite.calls()).writing).toBe(calls)
  })

  test('sends only the fields that differ, and knows a moment in any zone', async () => {
    const invoice = {
      entity: { id },
      item: { items: [{ item: { id: '90' }, amount: 5 }] },
      custbody_stripe_status: 'open',
      custbody_stripe_next_attempt: '2026-03-01T17:00:00Z',
      memo: 'By hand',
    }
    const made = await netsuite.write.create('invoice', invoice, signal)
    const config = {
      ...CONFIG,
      recordType: 'invoice',
      fields: [],
      body: evaluated(`{
        "custbody_stripe_status": status,
        "custbody_stripe_next_attempt": "2026-03-01T09:00:00-08:00"
      }`),
      linkType: 'invoice',
      linkId: evaluated('"in_1"'),
    }
    const item = { key: made, record: { id: made, status: 'paid' } }
    const intent = await runNetsuiteUpdate.intend(config, item, netsuite.context())
    if ('outcome' in intent) throw new Error('no intent')
    expect(intent.link).toEqual({ system: 'stripe', type: 'invoice', id: 'in_1' })
    const sent: JsonObject[] = []
    const { client, ...context } = netsuite.writeContext()
    const watching: typeof client = {
      ...client,
      update: (type, target, body, options) => {
        sent.push(body)
        return client.update(type, target, body, options)
      },
    }
    await runNetsuiteUpdate.write(config, intent, null, { ...context, client: watching })
    expect(sent).toEqual([{ custbody_stripe_status: 'paid' }])
  })

  test('refuses a value that is not there, and a record that is not', async () => {
    await expect(intended({ stripe: 'cus_1' })).rejects.toMatchObject({ field: 'phone' })
    const intent = { ...(await intended({ stripe: 'a', phone: null })), targetId: '99999999' }
    await expect(
      runNetsuiteUpdate.write(CONFIG, intent, null, netsuite.writeContext()),
    ).rejects.toMatchObject({ class: 'missing' })
  })

  test('lets NetSuite refuse a field that it does not know, instead of losing the value', async () => {
    const intent = await intended({ stripe: 'cus_1', phone: null })
    const misspelt = { ...intent, payload: { custentity_strype: 'x' } }
    await expect(
      runNetsuiteUpdate.write(CONFIG, misspelt, null, netsuite.writeContext()),
    ).rejects.toMatchObject({ class: 'value', message: expect.stringContaining('strype') })
  })
})
