import { setTimeout as sleep } from 'node:timers/promises'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { openDatabase, type Database } from '#db/client.ts'
import { testDatabase, type TestDatabase } from '../../testing/database.ts'
import { LeaseGate } from './gate.ts'

let files: TestDatabase
let database: Database

beforeAll(async () => {
  files = await testDatabase({ migrated: true })
  database = openDatabase(files.url)
  await database.pool`
    insert into connections (id, name, system, config, sealed_secret, concurrency_limit)
    values ('c', 'c', 'netsuite', '{}', '', 3), ('one', 'one', 'netsuite', '{}', '', 1),
      ('lowered', 'lowered', 'netsuite', '{}', '', 6), ('slowed', 'slowed', 'netsuite', '{}', '', 8),
      ('budget', 'budget', 'stripe', '{"requestsPerSecond":40}', '', 20)`
})

afterAll(async () => {
  await database.close()
  await files.drop()
})

function gate(holder: string, connectionId = 'c') {
  return new LeaseGate({ db: database.db, connectionId, holder })
}

test('several processes together never hold more slots than the limit', async () => {
  const gates = [gate('a'), gate('b'), gate('c')]
  let now = 0
  let most = 0
  const work = async () => {
    now += 1
    most = Math.max(most, now)
    // The time a request takes; without it nothing would overlap.
    await sleep(5)
    now -= 1
  }
  const calls = gates.flatMap((one) => Array.from({ length: 20 }, () => one.pass(work)))
  await Promise.all(calls)
  expect(most).toBeLessThanOrEqual(3)
  expect(most).toBeGreaterThan(1)
  await Promise.all(gates.map((one) => one.close()))
})

test('slots given back by one process serve the next', async () => {
  const first = gate('a', 'one')
  const second = gate('b', 'one')
  expect(await first.pass(() => Promise.resolve('one'))).toBe('one')
  await first.close()
  expect(await second.pass(() => Promise.resolve('two'))).toBe('two')
  await second.close()
})

test('a cancelled caller leaves the queue, and the slot goes to the next', async () => {
  const one = gate('a', 'one')
  const release = Promise.withResolvers<string>()
  const holding = one.pass(() => release.promise)
  const cancel = new AbortController()
  const cancelled = one.pass(() => Promise.resolve('never'), { signal: cancel.signal })
  const next = one.pass(() => Promise.resolve('next'))
  cancel.abort(new Error('cancelled'))
  await expect(cancelled).rejects.toThrow('cancelled')
  release.resolve('held')
  expect(await next).toBe('next')
  await holding
  await one.close()
})

test('requests under way are cut when the gate closes', async () => {
  const one = gate('a', 'one')
  const started = Promise.withResolvers<AbortSignal>()
  const cut = one.pass(
    (signal) =>
      new Promise((_, reject) => {
        signal.addEventListener('abort', () => reject(signal.reason))
        started.resolve(signal)
      }),
  )
  const outcome = expect(cut).rejects.toThrow('closed')
  await started.promise
  await one.close()
  await outcome
})
