import type { ConnectionCheck, OpenConnection } from '../connection.ts'
import { NodeError, toNodeError } from '../errors.ts'
import { isJsonObject } from '../json.ts'
import type { Permission } from '../kind.ts'
import type { StripeReader } from './client/client.ts'
import { openStripe } from './client/client.ts'
import { NOT_ALLOWED } from './client/errors.ts'
import { objectWithPermission } from './objects.ts'
import { stripeSettings } from './client/settings.ts'
import { STRIPE_VERSION } from './client/version.ts'

/** Milliseconds for all checks together. */
const TEST_MS = 60_000

/**
 * Tries a Stripe connection: the key, the account, each resource that the flows need (or the ones
 * that all flows out of Stripe read), the event window and the webhook secret. Writes nothing.
 */
export async function checkStripe(
  connection: OpenConnection,
  needs: readonly Permission[],
): Promise<ConnectionCheck[]> {
  const { apiKey, webhookSecrets } = stripeSettings(connection)
  const client = openStripe(connection)
  const signal = AbortSignal.timeout(TEST_MS)
  try {
    const account = await attempt('Account', () => readAccount(client.read, signal))
    if (!account.ok) return [account]
    const checks = [account, keyCheck(apiKey), version()]
    for (const need of wanted(needs)) checks.push(await checkNeed(client.read, need, signal))
    checks.push(await attempt('Events', () => readEvents(client.read, signal)))
    return [...checks, webhookCheck(webhookSecrets)]
  } finally {
    await client.close()
  }
}

/** The cheapest signed-in call; throws the NodeError that keeps the connection from working. */
export async function probeStripe(connection: OpenConnection, signal: AbortSignal): Promise<void> {
  const client = openStripe(connection)
  try {
    await client.read.account(signal)
  } catch (error) {
    // A restricted key that may not read the account is signed in all the same.
    if (!(error instanceof NodeError) || error.code !== NOT_ALLOWED) throw error
  } finally {
    await client.close()
  }
}

async function attempt(name: string, work: () => Promise<string>): Promise<ConnectionCheck> {
  try {
    return { name, ok: true, message: await work() }
  } catch (thrown) {
    return { name, ok: false, message: toNodeError(thrown).message }
  }
}

async function readAccount(client: StripeReader, signal: AbortSignal): Promise<string> {
  try {
    const { id, business_profile, settings, country, default_currency } =
      await client.account(signal)
    const dashboard =
      isJsonObject(settings) && isJsonObject(settings.dashboard) && settings.dashboard
    const profile = isJsonObject(business_profile) && business_profile
    const name = (dashboard && dashboard.display_name) || (profile && profile.name) || id
    const facts = [country, default_currency].filter((one) => typeof one === 'string')
    return `${String(name)} (${[id, ...facts].join(', ')}).`
  } catch (error) {
    if (!(error instanceof NodeError) || error.code !== NOT_ALLOWED) throw error
    return 'The key works. It may not read the name of the account, which no flow needs.'
  }
}

function keyCheck(apiKey: string): ConnectionCheck {
  const name = 'Secret key'
  const [, kind, mode] = /^(sk|rk)_(test|live)_/.exec(apiKey) ?? []
  if (!kind)
    return {
      name,
      ok: false,
      message:
        'This is no secret key: those begin with sk_ or rk_. Copy it from Stripe: Developers → API keys.',
    }
  const whose = kind === 'rk' ? 'A restricted key' : 'A secret key that may do everything'
  return mode === 'live'
    ? { name, ok: true, message: `${whose}, live: what flows write is real money.` }
    : { name, ok: true, message: `${whose}, in test mode: nothing is charged.` }
}

function version(): ConnectionCheck {
  return { name: 'API version', ok: true, message: `Requests use ${STRIPE_VERSION}.` }
}

/** What every flow out of Stripe reads, when no flow says what it needs. */
const USUAL: readonly Permission[] = [
  { system: 'stripe', name: 'Customers', access: 'read' },
  { system: 'stripe', name: 'Invoices', access: 'read' },
]

/** Each resource once; writing includes reading. */
function wanted(needs: readonly Permission[]): Permission[] {
  const own = needs.filter((one) => one.system === 'stripe' && one.name !== 'Events')
  const byName = new Map<string, Permission>()
  for (const need of own.length > 0 ? own : USUAL) {
    if (need.access === 'write' || !byName.has(need.name)) byName.set(need.name, need)
  }
  return [...byName.values()].sort((a, b) => a.name.localeCompare(b.name))
}

function checkNeed(
  client: StripeReader,
  need: Permission,
  signal: AbortSignal,
): Promise<ConnectionCheck> {
  const object = objectWithPermission(need.name)
  const name = `${need.access === 'write' ? 'Write' : 'Read'} ${need.name}`
  return attempt(name, async () => {
    if (!object || object.unlisted) return 'Cannot be tried beforehand: shows when it is used.'
    await client.list(object.value, { limit: 1 }, signal)
    return need.access === 'write'
      ? 'Reading works. Whether the key may write shows when writing.'
      : 'Works.'
  })
}

async function readEvents(client: StripeReader, signal: AbortSignal): Promise<string> {
  const page = await client.events([], { limit: 1 }, signal)
  const newest = page.data[0]?.created
  const last =
    typeof newest === 'number'
      ? ` The newest is of ${new Date(newest * 1000).toISOString().slice(0, 16).replace('T', ' ')} UTC.`
      : ' There are none at present.'
  return `Can be read. Stripe keeps them for 30 days: a flow that rests longer lists the objects again.${last}`
}

function webhookCheck(webhookSecrets: readonly string[]): ConnectionCheck {
  const name = 'Webhook signing secret'
  if (webhookSecrets.length === 0)
    return { name, ok: true, message: 'None: real-time flows need one, scheduled flows do not.' }
  return webhookSecrets.every((secret) => secret.startsWith('whsec_'))
    ? { name, ok: true, message: 'Present.' }
    : {
        name,
        ok: false,
        message: 'A signing secret begins with whsec_. Copy it from the page of the endpoint.',
      }
}
