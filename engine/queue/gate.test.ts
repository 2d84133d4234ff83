import { setTimeout as sleep } from 'node:timers/promises'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { openDatabase, type Database } from '#db/client.ts'
import { testDatabase, type TestDatabase } from '../../testing/database.ts'
import { readGate } from './gate-state.ts'
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

test('slots above a lowered limit are given back, and fewer requests start', async () => {
  const gates = [gate('a', 'lowered'), gate('b', 'lowered')]
  const meter = inFlight()
  const atStart: number[] = []
  const work = async () => {
    atStart.push(meter.begun())
    // As long as the calls before the lowering go on, they take longer than the limit is known.
    await meter.during(20)
  }
  const calls = gates.flatMap((one) => Array.from({ length: 200 }, () => one.pass(work)))
  await calls[20]
  await database.pool`update connections set concurrency_limit = 2 where id = 'lowered'`
  await Promise.all(calls)
  expect(Math.max(...atStart)).toBeGreaterThan(2)
  expect(Math.max(...atStart)).toBeLessThanOrEqual(6)
  expect(Math.max(...atStart.slice(-40))).toBeLessThanOrEqual(2)
  await Promise.all(gates.map((one) => one.close()))
})

test('a slow-down heard by one process halves the requests at once of all', async () => {
  const gates = [gate('a', 'slowed'), gate('b', 'slowed')]
  const [first] = gates
  await first?.pass(() => Promise.resolve())
  first?.slowDown(20)
  await expect.poll(() => usable('slowed')).toBeLessThanOrEqual(4)
  const meter = inFlight()
  const calls = gates.flatMap((one) =>
    Array.from({ length: 20 }, () => one.pass(() => meter.during(5))),
  )
  await Promise.all(calls)
  // One more for each two seconds that the calls took.
  expect(meter.most()).toBeLessThanOrEqual((await usable('slowed')) ?? 0)
  await database.pool`
    update connection_gates set slowed_at = now() - interval '1 minute'
    where connection_id = 'slowed'`
  expect(await usable('slowed')).toBe(8)
  await Promise.all(gates.map((one) => one.close()))
})

test('a budget of requests per second holds over processes, and never in a burst', async () => {
  const gates = [gate('a', 'budget'), gate('b', 'budget'), gate('c', 'budget')]
  const began = performance.now()
  const starts: number[] = []
  const calls = gates.flatMap((one) =>
    Array.from({ length: 20 }, () =>
      one.pass(() => Promise.resolve(void starts.push(performance.now()))),
    ),
  )
  await Promise.all(calls)
  // 60 requests at 40 a second: the last begins a second and a half after the first.
  expect(performance.now() - began).toBeGreaterThan(1_400)
  const inTenth = starts.map((at) => starts.filter((one) => one >= at && one < at + 100).length)
  expect(Math.max(...inTenth)).toBeLessThanOrEqual(8)
  await Promise.all(gates.map((one) => one.close()))
})

async function usable(connectionId: string): Promise<number | undefined> {
  return (await readGate(database.db, { connectionId, holder: 'nobody', budget: null }))?.usable
}

/** Counts what is under way at once. */
function inFlight() {
  let now = 0
  let most = 0
  return {
    begun: () => now + 1,
    most: () => most,
    during: async (ms: number) => {
      now += 1
      most = Math.max(most, now)
      await sleep(ms)
      now -= 1
    },
  }
}
