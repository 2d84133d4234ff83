import type { ConnectionCheck, OpenConnection } from '../connection.ts'
import { NodeError, toNodeError } from '../errors.ts'
import type { Permission } from '../kind.ts'
import type { NetSuiteReader } from './client/client.ts'
import { openNetSuite } from './client/client.ts'
import { RESTLET_PERMISSION } from './permissions.ts'
import { recordsOfPermission } from './records.ts'
import { netSuiteSettings } from './client/settings.ts'
import { accountZone } from './client/time-zone.ts'

/** Milliseconds for all checks together. */
const TEST_MS = 60_000

type Check = (client: NetSuiteReader, signal: AbortSignal) => Promise<string>

/** Tries, by reading only, what the enabled flows need of an account; one line per thing tried. */
export async function testNetSuite(
  connection: OpenConnection,
  needs: readonly Permission[],
): Promise<ConnectionCheck[]> {
  try {
    return await runChecks(connection, needs)
  } catch (error) {
    return [{ name: 'Settings', ok: false, message: toNodeError(error).message }]
  }
}

async function runChecks(
  connection: OpenConnection,
  needs: readonly Permission[],
): Promise<ConnectionCheck[]> {
  const { concurrencyLimit, timeZone } = netSuiteSettings(connection)
  const checks: [name: string, check: Check][] = [
    ['Sign-in', checkSignIn],
    ['Queries (SuiteQL)', checkQuery],
    ['Time zone', (client, signal) => checkZone(client, timeZone, signal)],
    ['Requests at once', (client, signal) => checkLimit(client, concurrencyLimit, signal)],
    ...permissionChecks(needs),
  ]
  if (needs.some(({ system, name }) => system === 'netsuite' && name === RESTLET_PERMISSION.name))
    checks.push(['Tributary RESTlet', checkRestlet])
  const client = openNetSuite(connection)
  const signal = AbortSignal.timeout(TEST_MS)
  const done: ConnectionCheck[] = []
  try {
    for (const [name, check] of checks) {
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

async function checkZone(
  client: NetSuiteReader,
  named: string | null,
  signal: AbortSignal,
): Promise<string> {
  const { offsetMinutes: offset, agrees } = await accountZone(client, named, signal)
  const sign = offset < 0 ? '−' : '+'
  const [hours, minutes] = [Math.floor(Math.abs(offset) / 60), Math.abs(offset) % 60]
  const now = `The account's time is UTC${sign}${hours}:${String(minutes).padStart(2, '0')} now`
  if (agrees) return named ? `${now}, as in ${named}.` : `${now}.`
  throw new NodeError({
    class: 'value',
    field: 'timeZone',
    message: `${now}, which ${named} is not. Correct the time zone of the connection, or leave it blank.`,
  })
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

async function checkRestlet(client: NetSuiteReader, signal: AbortSignal): Promise<string> {
  const searches = await client.savedSearches(signal)
  return `Answers; ${searches.length} saved searches are released to the role.`
}

/** One check per permission that can be tried by reading; writing shows only when writing. */
function permissionChecks(needs: readonly Permission[]): [string, Check][] {
  const wanted = new Map<string, Permission['access']>()
  for (const { system, name, access } of needs)
    if (system === 'netsuite' && wanted.get(name) !== 'write') wanted.set(name, access)
  return [...wanted].flatMap(([name, access]) => {
    const [record] = recordsOfPermission(name)
    if (!record) return []
    const check: Check = async (client, signal) => {
      const { table, transactionType } = record
      const where = transactionType ? ' WHERE type = ?' : ''
      const params = transactionType ? [transactionType] : []
      await client.query(`SELECT id FROM ${table}${where}`, params, { limit: 1, signal })
      if (record.writable) await client.list(record.value, { limit: 1, signal })
      return access === 'read'
        ? 'Can be read.'
        : 'Can be read. Whether it can be written shows when something is written.'
    }
    return [[`Permission “${name}”`, check]]
  })
}
