import { randomBytes } from 'node:crypto'
import { eq, inArray } from 'drizzle-orm'
import { connections, integrations } from '#db/schema/index.ts'
import { openNetSuite, type NetSuiteReader } from '#nodes/netsuite/client/client.ts'
import { openStripe, type StripeReader } from '#nodes/stripe/client/client.ts'
import { openParts } from '../connections/open-connection.ts'
import { NotFoundError, type Engine } from '../engine.ts'

/** The reading halves of an integration's two connections. */
export interface Readers {
  stripe: StripeReader
  netsuite: NetSuiteReader
  close: () => Promise<void>
}

/**
 * Opens both systems of an integration for reading, under the connections' own limits; `purpose`
 * says in the table of leases what for. Throws NotFoundError when a system is not joined.
 */
export async function openReaders(
  engine: Engine,
  integrationId: string,
  purpose: string,
): Promise<Readers> {
  const { db } = engine.database
  const [integration] = await db
    .select()
    .from(integrations)
    .where(eq(integrations.id, integrationId))
  if (!integration) throw new NotFoundError(`There is no integration "${integrationId}".`)
  const { name, stripeConnectionId, netsuiteConnectionId } = integration
  const ids = [stripeConnectionId, netsuiteConnectionId].filter((id) => id !== null)
  const rows = await db.select().from(connections).where(inArray(connections.id, ids))
  const stripeRow = rows.find((row) => row.system === 'stripe')
  const netsuiteRow = rows.find((row) => row.system === 'netsuite')
  if (!stripeRow || !netsuiteRow) {
    throw new NotFoundError(`The integration "${name}" is not joined to both systems.`)
  }
  const holder = `${purpose}-${randomBytes(6).toString('hex')}`
  const stripeParts = openParts(engine, stripeRow, { holder })
  const netsuiteParts = openParts(engine, netsuiteRow, { holder })
  const stripe = openStripe(stripeParts.open)
  const netsuite = openNetSuite(netsuiteParts.open)
  return {
    stripe: stripe.read,
    netsuite: netsuite.read,
    close: async () => {
      await Promise.all([stripeParts.close(), netsuiteParts.close()])
      await Promise.all([stripe.close(), netsuite.close()])
    },
  }
}
