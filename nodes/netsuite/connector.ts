import type { ConnectionCheck, Connector, OpenConnection } from '../connection.ts'
import { toNodeError } from '../errors.ts'
import type { NetSuiteReader } from './client.ts'
import { openNetSuite } from './client.ts'
import { netsuiteConnection } from './connection.ts'
import { netSuiteSettings } from './settings.ts'
import { accountZoneOffset } from './time-zone.ts'

/** How connections to NetSuite are opened and tested. */
export const netsuiteConnector: Connector = {
  type: netsuiteConnection,
  open: (connection) => openNetSuite(connection),
  test: async (connection) => {
    try {
      const { concurrencyLimit } = netSuiteSettings(connection)
      return await runChecks(connection, concurrencyLimit)
    } catch (error) {
      return [{ name: 'Settings', ok: false, message: toNodeError(error).message }]
    }
  },
}

/** Milliseconds for all checks together. */
const TEST_MS = 60_000

type Check = (client: NetSuiteReader, signal: AbortSignal) => Promise<string>

async function runChecks(connection: OpenConnection, ownLimit: number): Promise<ConnectionCheck[]> {
  const checks: { name: string; check: Check }[] = [
    { name: 'Sign-in', check: checkSignIn },
    { name: 'Queries (SuiteQL)', check: checkQuery },
    { name: 'Time zone', check: checkZone },
    { name: 'Requests at once', check: (client, signal) => checkLimit(client, ownLimit, signal) },
  ]
  const client = openNetSuite(connection)
  const signal = AbortSignal.timeout(TEST_MS)
  const done: ConnectionCheck[] = []
  try {
    for (const { name, check } of checks) {
      try {
        done.push({ name, ok: true, message: await check(client.read, signal) })
      } catch (thrown) {
        const error = toNodeError(thrown)
        done.push({ name, ok: false, message: error.message })
        // Without a way in, the other checks would only repeat it.
        if (name === 'Sign-in') return done
      }
    }
    return done
  } finally {
    await client.close()
  }
}

async function checkSignIn(client: NetSuiteReader, signal: AbortSignal): Promise<string> {
  const time = await client.serverTime(signal)
  return `NetSuite answers; its time is ${time.toISOString()}.`
}

async function checkQuery(client: NetSuiteReader, signal: AbortSignal): Promise<string> {
  const sql = "SELECT id, symbol FROM currency WHERE isinactive = 'F' ORDER BY id"
  const page = await client.query(sql, [], { limit: 1000, signal })
  const symbols = page.rows.flatMap((row) => row.symbol ?? [])
  return `Works. Currencies: ${symbols.join(', ') || 'none'}.`
}

async function checkZone(client: NetSuiteReader, signal: AbortSignal): Promise<string> {
  const offset = await accountZoneOffset(client, signal)
  const sign = offset < 0 ? '−' : '+'
  const [hours, minutes] = [Math.floor(Math.abs(offset) / 60), Math.abs(offset) % 60]
  return `The account's time is UTC${sign}${hours}:${String(minutes).padStart(2, '0')} now.`
}

async function checkLimit(
  client: NetSuiteReader,
  ownLimit: number,
  signal: AbortSignal,
): Promise<string> {
  const limit = await client.concurrencyLimit(signal)
  if (limit === null)
    return `This connection uses ${ownLimit}. The role may not read the account's limit.`
  if (ownLimit >= limit)
    return `This connection uses ${ownLimit}, the account allows ${limit}: nothing is left for other integrations.`
  return `This connection uses ${ownLimit} of the ${limit} that the account allows.`
}
