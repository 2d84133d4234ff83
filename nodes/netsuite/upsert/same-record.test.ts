import { afterAll, beforeAll, expect, test } from 'vitest'
import { evaluated } from '../../../testing/evaluated.ts'
import { startNetSuite, type NetSuiteBench } from '../../../testing/netsuite-bench.ts'
import type { JsonObject } from '../../json.ts'
import type { Intent } from '../../runner.ts'
import { runNetsuiteUpsert } from './run.ts'

const nothing = () => Promise.resolve(undefined)

const CONFIG = {
  ...{ recordType: 'customer', otherType: '', id: nothing, externalId: evaluated('$key') },
  ...{ body: evaluated('$$'), onExisting: 'leave', createOnly: [], replaceSublists: [] },
  ...{ lineKeys: [], alsoBy: 'email', into: '', identity: nothing },
  ...{ linkSystem: 'stripe', linkType: 'customer', linkId: nothing },
}

let netsuite: NetSuiteBench
const signal = new AbortController().signal
beforeAll(async () => {
  netsuite = await startNetSuite()
})
afterAll(() => netsuite.close())

async function intended(key: string, record: JsonObject): Promise<Intent> {
  const item = { key, record: { subsidiary: { id: '1' }, ...record } }
  const intent = await runNetsuiteUpsert.intend(CONFIG, item, netsuite.context())
  if ('outcome' in intent) throw new Error('no intent')
  return intent
}

const writing = () => ({ ...netsuite.context(), client: netsuite.write, idempotencyKey: 'unused' })
const write = (intent: Intent) => runNetsuiteUpsert.write(CONFIG, intent, null, writing())

test('one with the same e-mail that came together with it is taken, and claimed', async () => {
  const one = await intended('cus_1', { companyName: 'One', email: 'Desk@acme.test' })
  const two = await intended('cus_2', { companyName: 'Two', email: 'desk@ACME.test ' })
  expect(one.claim).toBe('email desk@acme.test 1')
  expect(two.claim).toBe(one.claim)
  expect(await runNetsuiteUpsert.look(CONFIG, two, netsuite.context())).toBeNull()
  const { id } = await write(one)
  expect(await write(two)).toEqual({ id, changed: false })
  const seen = await runNetsuiteUpsert.look(CONFIG, two, netsuite.context())
  expect(seen?.id).toBe(id)
})

test('several, or none that is active in the subsidiary, are not taken', async () => {
  const former = await intended('cus_3', { companyName: 'Former', email: 'old@acme.test' })
  const { id } = await write(former)
  await netsuite.write.update('customer', id, { isInactive: true }, { signal })
  const next = await write(await intended('cus_4', { companyName: 'Next', email: 'old@acme.test' }))
  expect(next.changed).toBe(true)
  await netsuite.write.update('customer', id, { isInactive: false }, { signal })
  const third = await intended('cus_5', { companyName: 'Third', email: 'old@acme.test' })
  await expect(write(third)).rejects.toMatchObject({ class: 'duplicate', field: 'alsoBy' })
  expect(await intended('cus_6', { companyName: 'No e-mail' })).not.toHaveProperty('claim')
})
