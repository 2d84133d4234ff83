import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { evaluated } from '../../../testing/evaluated.ts'
import type { NetSuiteBench } from '../../../testing/netsuite-bench.ts'
import { startNetSuite } from '../../../testing/netsuite-bench.ts'
import type { JsonObject } from '../../json.ts'
import { runNetsuiteUpsert } from './run.ts'

const nothing = () => Promise.resolve(undefined)

const CONFIG = {
  recordType: 'customer',
  otherType: '',
  id: evaluated('known'),
  externalId: evaluated('$key'),
  body: evaluated('body'),
  onExisting: 'update',
  createOnly: ['Subsidiary', 'companyname'],
  replaceSublists: [],
  lineKeys: [
    { list: 'addressBook', field: 'label' },
    { list: 'currencyList', field: 'currency' },
  ],
  into: '',
  identity: nothing,
  linkSystem: 'stripe',
  linkType: 'customer',
  linkId: nothing,
}

let netsuite: NetSuiteBench
const signal = new AbortController().signal
beforeAll(async () => {
  netsuite = await startNetSuite()
})
afterAll(() => netsuite.close())

const line = (label: string, city: string): JsonObject => ({
  label,
  addressBookAddress: { addr1: '1 Main', addr2: '', city, country: { id: 'US' } },
})

/** A customer of ours with two addresses of which the first is "Office". */
const customer = (fields: JsonObject = {}): Promise<string> =>
  netsuite.write.create(
    'customer',
    {
      companyName: 'Known',
      subsidiary: { id: '1' },
      currency: { id: '1' },
      addressBook: { items: [line('Office', 'Austin'), line('Stripe billing', 'Boston')] },
      ...fields,
    },
    signal,
  )
const now = (id: string) => netsuite.read.get('customer', { id }, { signal })

async function write(known: string, body: JsonObject, change: object = {}) {
  const config = { ...CONFIG, ...change }
  const item = { key: 'cus_known', record: { known, body } }
  const intent = await runNetsuiteUpsert.intend(config, item, netsuite.context())
  if ('outcome' in intent) throw new Error('no intent')
  const context = { ...netsuite.context(), client: netsuite.write, idempotencyKey: 'unused' }
  return {
    intent,
    looked: await runNetsuiteUpsert.look(config, intent, netsuite.context()),
    written: await runNetsuiteUpsert.write(config, intent, null, context),
  }
}

describe('writing a NetSuite record that is known', () => {
  test('updates what differs only, and leaves its external id and what is for new ones', async () => {
    const id = await customer({ externalId: 'theirs', phone: '+15125550100' })
    const body = { companyName: 'Other', subsidiary: { id: '2' }, phone: '+15125550199' }
    const { intent, written } = await write(id, body)
    expect(intent).toMatchObject({ targetId: id, payload: { phone: '+15125550199' } })
    expect(written).toEqual({ id, changed: true })
    expect(await now(id)).toMatchObject({
      ...{ companyName: 'Known', externalId: 'theirs', phone: '+15125550199' },
    })
  })

  test('makes no writing call when nothing differs, and a dry run says so', async () => {
    const id = await customer({ phone: '+15125550100' })
    const body = {
      phone: '+15125550100',
      addressBook: { items: [line('Stripe billing', 'Boston')] },
      currencyList: { items: [{ currency: { id: '1' } }] },
    }
    const before = (await netsuite.calls()).writing
    const { intent, looked, written } = await write(id, body)
    expect(written).toEqual({ id, changed: false })
    expect(looked).toEqual({ id, fields: intent.payload })
    expect((await netsuite.calls()).writing).toBe(before)
  })

  test('changes a line in place by what it is known by, adds a new one and touches no other', async () => {
    const id = await customer()
    const lines = [line('Stripe billing', 'Chicago'), line('Stripe shipping', 'Denver')]
    await write(id, {
      addressBook: { items: lines },
      currencyList: { items: [{ currency: { id: '2' } }] },
    })
    const record = await now(id)
    expect(record).toMatchObject({
      addressBook: {
        items: [
          { label: 'Office', addressBookAddress: { city: 'Austin' } },
          { label: 'Stripe billing', addressBookAddress: { city: 'Chicago' } },
          { label: 'Stripe shipping', addressBookAddress: { city: 'Denver' } },
        ],
      },
      currencyList: { items: [{ currency: { id: '1' } }, { currency: { id: '2' } }] },
    })
    expect((await write(id, { addressBook: { items: lines } })).written.changed).toBe(false)
  })

  test('fills in blanks only where the flow says so', async () => {
    const id = await customer({ phone: '+15125550100' })
    const body = {
      phone: '+15125550199',
      email: 'fill@acme.test',
      addressBook: { items: [line('Stripe billing', 'Elsewhere')] },
    }
    await write(id, body, { onExisting: 'fill' })
    expect(await now(id)).toMatchObject({
      phone: '+15125550100',
      email: 'fill@acme.test',
      addressBook: { items: [{ label: 'Office' }, { addressBookAddress: { city: 'Boston' } }] },
    })
  })

  test('reports a known record that is gone', async () => {
    const id = await customer()
    await netsuite.write.remove('customer', { id }, signal)
    const item = { key: 'cus_known', record: { known: id, body: { phone: '+15125550100' } } }
    const intent = await runNetsuiteUpsert.intend(CONFIG, item, netsuite.context())
    if ('outcome' in intent) throw new Error('no intent')
    await expect(
      runNetsuiteUpsert.write(CONFIG, intent, null, netsuite.writeContext()),
    ).rejects.toMatchObject({ class: 'missing', field: 'id' })
  })
})
