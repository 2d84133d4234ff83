import { randomUUID } from 'node:crypto'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { openDatabase, type Database } from '#db/client.ts'
import { testDatabase, type TestDatabase } from '../../testing/database.ts'
import { holdClaims } from './claims.ts'
import { hashPayload, type Effect } from './effects.ts'
import { openLedger } from './ledger.ts'

let files: TestDatabase
let database: Database

beforeAll(async () => {
  files = await testDatabase({ migrated: true })
  database = openDatabase(files.url)
  await database.pool`insert into integrations (id, name) values ('i', 'i')`
  await database.pool`insert into flows (id, integration_id, name, lineage) values ('f', 'i', 'f', 'f')`
  await database.pool`
    insert into runs (id, flow_id, version, trigger, state)
    overriding system value values (1, 'f', 1, 'manual', 'running')`
})

afterAll(async () => {
  await database.close()
  await files.drop()
})

/** A page being worked on under an attempt; the ledger of that attempt. */
async function attemptAt(page: number, attempt: number, lineage: string) {
  await database.pool`
    insert into run_pages (run_id, page, state, attempt, items, size)
    values (1, ${page}, 'working', ${attempt}, '', 1)
    on conflict (run_id, page) do update set state = 'working', attempt = excluded.attempt`
  return openLedger({ db: database.db, integrationId: 'i', lineage, runId: 1, page, attempt })
}

function effect(identity: string, total: number): Effect {
  const payload = { total }
  const intent = {
    identity,
    role: 'invoice',
    target: { system: 'netsuite' as const, type: 'invoice' },
    payload,
    link: { system: 'stripe' as const, type: 'invoice', id: identity },
  }
  return { lineage: null, nodeId: 'n1', intent, payloadHash: hashPayload(payload) }
}

