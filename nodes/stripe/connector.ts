import type { ConnectionCheck, Connector, OpenConnection } from '../connection.ts'
import type { NodeError } from '../errors.ts'
import { toNodeError } from '../errors.ts'
import type { StripeReader } from './client.ts'
import { openStripe, STRIPE_VERSION } from './client.ts'
import { stripeConnection } from './connection.ts'
import { stripeSettings } from './settings.ts'

/** How connections to Stripe are opened and tested. */
export const stripeConnector: Connector = {
  type: stripeConnection,
  open: (connection) => openStripe(connection),
  test: async (connection) => {
    try {
      const { webhookSecrets } = stripeSettings(connection)
      return [...(await checkAccess(connection)), webhookCheck(webhookSecrets)]
    } catch (error) {
      return [{ name: 'Settings', ok: false, message: toNodeError(error).message }]
    }
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
