import { expect, test } from 'vitest'
import { testDatabase } from '../testing/database.ts'
import { startSandbox } from './main.ts'

test('both systems show one clock, and a restart leaves it where it was set', async () => {
  const database = await testDatabase()
  const options = { databaseUrl: database.url, stripePort: 0, netsuitePort: 0 }
  const first = await startSandbox(options)
  const wrong = await move(first.stripeUrl, { to: 'tomorrow' })
  expect(wrong).toMatchObject({ error: expect.stringContaining('advanceMs') })
  await move(first.netsuiteUrl, { advanceMs: 4 * DAY })
  expect(await aheadOf(first.stripeUrl)).toBe(4)
  await first.close()
  const second = await startSandbox(options)
  expect(await aheadOf(second.netsuiteUrl)).toBe(4)
  await move(second.stripeUrl, { reset: true })
  expect(await aheadOf(second.netsuiteUrl)).toBe(0)
  await second.close()
  await database.drop()
})

async function move(url: string, body: object): Promise<unknown> {
  const answer = await fetch(`${url}/_sandbox/clock`, {
    method: 'POST',
    body: JSON.stringify(body),
  })
  return answer.json()
}

/** Whole days. */
async function aheadOf(url: string): Promise<number> {
  const clock: unknown = await (await fetch(`${url}/_sandbox/clock`)).json()
  return Math.round(Number(Reflect.get(Object(clock), 'aheadMs')) / DAY)
}

const DAY = 24 * 3600 * 1000
