import type { ConnectionCheck, Connector, OpenConnection } from '../connection.ts'
import { NodeError, toNodeError } from '../errors.ts'
import type { StripeReader } from './client.ts'
import { openStripe, stripeSecret, STRIPE_VERSION } from './client.ts'
import { stripeConnection } from './connection.ts'

/** How connections to Stripe are opened and tested. */
export const stripeConnector: Connector = {
  type: stripeConnection,
  open: (connection) => openStripe(connection),
  test: async (connection) => {
    const secret = stripeSecret.safeParse(connection.secret)
    if (!secret.success)
      return [{ name: 'Secret key', ok: false, message: 'Enter the secret key.' }]
    const checks = await checkAccess(connection)
    return [...checks, webhookCheck(secret.data.webhookSecret)]
  },
}

/** What every flow out of Stripe reads; a restricted key may lack one of them. */
const READS: {
  name: string
  read: (client: StripeReader, signal: AbortSignal) => Promise<unknown>
}[] = [
  {
    name: 'Read customers',
    read: (client, signal) => client.list('customer', { limit: 1 }, signal),
  },
  {
    name: 'Read invoices',
    read: (client, signal) => client.list('invoice', { limit: 1 }, signal),
  },
  {
    name: 'Read events',
    read: (client, signal) => client.events([], { limit: 1 }, signal),
  },
]

/** Milliseconds for all checks together. */
const TEST_MS = 30_000

async function checkAccess(connection: OpenConnection): Promise<ConnectionCheck[]> {
  const client = openStripe(connection)
  const signal = AbortSignal.timeout(TEST_MS)
  const checks: ConnectionCheck[] = []
  try {
    for (const { name, read } of READS) {
      try {
        await read(client.read, signal)
        checks.push({ name, ok: true, message: `Works, with API version ${STRIPE_VERSION}.` })
      } catch (thrown) {
        const error = toNodeError(thrown)
        checks.push({ name, ok: false, message: error.message })
        // With no way in at all, the other checks would only repeat it.
        if (error.credentials || isUnreachable(error)) return checks
      }
    }
    return checks
  } finally {
    await client.close()
  }
}

function isUnreachable(error: NodeError): boolean {
  return error.class === 'connection' && error.exchange?.status === 0
}

function webhookCheck(webhookSecret: string): ConnectionCheck {
  const name = 'Webhook signing secret'
  if (webhookSecret.trim() === '')
    return { name, ok: true, message: 'None: real-time flows need one, scheduled flows do not.' }
  const ok = webhookSecret.split(/[\s,]+/).every((secret) => secret.startsWith('whsec_'))
  return ok
    ? { name, ok, message: 'Present.' }
    : {
        name,
        ok,
        message: 'A signing secret begins with whsec_. Copy it from the endpoint’s page.',
      }
}
