import type { Connector, OpenConnection } from '../connection.ts'
import { toNodeError } from '../errors.ts'
import { checkStripe, probeStripe } from './check.ts'
import { stripeChoices } from './choices.ts'
import type { StripeReader, StripeWriter } from './client/client.ts'
import { openStripe } from './client/client.ts'
import { stripeConnection } from './connection.ts'
import { stripeFields } from './record-fields.ts'
import { stripeBudget, stripeSettings } from './client/settings.ts'
import { registerEndpoint, removeEndpoint } from './webhook-endpoint.ts'

/** How connections to Stripe are opened, tested and asked. */
export const stripeConnector: Connector = {
  type: stripeConnection,
  open: (connection) => openStripe(connection),
  budget: stripeBudget,
  test: async (connection, needs) => {
    try {
      return await checkStripe(connection, needs)
    } catch (error) {
      return [{ name: 'Settings', ok: false, message: toNodeError(error).message }]
    }
  },
  probe: probeStripe,
  choices: (connection, query) => opened(connection, ({ read }) => stripeChoices(read, query)),
  fields: (_connection, recordType) => Promise.resolve(stripeFields(recordType)),
  webhook: {
    register: (connection, endpoint) => {
      const secrets = stripeSettings(connection).webhookSecrets
      return opened(connection, ({ write }) => registerEndpoint(write, { ...endpoint, secrets }))
    },
    remove: (connection, endpointId, signal) =>
      opened(connection, ({ write }) => removeEndpoint(write, endpointId, { signal })),
  },
}

async function opened<T>(
  connection: OpenConnection,
  work: (client: { read: StripeReader; write: StripeWriter }) => Promise<T>,
): Promise<T> {
  const client = openStripe(connection)
  try {
    return await work(client)
  } finally {
    await client.close()
  }
}
