import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { evaluated } from '../../../testing/evaluated.ts'
import type { NetSuiteBench } from '../../../testing/netsuite-bench.ts'
import { startNetSuite } from '../../../testing/netsuite-bench.ts'
import { netSuiteCustomer } from '../../../testing/netsuite-sale.ts'
import type { Intent } from '../../runner.ts'
import { runNetsuiteVoid } from './run.ts'

const CONFIG = { recordType: 'invoice', id: evaluated('$key') }

let netsuite: NetSuiteBench
const signal = new AbortController().signal
beforeAll(async () => {
  netsuite = await startNetSuite()
})
afterAll(() => netsuite.close())

async function intended(key: string): Promise<Intent> {
  const item = { key, record: {} }
  const intent = await runNetsuiteVoid.intend(CONFIG, item, netsuite.context())
  if ('outcome' in intent) throw new Error('no intent')
  return intent
}

const write = (intent: Intent) =>
  runNetsuiteVoid.write(CONFIG, intent, null, netsuite.writeContext())

describe('voiding a NetSuite transaction', () => {
  test('voids it once, and shows before and after', async () => {
    const id = await (await netSuiteCustomer(netsuite)).invoice(10)
    const intent = await intended(id)
    const look = () => runNetsuiteVoid.look(CONFIG, intent, netsuite.context())
    expect(await look()).toEqual({ id, fields: { voided: false } })
    expect(await write(intent)).toEqual({ id, changed: true })
    expect(await look()).toEqual({ id, fields: { voided: true } })
    const calls = (await netsuite.calls()).writing
    expect(await write(intent)).toEqual({ id, changed: false })
    expect((await netsuite.calls()).writing).toBe(calls)
  })

  test('says why NetSuite does not void, or that there is nothing to void', async () => {
    const id = await (await netSuiteCustomer(netsuite)).invoice(10)
    await netsuite.write.transform('invoice', { id }, 'customerPayment', {}, { signal })
    await expect(write(await intended(id))).rejects.toMatchObject({ class: 'value' })
    await expect(write(await intended('99999999'))).rejects.toMatchObject({ class: 'missing' })
  })
})
