import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { evaluated } from '../../../testing/evaluated.ts'
import type { NetSuiteBench } from '../../../testing/netsuite-bench.ts'
import { startNetSuite } from '../../../testing/netsuite-bench.ts'
import { netSuiteCustomer } from '../../../testing/netsuite-sale.ts'
import type { Intent } from '../../runner.ts'
import { runNetsuiteDelete } from './run.ts'

const CONFIG = { recordType: 'invoice', id: evaluated('$key') }

let netsuite: NetSuiteBench
const signal = new AbortController().signal
beforeAll(async () => {
  netsuite = await startNetSuite()
})
afterAll(() => netsuite.close())

async function intended(key: string): Promise<Intent> {
  const item = { key, record: {} }
  const intent = await runNetsuiteDelete.intend(CONFIG, item, netsuite.context())
  if ('outcome' in intent) throw new Error('no intent')
  return intent
}

const write = (intent: Intent) =>
  runNetsuiteDelete.write(CONFIG, intent, null, netsuite.writeContext())

describe('deleting a NetSuite record', () => {
  test('deletes it once; what is gone already counts as deleted', async () => {
    const id = await (await netSuiteCustomer(netsuite)).invoice(10)
    const intent = await intended(id)
    const look = () => runNetsuiteDelete.look(CONFIG, intent, netsuite.context())
    expect(await look()).toEqual({ id, fields: { deleted: false } })
    expect(await write(intent)).toEqual({ id, changed: true })
    expect(await look()).toEqual({ id, fields: { deleted: true } })
    expect(await write(intent)).toEqual({ id, changed: false })
  })

  test('leaves a record that others depend on, and says so', async () => {
    const id = await (await netSuiteCustomer(netsuite)).invoice(10)
    await netsuite.write.transform('invoice', { id }, 'customerPayment', {}, { signal })
    await expect(write(await intended(id))).rejects.toMatchObject({ class: 'value' })
    expect(await netsuite.read.get('invoice', { id }, { signal })).not.toBeNull()
  })
})
