import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { evaluated } from '../../../testing/evaluated.ts'
import type { NetSuiteBench } from '../../../testing/netsuite-bench.ts'
import { startNetSuite } from '../../../testing/netsuite-bench.ts'
import { netSuiteCustomer } from '../../../testing/netsuite-sale.ts'
import { blank } from '../../testing.ts'
import { runNetsuiteTransform } from './run.ts'

const CONFIG = {
  from: 'invoice',
  id: evaluated('id'),
  to: 'customerPayment',
  externalId: evaluated('$key'),
  body: evaluated('{ "memo": "made" }'),
  into: 'payment',
  identity: blank,
  linkSystem: 'stripe',
  linkType: '',
  linkId: blank,
}

let netsuite: NetSuiteBench
const signal = new AbortController().signal
beforeAll(async () => {
  netsuite = await startNetSuite()
})
afterAll(() => netsuite.close())

describe('making a NetSuite record from another', () => {
  test('makes it once, with what the flow says laid over what NetSuite takes over', async () => {
    const buyer = await netSuiteCustomer(netsuite)
    const item = { key: 'made_1', record: { id: await buyer.invoice(25) } }
    const intent = await runNetsuiteTransform.intend(CONFIG, item, netsuite.context())
    if ('outcome' in intent) throw new Error('no intent')
    expect(await runNetsuiteTransform.look(CONFIG, intent, netsuite.context())).toBeNull()
    const write = () => runNetsuiteTransform.write(CONFIG, intent, null, netsuite.writeContext())
    const { id, changed } = await write()
    expect(changed).toBe(true)
    expect(await write()).toEqual({ id, changed: false })
    expect(await netsuite.read.get('customerPayment', { id }, { signal })).toMatchObject({
      memo: 'made',
      payment: 25,
      customer: { id: buyer.customer },
    })
    const existing = await runNetsuiteTransform.look(CONFIG, intent, netsuite.context())
    expect(existing).toEqual({ id, fields: intent.payload })
    expect(runNetsuiteTransform.settle(CONFIG, item, intent, id)).toMatchObject({ payment: { id } })
  })
})
