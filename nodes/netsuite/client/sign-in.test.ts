import { afterAll, afterEach, beforeAll, describe, expect, test } from 'vitest'
import type { NetSuiteBench } from '../../../testing/netsuite-bench.ts'
import { startNetSuite } from '../../../testing/netsuite-bench.ts'
import { NodeError } from '../../errors.ts'
import type { JsonObject } from '../../json.ts'
import { openNetSuite } from './client.ts'
import { netsuiteConnector } from '../connector.ts'

let netsuite: NetSuiteBench
const signal = new AbortController().signal
beforeAll(async () => {
  netsuite = await startNetSuite()
})
afterEach(() => settings({ clockOffsetMs: 0, html: false, deniedPermissions: [] }))
afterAll(() => netsuite.close())

const settings = (change: JsonObject) => netsuite.control('PATCH', '/settings', change)

type Change = Parameters<NetSuiteBench['connection']>[0]

async function refusalOf(change?: Change): Promise<NodeError> {
  const probing = netsuiteConnector.probe(netsuite.connection(change), signal)
  const error: unknown = await probing.then(
    () => undefined,
    (thrown: unknown) => thrown,
  )
  if (error instanceof NodeError) return error
  throw new Error(`Expected a NodeError, got ${String(error)}`)
}

describe('signing in', () => {
  test.each(['oauth2', 'tba'] as const)(
    'by %s works although the clock of NetSuite is ten minutes off ours, either way',
    async (auth) => {
      for (const minutes of [10, -10]) {
        await settings({ clockOffsetMs: minutes * 60_000 })
        const client = openNetSuite(netsuite.connection({ auth }))
        const time = await client.read.serverTime(signal)
        expect(Math.round((time.getTime() - Date.now()) / 60_000)).toBe(minutes)
        await client.close()
      }
    },
  )

  test.each<[string, Change]>([
    ['a wrong token', { auth: 'tba', secret: { tokenId: 'wrong' } }],
    ['a wrong consumer secret', { auth: 'tba', secret: { consumerSecret: 'wrong' } }],
    ['a wrong client', { secret: { clientId: 'wrong' } }],
    ['a wrong certificate', { secret: { certificateId: 'wrong' } }],
    ['a wrong account', { auth: 'tba', config: { accountId: '7654321' } }],
  ])('with %s takes the connection offline with one plain sentence', async (_name, change) => {
    const error = await refusalOf(change)
    expect(error).toMatchObject({ class: 'connection', credentials: true })
    expect(error.message).toMatch(/Check/)
  })

  test('at an account that does not exist says so', async () => {
    const baseUrl = 'http://nobody-1234567.invalid'
    expect(await refusalOf({ auth: 'tba', config: { baseUrl } })).toMatchObject({
      class: 'connection',
      field: 'accountId',
      credentials: true,
      message: expect.stringContaining('account id'),
    })
  })
})

describe('the connection as a whole', () => {
  test.each(['oauth2', 'tba'] as const)(
    'does not work when pages of HTML answer (%s), and works again when they do not',
    async (auth) => {
      await settings({ html: true })
      expect(await refusalOf({ auth })).toMatchObject({
        class: 'connection',
        code: 'not-netsuite',
        credentials: true,
      })
      await settings({ html: false })
      await netsuiteConnector.probe(netsuite.connection({ auth }), signal)
    },
  )

  test('does not work without a permission, which the sentence names the cure for', async () => {
    await settings({ deniedPermissions: [{ name: 'REST Web Services', level: 'view' }] })
    expect(await refusalOf()).toMatchObject({
      class: 'connection',
      code: 'INSUFFICIENT_PERMISSION',
      credentials: true,
      message: expect.stringContaining('Manage Roles'),
    })
  })

  test('goes on with a new token when NetSuite forgets the old one', async () => {
    const client = openNetSuite(netsuite.connection())
    await client.read.serverTime(signal)
    await netsuite.fault({ kind: 'status', status: 401, path: 'serverTime', times: 1 })
    expect(await client.read.serverTime(signal)).toBeInstanceOf(Date)
    await client.close()
  })
})