describe('the ledger', () => {
  test('a new effect is ours to write, and unchanged once it is confirmed', async () => {
    const lineage = randomUUID()
    const ledger = await attemptAt(1, 1, lineage)
    const effects = [effect('in_1', 10), effect('in_2', 20)]
    expect(await ledger.reserve(effects)).toEqual([
      { state: 'write', targetId: null },
      { state: 'write', targetId: null },
    ])
    await ledger.confirm(effects.map((one, index) => ({ effect: one, targetId: `9${index}` })))
    const later = await attemptAt(2, 1, lineage)
    expect(await later.reserve(effects)).toEqual([
      { state: 'unchanged', targetId: '90' },
      { state: 'unchanged', targetId: '91' },
    ])
  })

  test('a changed payload is written again to the same target', async () => {
    const lineage = randomUUID()
    const ledger = await attemptAt(1, 1, lineage)
    await ledger.reserve([effect('in_1', 10)])
    await ledger.confirm([{ effect: effect('in_1', 10), targetId: '90' }])
    expect(await ledger.reserve([effect('in_1', 11)])).toEqual([{ state: 'write', targetId: '90' }])
  })

  test('the same payload is written again where another target is known now', async () => {
    const lineage = randomUUID()
    const ledger = await attemptAt(1, 1, lineage)
    const to = (targetId: string): Effect => {
      const one = effect('647', 10)
      return { ...one, intent: { ...one.intent, targetId } }
    }
    await ledger.reserve([to('cus_1')])
    await ledger.confirm([{ effect: to('cus_1'), targetId: 'cus_1' }])
    expect(await ledger.reserve([to('cus_1')])).toEqual([{ state: 'unchanged', targetId: 'cus_1' }])
    expect(await ledger.reserve([to('cus_2')])).toEqual([{ state: 'write', targetId: 'cus_1' }])
    await ledger.confirm([{ effect: to('cus_2'), targetId: 'cus_2' }])
    expect(await ledger.peek([effect('647', 10)])).toEqual([
      { state: 'unchanged', targetId: 'cus_2' },
    ])
  })

  test('what an attempt that is gone left reserved is reconciled, not written blindly', async () => {
    const lineage = randomUUID()
    const dead = await attemptAt(1, 1, lineage)
    await dead.reserve([effect('in_1', 10)])
    const next = await attemptAt(1, 2, lineage)
    expect(await next.reserve([effect('in_1', 10)])).toEqual([
      { state: 'reconcile', targetId: null, sameHash: true },
    ])
  })

  test('what another page is writing now is busy', async () => {
    const lineage = randomUUID()
    const one = await attemptAt(1, 1, lineage)
    const other = await attemptAt(2, 1, lineage)
    await one.reserve([effect('cus_1', 10)])
    expect(await other.reserve([effect('cus_1', 10)])).toEqual([{ state: 'busy' }])
    await one.confirm([{ effect: effect('cus_1', 10), targetId: '7' }])
    expect(await other.reserve([effect('cus_1', 10)])).toEqual([
      { state: 'unchanged', targetId: '7' },
    ])
  })

  test('a slow attempt that comes back late confirms nothing', async () => {
    const lineage = randomUUID()
    const slow = await attemptAt(1, 1, lineage)
    await slow.reserve([effect('in_1', 10)])
    const next = await attemptAt(1, 2, lineage)
    await next.reserve([effect('in_1', 10)])
    await slow.confirm([{ effect: effect('in_1', 10), targetId: 'late' }])
    await next.confirm([{ effect: effect('in_1', 10), targetId: 'right' }])
    expect(await next.peek([effect('in_1', 10)])).toEqual([
      { state: 'unchanged', targetId: 'right' },
    ])
  })

  test('a refused creation leaves no trace, a refused change leaves what was there', async () => {
    const lineage = randomUUID()
    const ledger = await attemptAt(1, 1, lineage)
    await ledger.reserve([effect('in_1', 10)])
    await ledger.release([effect('in_1', 10)])
    expect(await ledger.peek([effect('in_1', 10)])).toEqual([{ state: 'write', targetId: null }])
    await ledger.reserve([effect('in_1', 10)])
    await ledger.confirm([{ effect: effect('in_1', 10), targetId: '90' }])
    await ledger.reserve([effect('in_1', 99)])
    await ledger.release([effect('in_1', 99)])
    expect(await ledger.peek([effect('in_1', 10)])).toEqual([
      { state: 'unchanged', targetId: '90' },
    ])
  })

  test('two attempts that reserve the same new effect at once: one writes, one is told to wait', async () => {
    const lineage = randomUUID()
    const one = await attemptAt(1, 1, lineage)
    const other = await attemptAt(2, 1, lineage)
    const wanted = Array.from({ length: 50 }, (_, index) => effect(`in_${index}`, index))
    const [first, second] = await Promise.all([
      one.reserve(wanted),
      other.reserve(wanted.toReversed()),
    ])
    const writes = [...(first ?? []), ...(second ?? [])].filter((one) => one.state === 'write')
    expect(writes).toHaveLength(50)
  })

  test('the idempotency key depends on identity and payload, never on the run', async () => {
    const lineage = randomUUID()
    const one = await attemptAt(1, 1, lineage)
    const other = await attemptAt(2, 7, lineage)
    expect(one.idempotencyKey(effect('in_1', 10))).toBe(other.idempotencyKey(effect('in_1', 10)))
    expect(one.idempotencyKey(effect('in_1', 10))).not.toBe(one.idempotencyKey(effect('in_1', 11)))
    expect(one.idempotencyKey(effect('in_1', 10)).length).toBeLessThanOrEqual(255)
  })

  test('a payload that comes back has another idempotency key, the same one for every attempt', async () => {
    const lineage = randomUUID()
    const ledger = await attemptAt(1, 1, lineage)
    const keys: string[] = []
    for (const total of [10, 11, 10]) {
      await ledger.reserve([effect('in_1', total)])
      keys.push(ledger.idempotencyKey(effect('in_1', total)))
      if (keys.length < 3) await ledger.confirm([{ effect: effect('in_1', total), targetId: '90' }])
    }
    expect(new Set(keys).size).toBe(3)
    const next = await attemptAt(1, 2, lineage)
    await next.reserve([effect('in_1', 10)])
    expect(next.idempotencyKey(effect('in_1', 10))).toBe(keys[2])
  })
})

describe('a claim', () => {
  const claiming = (identity: string): Effect => {
    const one = effect(identity, 1)
    return { ...one, intent: { ...one.intent, claim: 'ap@acme.test' } }
  }

  test('is held by one page at a time, until it is released', async () => {
    const lineage = randomUUID()
    const [ledger, other] = [await attemptAt(31, 1, lineage), await attemptAt(32, 1, lineage)]
    const claims = await holdClaims(ledger, [claiming('a'), effect('b', 2)])
    expect(claims.isTaken(claiming('a'))).toBe(false)
    const late = await holdClaims(other, [claiming('c')])
    expect(late.isTaken(claiming('c'))).toBe(true)
    expect(late.isTaken(effect('d', 4))).toBe(false)
    await claims.release()
    expect((await holdClaims(other, [claiming('c')])).isTaken(claiming('c'))).toBe(false)
  })

  test('of a page that is gone is taken over', async () => {
    const lineage = randomUUID()
    await holdClaims(await attemptAt(33, 1, lineage), [claiming('a')])
    const next = await attemptAt(33, 2, lineage)
    expect((await holdClaims(next, [claiming('b')])).isTaken(claiming('b'))).toBe(false)
  })
})
